import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { sampleModelName } from '../../../../src/operations/sampleModel';
import type { AzureMlFile } from '../../../../src/documents/azureml/azureMlFile';
import { readAzureMlFile } from '../../../../src/documents/azureml/readAzureMlFile';

const sample = (name: string): AzureMlFile => readAzureMlFile(readFileSync(`samples/single-model/${name}`, 'utf8'));

/** `marked` holds the place of each expected problem between « and ». */
function checkProblems(marked: string): void {
  const expected: string[] = Array.from(marked.matchAll(/«([^»]*)»/g), ([, place = '']) => place);
  const text = marked.replace(/[«»]/g, '');
  const file = readAzureMlFile(text);
  const found = file.kind === 'unusable' ? file.problems : [];
  assert.deepEqual(
    found.map(({ range }) => text.slice(range.start, range.end)),
    expected,
    found.map(({ message }) => message).join('\n'),
  );
  assert.ok(
    found.every(({ message }) => /[.!?]$/.test(message) || message.includes('YAML')),
    found.map(({ message }) => message).join('\n'),
  );
}

test('the deployment of 2021 and the one of today are the same deployment but for the place of the folder and the name of the model', () => {
  const today = sample('create-managed-deployment.yaml');
  const then = sample('2021/create-managed-deployment.yaml');
  assert.ok(today.kind === 'deployment' && then.kind === 'deployment');
  assert.deepEqual(today.spec, {
    name: 'blue',
    endpointName: 'my-endpoint',
    model: { type: 'triton_model', path: './models', name: sampleModelName, version: '1' },
    instanceType: 'STANDARD_NC4AS_T4_V3',
    instanceCount: 1,
  });
  assert.deepEqual(then.spec, {
    ...today.spec,
    model: { ...(today.spec.model as object), path: '../models', name: 'sample-densenet-onnx-model' },
  });
});

test('the models and endpoints of both eras are read', () => {
  assert.deepEqual(sample('2021/create-model.yaml'), {
    kind: 'model',
    spec: { type: 'triton_model', path: '../models', name: 'sample-densenet-onnx-model', version: '1' },
  });
  const today = sample('create-model.yaml');
  assert.ok(today.kind === 'model' && today.spec.type === 'triton_model' && today.spec.path === './models');
  assert.deepEqual(sample('create-managed-endpoint.yaml'), { kind: 'endpoint', spec: { name: 'my-endpoint', authMode: 'aml_token' } });
  assert.deepEqual(sample('2021/create-managed-endpoint.yaml'), sample('create-managed-endpoint.yaml'));
});

test('every optional field of a deployment reaches the spec', () => {
  const file = readAzureMlFile(`
name: green
endpoint_name: demo
type: managed
model: azureml:m@latest
instance_type: Standard_DS3_v2
instance_count: "3"
scale_settings: { type: Default }
description: second try
tags: { team: vision, cost: 12 }
properties: {}
environment_variables: { A: 1, B: "" }
app_insights_enabled: True
egress_public_network_access: Disabled
request_settings: { request_timeout_ms: 60000, max_concurrent_requests_per_instance: 32, max_queue_wait_ms: 0 }
liveness_probe: { initial_delay: 20, period: 5, timeout: 3, success_threshold: 1, failure_threshold: 9 }
readiness_probe:
provisioning_state: Succeeded
`);
  assert.deepEqual(file, {
    kind: 'deployment',
    spec: {
      name: 'green',
      endpointName: 'demo',
      model: 'azureml:m@latest',
      instanceType: 'Standard_DS3_v2',
      instanceCount: 3,
      description: 'second try',
      tags: new Map([
        ['team', 'vision'],
        ['cost', '12'],
      ]),
      properties: new Map(),
      environmentVariables: new Map([
        ['A', '1'],
        ['B', ''],
      ]),
      appInsightsEnabled: true,
      egressPublicNetworkAccess: 'disabled',
      requestTimeoutMs: 60_000,
      maxConcurrentRequestsPerInstance: 32,
      maxQueueWaitMs: 0,
      livenessProbe: { initialDelay: 20, period: 5, timeout: 3, successThreshold: 1, failureThreshold: 9 },
    },
  });
});

test('authentication modes are read in every spelling that the official clients take', () => {
  const modes = ['key', 'Key', 'AMLToken', 'aml_token', 'amlToken', 'AADToken'].map((mode) => {
    const file = readAzureMlFile(`name: demo\nauth_mode: ${mode}`);
    return file.kind === 'endpoint' ? file.spec.authMode : file;
  });
  assert.deepEqual(modes, ['key', 'key', 'aml_token', 'aml_token', 'aml_token', 'aad_token']);
});

test('an endpoint may carry what the service wrote into it, and identities', () => {
  const file = readAzureMlFile(`
name: demo
auth_mode: key
id: azureml:/subscriptions/s/x
provisioning_state: Succeeded
traffic: { blue: 0 }
public_network_access: Disabled
identity:
  type: UserAssigned
  user_assigned_identities: [{ resource_id: /subscriptions/s/me }]
`);
  assert.deepEqual(file, {
    kind: 'endpoint',
    spec: { name: 'demo', authMode: 'key', publicNetworkAccess: 'disabled', userAssignedIdentities: ['/subscriptions/s/me'] },
  });
});

test('an alias stands for what it points at', () => {
  const file = readAzureMlFile('name: &n demo\nauth_mode: key\ndescription: *n');
  assert.deepEqual(file, { kind: 'endpoint', spec: { name: 'demo', authMode: 'key', description: 'demo' } });
});

test('a mistyped field is said at its name', () => {
  checkProblems('name: demo\nauth_mode: key\n«descripton»: x');
});
test('a field that is written twice is said at the second', () => {
  checkProblems('name: demo\nauth_mode: key\n«name»: other');
});
test('a missing field is said at the top', () => {
  checkProblems('«endpoint_name»: demo\nname: blue\nmodel: azureml:m:1');
});
test('a name that Azure refuses is said at its value', () => {
  checkProblems('name: «a»\nauth_mode: key');
});
test('capitals in a name are no mistake in a file: official clients take them', () => {
  checkProblems('name: My-Endpoint\nauth_mode: key');
});
test('an unknown choice is said with the ones there are', () => {
  checkProblems('name: demo\nauth_mode: «password»');
});
test('a count below one is refused', () => {
  checkProblems('name: blue\nendpoint_name: demo\nmodel: azureml:m:1\ninstance_type: Standard_DS3_v2\ninstance_count: «0»');
});
test('half an instance is refused', () => {
  checkProblems('name: blue\nendpoint_name: demo\nmodel: azureml:m:1\ninstance_type: Standard_DS3_v2\ninstance_count: «1.5»');
});
test('a version that YAML would change on the way must be quoted', () => {
  checkProblems('type: triton_model\npath: ./m\nname: m\nversion: «1.10»');
  checkProblems('type: triton_model\npath: ./m\nname: m\nversion: "1.10"');
});
test('a version without a name is refused', () => {
  checkProblems('type: triton_model\npath: ./m\nversion: «1»');
});
test('both spellings of one thing are refused', () => {
  checkProblems('name: m\ntype: triton_model\npath: ./m\n«local_path»: ./m');
  checkProblems('name: m\ntype: triton_model\npath: ./m\n«model_format»: Triton');
});
test('a deployment of a model of another type is refused', () => {
  checkProblems('name: blue\nendpoint_name: demo\nmodel:\n  path: ./m\n  type: «custom_model»\ninstance_type: Standard_DS3_v2');
});
test('a deployment that would scale by itself is refused, and the type that every deployment has is not', () => {
  const head = 'name: blue\nendpoint_name: demo\nmodel: azureml:m:1\ninstance_type: Standard_DS3_v2\n';
  checkProblems(`${head}scale_settings: «{ type: target_utilization }»`);
  checkProblems(`${head}scale_settings: { type: default }`);
});
test('a datastore may be named with the prefix of a reference; an address of one stays as it is', () => {
  const datastoreOf = (datastore: string): unknown => {
    const file = readAzureMlFile(`type: triton_model\nname: m\npath: ./m\ndatastore: ${datastore}`);
    return file.kind === 'model' ? file.spec.datastore : file;
  };
  assert.equal(datastoreOf('azureml:vision'), 'vision');
  assert.equal(datastoreOf('vision'), 'vision');
  assert.equal(datastoreOf('azureml://datastores/vision'), 'azureml://datastores/vision');
});
test('a deployment with an environment of its own is refused', () => {
  checkProblems('name: blue\nendpoint_name: demo\nmodel: azureml:m:1\ninstance_type: Standard_DS3_v2\n«environment»: azureml:e:1');
});
test('traffic cannot be given to an endpoint before its deployments', () => {
  checkProblems('name: demo\nauth_mode: key\n«traffic»: { blue: 100 }');
});
test('several problems are said at once', () => {
  checkProblems('name: «x»\nauth_mode: «y»\n«z»: 1');
});
test('a second document is said where it begins', () => {
  checkProblems('name: demo\nauth_mode: key\n---\n«name: other\n»');
});
test('text that is no YAML is said where it breaks', () => {
  const file = readAzureMlFile('name: demo\nauth_mode: "key\n');
  assert.ok(file.kind === 'unusable' && file.problems.length > 0);
});

for (const text of ['', 'just words', '- a\n- b', 'apiVersion: v1\nkind: Pod', '{}', 'name: demo', '&a [*a]', 'a: &b\n  <<: *b']) {
  test(`${JSON.stringify(text)} is none of our files`, () => {
    assert.equal(readAzureMlFile(text).kind, 'unusable');
  });
}

test('hostile files are answered in under two seconds', () => {
  const bomb = `a0: &a0 x\n${Array.from({ length: 30 }, (_, at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}]`).join('\n')}`;
  for (const text of [
    '['.repeat(50_000),
    '{a: '.repeat(20_000),
    '- '.repeat(20_000),
    '? '.repeat(100_000),
    bomb,
    '{{{&\0\0\0',
    'x'.repeat(2_000_001),
  ]) {
    const start = performance.now();
    assert.equal(readAzureMlFile(text).kind, 'unusable');
    assert.ok(performance.now() - start < 2000, `${text.slice(0, 10)} took too long`);
  }
});

test('no text makes it throw', () => {
  const words = [
    'name',
    'auth_mode',
    'key',
    ':',
    ' ',
    '\n',
    '  ',
    '- ',
    '&a',
    '*a',
    '!!',
    '|',
    '>',
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    ',',
    '#',
    '---\n',
    'model',
    'path',
    '? ',
    '\0',
    '<<',
  ];
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 4 })), { maxLength: 30 }), (parts) => {
      const text = `name: demo\nauth_mode: key\n${parts.join('')}`;
      const file = readAzureMlFile(text);
      const ranges = file.kind === 'unusable' ? file.problems.map(({ range }) => range) : [];
      return ranges.every(({ start, end }) => start >= 0 && start <= end && end <= text.length + 1);
    }),
    { numRuns: 2000 },
  );
});
