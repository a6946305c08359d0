import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cancelled, UserError } from '../../../src/base/errors';
import { deployRepository, type DeploymentPlan } from '../../../src/operations/deployRepository';
import { FakeAzure, workspace } from './fakeAzure';

const signal = new AbortController().signal;
const plan: DeploymentPlan = {
  workspace,
  model: { kind: 'register', model: { name: 'm', type: 'triton_model', path: '/models' } },
  endpoint: { kind: 'create', spec: { name: 'demo', authMode: 'key' } },
  deployment: 'blue',
  instanceType: 'Standard_DS3_v2',
  instanceCount: 1,
};

/** An Azure that is cancelled in the middle of one write. */
function cancelledAt(write: string): FakeAzure {
  const azure = new FakeAzure();
  azure.beforeWrite = (what) => {
    if (what === write) {
      throw new Cancelled();
    }
  };
  return azure;
}

async function failureOf(azure: FakeAzure, changed: Partial<DeploymentPlan> = {}): Promise<unknown> {
  return deployRepository({ ...plan, ...changed }, azure, signal).then(
    () => undefined,
    (error: unknown) => error,
  );
}

test('goes from a folder to a deployment that has the traffic', async () => {
  const azure = new FakeAzure();
  const deployment = await deployRepository(plan, azure, signal);
  assert.equal(deployment.ref.deployment, 'blue');
  assert.deepEqual(azure.trafficOf('demo'), { blue: 100 });
  assert.equal(azure.versions.size, 1);
});

test('takes a version and an endpoint that are there', async () => {
  const azure = new FakeAzure();
  azure.addEndpoint('other', new Map());
  const ref = { ...workspace, model: 'm', version: '5' };
  await deployRepository({ ...plan, model: { kind: 'existing', ref }, endpoint: { kind: 'existing', name: 'other' } }, azure, signal);
  assert.deepEqual(azure.uploads, []);
  assert.ok(azure.deploymentBodies[0]?.model.endsWith('/models/m/versions/5'));
  assert.deepEqual(azure.trafficOf('other'), { blue: 100 });
});

test('a name that cannot be used is said before the upload', async () => {
  const azure = new FakeAzure();
  const bad = await failureOf(azure, { deployment: 'B' });
  assert.ok(bad instanceof UserError && bad.code === 'bad-deployment');
  const worse = await failureOf(azure, { endpoint: { kind: 'create', spec: { name: 'Capital', authMode: 'key' } } });
  assert.ok(worse instanceof UserError && worse.code === 'bad-endpoint-name');
  assert.deepEqual(azure.uploads, []);
});

test('cancelled during the upload: nothing was made and nothing is said', async () => {
  assert.ok((await failureOf(cancelledAt('upload'))) instanceof Cancelled);
});

test('cancelled later: says everything that stays', async () => {
  const afterModel = await failureOf(cancelledAt('endpoint demo'));
  assert.ok(afterModel instanceof UserError && afterModel.code === 'cancelled-half-way');
  assert.match(afterModel.message, /version 1 of model m.*endpoint demo/s);
  const afterEndpoint = await failureOf(cancelledAt('deployment blue'));
  assert.ok(afterEndpoint instanceof UserError && afterEndpoint.code === 'cancelled-half-way');
  assert.match(afterEndpoint.message, /version 1 of model m.*endpoint demo/s);
  assert.doesNotMatch(afterEndpoint.message, /deployment blue/, 'the service has none');
});

test('cancelled while the deployment is made: says how far it has come by then', async () => {
  const creating = new FakeAzure();
  creating.beforeWrite = (what) => {
    if (what === 'deployment blue') {
      creating.addDeployment('demo', 'blue', 'Creating');
      throw new Cancelled();
    }
  };
  assert.match(String(await failureOf(creating)), /deployment blue, whose state is Creating/);
  assert.match(String(await failureOf(cancelledAt('traffic'))), /deployment blue, which is ready and gets 0 % of the traffic/);
});
