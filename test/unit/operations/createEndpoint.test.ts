import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../src/base/errors';
import { createEndpoint } from '../../../src/operations/createEndpoint';
import { azureError, FakeAzure, workspace } from './fakeAzure';

const signal = new AbortController().signal;
const withCode =
  (code: string) =>
  (error: unknown): boolean =>
    error instanceof UserError && error.code === code;

test('creates the endpoint where the workspace is, in lower case', async () => {
  const azure = new FakeAzure();
  const endpoint = await createEndpoint(
    workspace,
    { name: 'My-Endpoint', authMode: 'aml_token', publicNetworkAccess: 'disabled' },
    azure,
    signal,
  );
  assert.equal(endpoint.ref.endpoint, 'my-endpoint');
  assert.deepEqual(azure.endpointBodies, [{ location: 'westeurope', authMode: 'AMLToken', publicNetworkAccess: 'Disabled' }]);
});

for (const name of ['ab', 'x'.repeat(33), '1st', 'under_score', 'end-']) {
  test(`refuses the name ${name} without asking the service`, async () => {
    const azure = new FakeAzure();
    await assert.rejects(createEndpoint(workspace, { name, authMode: 'key' }, azure, signal), withCode('bad-endpoint-name'));
    assert.deepEqual(azure.endpointBodies, []);
  });
}

test('leaves an endpoint that is there alone, with its traffic', async () => {
  const azure = new FakeAzure();
  azure.addEndpoint('demo', new Map([['blue', 100]]));
  await assert.rejects(createEndpoint(workspace, { name: 'demo', authMode: 'key' }, azure, signal), withCode('endpoint-exists'));
  assert.deepEqual(azure.trafficOf('demo'), { blue: 100 });
});

test('makes one again that failed', async () => {
  const azure = new FakeAzure();
  azure.addEndpoint('demo', new Map(), 'Failed');
  const endpoint = await createEndpoint(workspace, { name: 'demo', authMode: 'key' }, azure, signal);
  assert.equal(endpoint.state, 'Succeeded');
});

test('says why when somebody else has the name', async () => {
  const azure = new FakeAzure();
  azure.beforeWrite = () => {
    throw azureError('refused', 'There is already an endpoint with this name in the region');
  };
  await assert.rejects(
    createEndpoint(workspace, { name: 'demo', authMode: 'key' }, azure, signal),
    (error: unknown) =>
      error instanceof UserError && error.message.includes('demo') && error.message.includes('already an endpoint with this name'),
  );
});
