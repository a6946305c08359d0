import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { applyEdits } from '../../../../src/documents/yaml/yamlEdits';
import type { QuickFix } from '../../../../src/language/answers';
import { azureMlFixes, fixableCodes } from '../../../../src/language/azureml/fixes';
import { checkAzureMlText } from '../../../../src/validation/azureml/checkAzureMl';
import type { FilesAround } from '../../../../src/validation/azureml/filesAround';
import { fakeFiles } from '../../validation/azureml/checkMarked';

const file = '/project/deployment.yml';
const repository = ['models/model_1/1/model.onnx', 'src/score.py'];
const endpoint = 'name: my-endpoint\nauth_mode: key\n';
const blue = 'name: blue\nendpoint_name: my-endpoint\nmodel: azureml:m:1\ninstance_type: x\n';
const schema = '$schema: https://azuremlschemas.azureedge.net/latest/managedOnlineDeployment.schema.json\n';
const head = `${schema}name: blue\nendpoint_name: my-endpoint\n`;
const tail = 'instance_type: Standard_NC4as_T4_v3\n';

function fixes(text: string, code: string, files: FilesAround): readonly QuickFix[] {
  return checkAzureMlText(text, files)
    .filter((finding) => finding.code === code)
    .flatMap((finding) => azureMlFixes({ text, file, files }, finding));
}

function applied(text: string, { changes }: QuickFix): string {
  return applyEdits(text, changes.find((change) => change.file === file)?.edits ?? []);
}

const page = readFileSync('docs/rules.md', 'utf8');
const around: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'aml/traffic-deployment': { 'blue.yml': blue },
  'aml/endpoint-file': { 'endpoint.yml': endpoint },
};
/** Their examples name nothing that could be meant. */
const withoutWay = ['aml/missing-path'];

for (const code of fixableCodes.filter((each) => !withoutWay.includes(each))) {
  test(`the first way to mend ${code} mends the example of the rules`, () => {
    const section = page.slice(page.indexOf(`### ${code}\n`));
    const [, text = ''] = /```yaml\n(.*?)```/s.exec(section) ?? [];
    const files = fakeFiles(repository, around[code]);
    const before = checkAzureMlText(text, files).filter((finding) => finding.code === code);
    const [first] = fixes(text, code, files);
    assert.ok(first, text);
    const after = checkAzureMlText(applied(text, first), files);
    assert.ok(after.filter((finding) => finding.code === code).length < before.length, applied(text, first));
    assert.deepEqual(
      after.filter((finding) => finding.code === 'aml/yaml-syntax'),
      [],
    );
  });
}

const cases: readonly (readonly [behaviour: string, code: string, before: string, after: string])[] = [
  [
    'a key is renamed to the one that was meant',
    'aml/unknown-key',
    `${head}instance_typ: x # comment\nmodel: azureml:m:1\n`,
    `${head}instance_type: x # comment\nmodel: azureml:m:1\n`,
  ],
  [
    'a key in a group is looked for in that group',
    'aml/unknown-key',
    `${head}model: azureml:m:1\nrequest_settings:\n  request_timeout: 5\n${tail}`,
    `${head}model: azureml:m:1\nrequest_settings:\n  request_timeout_ms: 5\n${tail}`,
  ],
  ['what nobody meant is taken out', 'aml/unknown-key', `${head}xyzzy:\n  a: 1\n${tail}`, `${head}${tail}`],
  [
    'what is missing is put at the end of its mapping',
    'aml/missing-key',
    `${head}model: azureml:m:1\n# the end\n`,
    `${head}model: azureml:m:1\ninstance_type: Standard_NC4as_T4_v3\n# the end\n`,
  ],
  [
    'a setting that is missing gets its group',
    'aml/max-concurrent-requests',
    `${head}model:\n  type: triton_model\n  path: models\n${tail}`,
    `${head}model:\n  type: triton_model\n  path: models\n${tail}request_settings:\n  max_concurrent_requests_per_instance: 10\n`,
  ],
  [
    'a setting that is missing goes into the group that is there',
    'aml/max-concurrent-requests',
    `${head}model: { type: triton_model, path: models }\nrequest_settings:\n  request_timeout_ms: 9000 # long\n${tail}`,
    `${head}model: { type: triton_model, path: models }\nrequest_settings:\n  request_timeout_ms: 9000 # long\n  max_concurrent_requests_per_instance: 10\n${tail}`,
  ],
  [
    'the type of a Triton model comes after its path, in braces at their end',
    'aml/triton-type',
    `${head}model: { name: m, path: models }\n${tail}`,
    `${head}model: { name: m, path: models , type: triton_model}\n${tail}`,
  ],
  [
    'the folder of one model becomes that of the models',
    'aml/triton-path',
    `${head}model:\n  type: triton_model\n  path: ./models/model_1 # ours\n${tail}`,
    `${head}model:\n  type: triton_model\n  path: ./models # ours\n${tail}`,
  ],
  [
    'shares are brought to 100 in their proportion',
    'aml/traffic',
    `${endpoint}traffic:\n  blue: 80\n  green: 40\n`,
    `${endpoint}traffic:\n  blue: 67\n  green: 33\n`,
  ],
  ['a name loses what is not allowed', 'aml/name', `name: My_Endpoint!\nauth_mode: key\n`, `name: my-endpoint\nauth_mode: key\n`],
  [
    'a path of a similar name is offered',
    'aml/missing-path',
    `${head}model:\n  type: triton_model\n  path: ./model\n${tail}`,
    `${head}model:\n  type: triton_model\n  path: ./models\n${tail}`,
  ],
  [
    'a reference takes the version that a file of the folder describes',
    'aml/model-reference',
    `${head}model: azureml:m\n${tail}`,
    `${head}model: azureml:m@latest\n${tail}`,
  ],
  [
    'a model file becomes the repository that it lies in',
    'aml/triton-path',
    `${head}model:\n  type: triton_model\n  path: models/model_1/1/model.onnx\n${tail}`,
    `${head}model:\n  type: triton_model\n  path: models\n${tail}`,
  ],
  [
    'a value is written where none is',
    'aml/unknown-value',
    '$schema: x/managedOnlineEndpoint.schema.json\nname: my-endpoint\nauth_mode: # how?\n',
    '$schema: x/managedOnlineEndpoint.schema.json\nname: my-endpoint\nauth_mode: key # how?\n',
  ],
  [
    'the name of a model in a deployment keeps what models may have',
    'aml/name',
    `${head}model:\n  name: My_Model!x\n  version: 1\n  path: models\n${tail}`,
    `${head}model:\n  name: My_Model-x\n  version: 1\n  path: models\n${tail}`,
  ],
  [
    'the name of a deployment gets what host names may have',
    'aml/name',
    `${schema}name: Blue_1\nendpoint_name: my-endpoint\nmodel: azureml:m:1\n${tail}`,
    `${schema}name: blue-1\nendpoint_name: my-endpoint\nmodel: azureml:m:1\n${tail}`,
  ],
  [
    'the lines of Windows stay as they are',
    'aml/missing-key',
    `name: blue\r\nendpoint_name: my-endpoint\r\nmodel: azureml:m:1\r\ninstance_count: 1\r\n`,
    `name: blue\r\nendpoint_name: my-endpoint\r\nmodel: azureml:m:1\r\ninstance_count: 1\r\ninstance_type: Standard_NC4as_T4_v3\r\n`,
  ],
];

for (const [behaviour, code, before, after] of cases) {
  test(behaviour, () => {
    const [first] = fixes(before, code, fakeFiles(repository));
    assert.equal(first && applied(before, first), after);
  });
}

test('a migration makes the files that deployments move to, and nothing in them is lost', () => {
  const text = `${endpoint}type: online\ntraffic:\n  blue: 100\ndeployments:\n  - name: blue\n    model: azureml:m:1\n    instance_type: Standard_DS3_v2\n`;
  const [first] = fixes(text, 'aml/preview-key', fakeFiles([]));
  assert.deepEqual(
    first?.changes.map((change) => [change.file, change.isNew ?? false]),
    [
      ['/project/deployment.yml', false],
      ['/project/blue-deployment.yml', true],
    ],
  );
  assert.match(first.changes[1]?.edits[0]?.newText ?? '', /endpoint_name: my-endpoint/);
});

test('a file that lies in no repository is left where it is', () => {
  const text = `${head}model:\n  type: triton_model\n  path: src/score.py\n${tail}`;
  const files = fakeFiles(repository);
  assert.ok(checkAzureMlText(text, files).some(({ code }) => code === 'aml/triton-path'));
  assert.deepEqual(fixes(text, 'aml/triton-path', files), []);
});

test('what removes a key that nobody knows is done by nobody’s first press, unlike what renames it', () => {
  const preferred = (key: string): readonly boolean[] =>
    fixes(`${head}${key}: x\nmodel: azureml:m:1\n${tail}`, 'aml/unknown-key', fakeFiles([])).map(({ isPreferred }) => isPreferred);
  assert.deepEqual(preferred('xyzzy'), [false]);
  assert.deepEqual(preferred('descriptio'), [true, false]);
});

test('what is not YAML yet has no fixes', () => {
  const text = `${head}model: [\n`;
  assert.deepEqual(azureMlFixes({ text, file, files: fakeFiles([]) }, { code: 'aml/unknown-key', range: { start: 0, end: 4 } }), []);
});
