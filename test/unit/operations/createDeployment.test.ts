import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { Cancelled, UserError } from '../../../src/base/errors';
import type { DeploymentSpec } from '../../../src/documents/azureml/azureMlFile';
import { createDeployment } from '../../../src/operations/createDeployment';
import { azureError, FakeAzure, workspace } from './fakeAzure';

const signal = new AbortController().signal;
const withCode =
  (code: string) =>
  (error: unknown): boolean =>
    error instanceof UserError && error.code === code;
const idOf = (model: string, version: string): string =>
  `/subscriptions/sub/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/ws/models/${model}/versions/${version}`;
const spec: DeploymentSpec = {
  name: 'blue',
  endpointName: 'demo',
  model: 'azureml:m:3',
  instanceType: 'Standard_DS3_v2',
  instanceCount: 2,
};

function azureWithEndpoint(traffic: Record<string, number> = {}): FakeAzure {
  const azure = new FakeAzure();
  azure.addEndpoint('demo', new Map(Object.entries(traffic)));
  return azure;
}

test('the first deployment gets all the traffic', async () => {
  const azure = azureWithEndpoint();
  const deployment = await createDeployment(workspace, spec, '', azure, signal);
  assert.equal(deployment.ref.deployment, 'blue');
  assert.deepEqual(azure.deploymentBodies, [
    { location: 'westeurope', model: idOf('m', '3'), instanceType: 'Standard_DS3_v2', instanceCount: 2 },
  ]);
  assert.deepEqual(azure.trafficOf('demo'), { blue: 100 });
});

test('cancelled while it is made: says what stays, the model of the file among it', async () => {
  const azure = azureWithEndpoint();
  azure.beforeWrite = (what) => {
    if (what === 'deployment blue') {
      azure.addDeployment('demo', 'blue', 'Creating');
      throw new Cancelled();
    }
  };
  const inline = { ...spec, model: { type: 'triton_model', name: 'm', path: './models' } as const };
  await assert.rejects(createDeployment(workspace, inline, '/repo', azure, signal), (error: unknown) => {
    assert.ok(error instanceof UserError && error.code === 'cancelled-half-way');
    assert.match(error.message, /version 1 of model m.*deployment blue, whose state is Creating/s);
    return true;
  });
});

test('cancelled before the service has a deployment: there is nothing to say', async () => {
  const azure = azureWithEndpoint();
  azure.beforeWrite = () => {
    throw new Cancelled();
  };
  await assert.rejects(createDeployment(workspace, spec, '', azure, signal), Cancelled);
});

test('a further deployment gets none beside one that works and has some', async () => {
  const azure = azureWithEndpoint({ blue: 100 });
  azure.addDeployment('demo', 'blue');
  await createDeployment(workspace, { ...spec, name: 'green' }, '', azure, signal);
  assert.deepEqual(azure.trafficOf('demo'), { blue: 100 });
});

test('a deployment beside others that failed, or that get nothing, gets all the traffic', async () => {
  const neverServed = azureWithEndpoint();
  neverServed.addDeployment('demo', 'blue', 'Failed');
  await createDeployment(workspace, { ...spec, name: 'green' }, '', neverServed, signal);
  assert.deepEqual(neverServed.trafficOf('demo'), { green: 100 });
  const broken = azureWithEndpoint({ blue: 100 });
  broken.addDeployment('demo', 'blue', 'Failed');
  await createDeployment(workspace, { ...spec, name: 'green' }, '', broken, signal);
  assert.deepEqual(broken.trafficOf('demo'), { green: 100 });
  const idle = azureWithEndpoint();
  idle.addDeployment('demo', 'blue');
  await createDeployment(workspace, { ...spec, name: 'green' }, '', idle, signal);
  assert.deepEqual(idle.trafficOf('demo'), { green: 100 });
});

test('a second try of the only deployment gets the traffic that the first never got', async () => {
  const azure = azureWithEndpoint();
  azure.addDeployment('demo', 'blue');
  await createDeployment(workspace, spec, '', azure, signal);
  assert.deepEqual(azure.trafficOf('demo'), { blue: 100 });
});

test('what the file says of requests, probes and access is sent as the service wants it', async () => {
  const azure = azureWithEndpoint();
  const more = { requestTimeoutMs: 9000, egressPublicNetworkAccess: 'disabled', livenessProbe: { initialDelay: 5, period: 7 } } as const;
  await createDeployment(workspace, { ...spec, ...more }, '', azure, signal);
  const body = azure.deploymentBodies.at(-1);
  assert.deepEqual(body?.requestSettings, { requestTimeoutMs: 9000 });
  assert.equal(body.egressPublicNetworkAccess, 'Disabled');
  assert.deepEqual(body.livenessProbe, { initialDelaySeconds: 5, periodSeconds: 7 });
  assert.equal('readinessProbe' in body, false);
});

test('an inline model is uploaded from beside the file and registered', async () => {
  const azure = azureWithEndpoint();
  const model = { name: 'm', version: '1', type: 'triton_model', path: '../models' };
  await createDeployment(workspace, { ...spec, model }, path.resolve('/project/yaml'), azure, signal);
  assert.equal(azure.uploads[0]?.path, path.resolve('/project/models'));
  assert.equal(azure.deploymentBodies[0]?.model, idOf('m', '1'));
});

test('each form of a model reference names the version that it means', async () => {
  const azure = azureWithEndpoint();
  await azure.models.putVersion({ ...workspace, model: 'm', version: '10' }, { uri: 'x', type: 'triton_model' });
  const registry = 'azureml://registries/r/models/m/versions/1';
  for (const [reference, id] of [
    ['azureml:m@latest', idOf('m', '10')],
    ['azureml:m:1:2', idOf('m', '1:2')],
    [idOf('m', '4'), idOf('m', '4')],
    [`azureml:${idOf('m', '4')}`, idOf('m', '4')],
    [registry, registry],
  ] as const) {
    await createDeployment(workspace, { ...spec, model: reference }, '', azure, signal);
    assert.equal(azure.deploymentBodies.at(-1)?.model, id);
  }
});

for (const reference of ['azureml:m', 'azureml:m@newest', 'azureml:', 'm:1', '']) {
  test(`refuses the model reference "${reference}"`, async () => {
    const azure = azureWithEndpoint();
    await assert.rejects(createDeployment(workspace, { ...spec, model: reference }, '', azure, signal), withCode('bad-model-reference'));
    assert.deepEqual(azure.deploymentBodies, []);
  });
}

test('an endpoint that is not there must be created first, before anything is uploaded', async () => {
  const azure = new FakeAzure();
  const model = { type: 'triton_model', path: './models' };
  await assert.rejects(createDeployment(workspace, { ...spec, model }, '/', azure, signal), withCode('no-endpoint'));
  assert.deepEqual(azure.uploads, []);
});

test('refuses a name and a count that Azure would refuse', async () => {
  const azure = azureWithEndpoint();
  await assert.rejects(createDeployment(workspace, { ...spec, name: 'b' }, '', azure, signal), withCode('bad-deployment'));
  await assert.rejects(createDeployment(workspace, { ...spec, instanceCount: 0 }, '', azure, signal), withCode('bad-deployment'));
});

for (const billed of [true, false]) {
  test(`a model that does not load: says the reason, what the server logged, and that the deployment stays${billed ? ' and costs' : ''}`, async () => {
    const azure = azureWithEndpoint();
    azure.billed = billed;
    azure.serverLog =
      'I1122 10:00:00.000001 1 server.cc:1] "starting"\nE1122 10:00:01.000001 1 model_lifecycle.cc:654] "failed to load \'m\'"\n';
    azure.beforeWrite = (what) => {
      if (what.startsWith('deployment')) {
        throw azureError('refused', 'The operation failed.', 'User container has crashed.');
      }
    };
    await assert.rejects(createDeployment(workspace, spec, '', azure, signal), (error: unknown) => {
      assert.ok(error instanceof UserError);
      for (const part of ['blue', 'demo', 'User container has crashed', `"failed to load 'm'"`, 'stays']) {
        assert.ok(error.message.includes(part), error.message);
      }
      assert.equal(error.message.split(/bill|cost|money/).length - 1, billed ? 1 : 0, error.message);
      return true;
    });
    assert.deepEqual(azure.trafficOf('demo'), {});
  });
}
