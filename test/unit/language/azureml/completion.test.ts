import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CompletionChoice } from '../../../../src/language/answers';
import type { KnownNames } from '../../../../src/language/azureml/asked';
import { completeAzureMl } from '../../../../src/language/azureml/completion';
import { fakeFiles } from '../../validation/azureml/checkMarked';

const nothing: KnownNames = { endpoints: [], models: [] };
const blue = 'name: blue\nendpoint_name: my-endpoint\nmodel: azureml:m:1\ninstance_type: x\n';
const others = {
  'endpoint.yml': 'name: my-endpoint\nauth_mode: key\n',
  'model.yml': 'name: resnet\nversion: 3\ntype: triton_model\npath: models\n',
  'blue.yml': blue,
};
const files = fakeFiles(['models/model_1/1/model.onnx', 'src/score.py', 'models/deep/1/model.onnx'], others);
const head = 'name: green\nendpoint_name: my-endpoint\n';
const tail = 'instance_type: Standard_NC4as_T4_v3\nmodel: azureml:m:1\n';

/** `|` is the cursor. */
async function complete(marked: string, known: KnownNames = nothing, isSchemaElsewhere = false): Promise<readonly CompletionChoice[]> {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  return completeAzureMl({ text, file: '/p/f.yml', files }, offset, { knownNames: () => Promise.resolve(known), isSchemaElsewhere });
}

async function labels(marked: string, known: KnownNames = nothing): Promise<string[]> {
  return (await complete(marked, known))
    .toSorted((a, b) => (a.order ?? a.label).localeCompare(b.order ?? b.label))
    .map(({ label }) => label);
}

/** The text after a choice, with the marks of its snippet. */
async function chosen(marked: string, label: string): Promise<string> {
  const choice = (await complete(marked)).find((each) => each.label === label);
  assert.ok(choice, label);
  const text = marked.replace('|', '');
  return text.slice(0, choice.range.start) + choice.insert + text.slice(choice.range.end);
}

test('the keys of a deployment that are not there yet, the required ones first', async () => {
  const found = await labels(`${head}|\n`);
  assert.equal(found[0], 'instance_type');
  assert.ok(found.includes('request_settings') && found.includes('liveness_probe'));
  assert.ok(!found.includes('name') && !found.includes('endpoint_name') && !found.includes('provisioning_state'));
});

test('keys are offered in the middle of a word, in text that is no YAML yet', async () => {
  assert.ok((await labels(`${head}${tail}inst|`)).includes('instance_count'));
  assert.ok((await labels(`${head}model: [\n${tail}request_settings:\n  req|`)).includes('request_timeout_ms'));
});

test('keys of a group are those of its schema', async () => {
  const wanted = ['request_timeout_ms', 'max_concurrent_requests_per_instance', 'max_queue_wait_ms'];
  assert.deepEqual(await labels(`${head}${tail}request_settings:\n  |`), wanted);
  assert.deepEqual(await labels(`${head}request_settings:\n  request_timeout_ms: 1\n  |\n${tail}`), wanted.slice(1));
  assert.deepEqual(await labels(`${head}${tail}request_settings: { | }`), wanted);
  assert.deepEqual(await labels(`${head}${tail}request_settings: { request_timeout_ms: 1, ma| }`), wanted.slice(1));
  assert.ok((await labels(`${head}instance_type: x\nmodel:\n  na|`)).includes('path'));
});

test('keys of the items of a list', async () => {
  const identity = 'name: e\nauth_mode: key\nidentity:\n  type: user_assigned\n  user_assigned_identities:\n';
  assert.deepEqual(await labels(`${identity}    - |`), ['resource_id', 'client_id', 'object_id']);
  assert.deepEqual(await labels(`${identity}    - resource_id: x\n      |`), ['client_id', 'object_id']);
});

test('nothing in a comment, below a value, and in YAML of others', async () => {
  assert.deepEqual(await labels(`${head}${tail}# inst|`), []);
  assert.deepEqual(await labels(`${head}${tail}description: x\n  |`), []);
  assert.deepEqual(await labels('on: push\njobs:\n  |'), []);
  assert.deepEqual(await labels('on: push\n|'), []);
});

test('a key comes with the shape of its value', async () => {
  assert.equal(await chosen(`${head}${tail}scale|`, 'scale_settings'), `${head}${tail}scale_settings:\n  $0`);
  assert.equal(await chosen(`${head}${tail}|`, 'instance_count'), `${head}${tail}instance_count: \${1:1}`);
  assert.equal(await chosen(`${head}${tail}|`, 'app_insights_enabled'), `${head}${tail}app_insights_enabled: \${1|false,true|}`);
  assert.equal(
    await chosen('name: e\n|\nmirror_traffic:\n  a: 10\ntraffic: {}\n', 'auth_mode'),
    'name: e\nauth_mode: ${1|key,aml_token,aad_token|}\nmirror_traffic:\n  a: 10\ntraffic: {}\n',
  );
});

test('a key that has a value is replaced alone', async () => {
  assert.equal(await chosen(`${head}${tail}instance_|cou: 2`, 'instance_count'), `${head}${tail}instance_count: 2`);
});

test('an inline Triton model is one choice, at the right indentation', async () => {
  const model = (await complete(`${head}instance_type: x\nmo|`)).find(({ kind }) => kind === 'snippet');
  assert.match(model?.insert ?? '', /^model:\n {2}name: .*\n {2}version: .*\n {2}type: triton_model\n {2}path: /);
});

test('values of an enumeration, the default said', async () => {
  assert.deepEqual(await labels('name: e\ntraffic:\n  a: 100\nauth_mode: |'), ['key', 'aml_token', 'aad_token']);
  assert.deepEqual(await labels(`${head}${tail}app_insights_enabled: t|`), ['true', 'false']);
  assert.deepEqual(await labels(`${head}${tail}request_settings:\n  request_timeout_ms: |`), ['5000']);
});

test('instance types say what they have, the retired ones last', async () => {
  const found = (await complete(`${head}model: azureml:m:1\ninstance_type: Stand|`)).toSorted((a, b) =>
    (a.order ?? '') < (b.order ?? '') ? -1 : 1,
  );
  assert.match(found[0]?.detail ?? '', /T4, 16 GB · 4 cores · 28 GiB/);
  const retired = found.filter(({ isDeprecated }) => isDeprecated);
  assert.deepEqual(found.slice(-retired.length), retired);
  assert.ok(retired.some(({ label }) => label === 'Standard_NC6s_v3'));
});

test('references come from the files of the folder and from the workspaces', async () => {
  const known = { endpoints: ['prod'], models: [{ name: 'bert', version: '7' }] };
  assert.deepEqual(await labels(`name: g\nmodel: azureml:m:1\ninstance_type: x\nendpoint_name: |`, known), ['my-endpoint', 'prod']);
  assert.deepEqual(await labels(`${head}instance_type: x\nmodel: |`, known), [
    'azureml:resnet:3',
    'azureml:bert:7',
    'azureml:bert@latest',
    'azureml:resnet@latest',
  ]);
});

test('a choice replaces all of the value and leaves its comment', async () => {
  assert.equal(
    await chosen(`${head}instance_type: x\nmodel: azureml:re|s # ours\n`, 'azureml:resnet:3'),
    `${head}instance_type: x\nmodel: azureml:resnet:3 # ours\n`,
  );
});

test('traffic names the deployments of this endpoint', async () => {
  assert.deepEqual(await labels('name: my-endpoint\nauth_mode: key\ntraffic:\n  |'), ['blue']);
  assert.deepEqual(await labels('name: other\nauth_mode: key\ntraffic:\n  |'), []);
});

test('paths are folders, model repositories first', async () => {
  assert.deepEqual(await labels(`${head}instance_type: x\nmodel:\n  type: triton_model\n  path: |`), ['./models', './src']);
  assert.deepEqual(await labels(`${head}instance_type: x\nmodel:\n  type: triton_model\n  path: models/|`), [
    'models/deep',
    'models/model_1',
  ]);
});

test('an empty file, and an empty document, may become any of ours', async () => {
  assert.equal((await complete('|')).length, 3);
  assert.equal((await complete(`${blue}---\n|`)).length, 3);
  assert.deepEqual(
    await complete(`${blue}|`).then((all) => all.filter(({ kind, label }) => kind === 'snippet' && /Azure ML/.test(label))),
    [],
  );
});

test('where another extension knows the schema, only names, paths and machines are offered', async () => {
  assert.deepEqual(await complete(`${head}${tail}|`, nothing, true), []);
  assert.ok((await complete(`${head}model: azureml:m:1\ninstance_type: |`, nothing, true)).length > 40);
});

test('Windows lines change nothing', async () => {
  const marked = `${head}${tail}request_settings:\n  max|`.replaceAll('\n', '\r\n');
  assert.ok((await labels(marked)).includes('max_queue_wait_ms'));
});
