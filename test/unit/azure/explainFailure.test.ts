import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AzureError, type AzureErrorDetail, type AzureErrorKind } from '../../../src/azure/azureError';
import { explainFailure, explainReason } from '../../../src/azure/explainFailure';

const kinds: readonly AzureErrorKind[] = [
  ...(['signedOut', 'forbidden', 'notFound', 'conflict', 'throttled', 'refused', 'unavailable', 'unreachable', 'notAzure'] as const),
];
const requests = [
  ...[
    'GET subscriptions',
    'GET tenants',
    'GET subscriptions/1/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/ws',
  ],
  ...[
    'PUT onlineEndpoints/demo',
    'POST onlineEndpoints/demo/listKeys',
    'GET onlineEndpoints',
    'DELETE onlineEndpoints/demo/deployments/blue',
  ],
  ...['GET onlineEndpoints/demo/deployments', 'PUT models/densenet/versions/3', 'GET models', 'POST datastores/store/listSecrets'],
  ...['PUT account/container/LocalUpload/0/models/m/1/model.onnx', 'GET elsewhere'],
];

function errorOf(kind: AzureErrorKind, body: Partial<AzureErrorDetail>, request = 'PUT onlineEndpoints/demo/deployments/blue'): AzureError {
  return new AzureError(kind, { code: '', message: '', details: [], ...body }, request);
}

test('every kind of failure on every object is whole sentences without technical rubbish', () => {
  for (const kind of kinds) {
    for (const request of requests) {
      const text = explainFailure(errorOf(kind, {}, request));
      assert.match(text, /^[A-Z].*[.!]$/, `${kind} ${request}`);
      assert.doesNotMatch(text, /\b[45]\d\d\b|undefined|Error\b|\{\d\}|\s\s/, `${kind} ${request}`);
    }
  }
});

test('the object is named', () => {
  assert.match(explainFailure(errorOf('refused', {})), /^Deployment blue of endpoint demo /);
  assert.match(explainFailure(errorOf('refused', {}, 'PUT models/densenet/versions/3')), /^Version 3 of model densenet /);
});

test('the innermost cause is what people read', () => {
  const details = [
    { code: 'UserError', message: 'outer', details: [{ code: 'X', message: 'failed to load model_1: no model version', details: [] }] },
  ];
  const text = explainFailure(errorOf('refused', { code: 'ResourceNotReady', message: 'User container has crashed', details }));
  assert.match(text, /failed to load model_1: no model version/);
  assert.match(text, /logs of the deployment/);
});

test('where a backend is missing, another format and a real server are named', () => {
  const message = "failed to load 'm': Invalid argument: unable to find backend library for backend 'pytorch', try specifying runtime";
  const details = [{ code: 'UserError', message, details: [] }];
  const text = explainFailure(errorOf('refused', { code: 'ResourceNotReady', message: 'User container has crashed', details }));
  assert.match(text, /backend 'pytorch'.*ONNX.*tritonAml\.emulator\.tritonServer.*--triton-server/);
});

test('what the service says is quoted and ends with one full stop', () => {
  for (const message of ['The size is gone', 'The size is gone.']) {
    const text = explainFailure(errorOf('refused', { message }));
    assert.match(text, /"The size is gone"\.( [A-Z]|$)/);
  }
});

test('a missing permission is named with its scope', () => {
  const message =
    "The client 'a@b' with object id '1' does not have authorization to perform action 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints/write' over scope '/subscriptions/s' or the scope is invalid.";
  const text = explainFailure(errorOf('forbidden', { code: 'AuthorizationFailed', message }));
  assert.match(
    text,
    /You lack the permission Microsoft\.MachineLearningServices\/workspaces\/onlineEndpoints\/write on \/subscriptions\/s\./,
  );
});

test('a version that exists with other files asks for a new version', () => {
  const body = { code: 'UserError', message: 'Asset paths cannot be updated.' };
  assert.match(explainFailure(errorOf('refused', body, 'PUT models/densenet/versions/3')), /Register it as a new version\.$/);
});

test('a long message of the service is cut', () => {
  assert.ok(explainFailure(errorOf('refused', { message: 'x'.repeat(10_000) })).length < 700);
});

test('the reason alone leaves out what could not be done', () => {
  const error = errorOf('throttled', {});
  assert.equal(explainFailure(error), `Deployment blue of endpoint demo could not be created or changed. ${explainReason(error)}`);
});
