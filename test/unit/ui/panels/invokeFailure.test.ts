import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AzureError } from '../../../../src/azure/azureError';
import { UserError } from '../../../../src/base/errors';
import { failureView, noTraffic } from '../../../../src/ui/panels/invokeFailure';

for (const [code, place, action] of [
  ['picture-too-large', 'picture', 'choosePicture'],
  ['picture-gone', 'picture', 'choosePicture'],
  ['triton-unauthorized', 'endpoint', 'refresh'],
  ['not-a-picture-model', 'model', 'refresh'],
] as const) {
  test(`${code} stands at the ${place}, at whatever step it comes out`, () => {
    assert.deepEqual(failureView(new UserError('Words.', code), 'request'), { message: 'Words.', place, action });
  });
}

test('a failure that is nobody’s control stays where the job stood, with nothing to press', () => {
  assert.deepEqual(failureView(new UserError('Words.', 'triton-bad-request'), 'request'), { message: 'Words.', place: 'request' });
});

test('a service that does not answer is the endpoint’s, in words', () => {
  const view = failureView(new AzureError('unavailable', { code: '', message: '', details: [] }, 'GET onlineEndpoints/demo'), 'model');
  assert.deepEqual({ ...view, message: '' }, { message: '', place: 'endpoint', action: 'refresh' });
  assert.doesNotMatch(view.message, /Error|GET/);
});

test('what knows its control better is left there', () => {
  assert.equal(failureView(noTraffic('demo'), 'request').place, 'deployment');
});

test('a bug points to the log and does not show itself', () => {
  const view = failureView(new TypeError('x is undefined'), 'picture');
  assert.equal(view.action, 'showLog');
  assert.doesNotMatch(view.message, /undefined/);
});
