import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../src/base/errors';
import { deleteDeployment, trafficWithout } from '../../../src/operations/deleteDeployment';
import { deleteEndpoint } from '../../../src/operations/deleteEndpoint';
import { deleteModel } from '../../../src/operations/deleteModel';
import { deleteModelVersion } from '../../../src/operations/deleteModelVersion';
import { setTraffic, validateTraffic } from '../../../src/operations/setTraffic';
import { azureError, FakeAzure, workspace } from './fakeAzure';

const signal = new AbortController().signal;
const demo = { ...workspace, endpoint: 'demo' };
const blue = { ...demo, deployment: 'blue' };
const shares = (traffic: Record<string, number>): Map<string, number> => new Map(Object.entries(traffic));
const withCode =
  (code: string) =>
  (error: unknown): boolean =>
    error instanceof UserError && error.code === code;

function azureWith(traffic: Record<string, number>): FakeAzure {
  const azure = new FakeAzure();
  azure.addEndpoint('demo', shares(traffic));
  Object.keys(traffic).forEach((name) => azure.addDeployment('demo', name));
  return azure;
}

test('traffic is shared among the deployments that are there', async () => {
  const azure = azureWith({ blue: 100, green: 0 });
  await setTraffic(demo, shares({ blue: 90, green: 10 }), azure, signal);
  assert.deepEqual(azure.trafficOf('demo'), { blue: 90, green: 10 });
});

test('traffic to a deployment that is not there is refused with the names of those that are', async () => {
  const azure = azureWith({ blue: 100, green: 0 });
  await assert.rejects(setTraffic(demo, shares({ red: 100 }), azure, signal), (error: unknown) => {
    assert.ok(error instanceof UserError && error.code === 'no-deployment');
    assert.match(error.message, /red.*blue, green/);
    return true;
  });
  assert.deepEqual(azure.trafficOf('demo'), { blue: 100, green: 0 });
});

test('shares are whole percents that make 100 or 0', () => {
  const good: Record<string, number>[] = [{}, { a: 0 }, { a: 100 }, { a: 1, b: 99 }];
  const bad: Record<string, number>[] = [{ a: 99 }, { a: 60, b: 60 }, { a: 33.3, b: 66.7 }, { a: -10, b: 110 }, { a: Number.NaN }];
  assert.deepEqual(
    good.filter((traffic) => validateTraffic(shares(traffic)) !== undefined),
    [],
  );
  assert.deepEqual(
    bad.filter((traffic) => validateTraffic(shares(traffic)) === undefined),
    [],
  );
});

test('without one deployment the others keep their proportion and make 100 again', () => {
  const rest = (traffic: Record<string, number>): unknown => Object.fromEntries(trafficWithout(shares(traffic), 'blue'));
  assert.deepEqual(rest({ blue: 100 }), {});
  assert.deepEqual(rest({ blue: 90, green: 10 }), { green: 100 });
  assert.deepEqual(rest({ blue: 10, green: 60, red: 30 }), { green: 67, red: 33 });
  assert.deepEqual(rest({ blue: 1, a: 33, b: 33, c: 33 }), { a: 34, b: 33, c: 33 });
  assert.deepEqual(rest({ blue: 50, green: 50, red: 0 }), { green: 100 });
});

test('a deployment gives up its traffic before it is deleted', async () => {
  const azure = azureWith({ blue: 90, green: 10 });
  const order: string[] = [];
  azure.beforeWrite = (what) => {
    order.push(what);
  };
  await deleteDeployment(blue, azure, signal);
  assert.deepEqual(order, ['traffic', 'delete deployment blue']);
  assert.deepEqual(azure.trafficOf('demo'), { green: 100 });
});

test('the traffic of an endpoint is left alone when the deployment has none', async () => {
  const azure = azureWith({ blue: 0, green: 100 });
  const order: string[] = [];
  azure.beforeWrite = (what) => {
    order.push(what);
  };
  await deleteDeployment(blue, azure, signal);
  assert.deepEqual(order, ['delete deployment blue']);
});

test('deleting says in words why it cannot be done', async () => {
  const azure = azureWith({ blue: 0 });
  azure.beforeWrite = () => {
    throw azureError('conflict', 'Another operation is in progress');
  };
  const model = { ...workspace, model: 'm' };
  for (const deleting of [
    () => deleteDeployment(blue, azure, signal),
    () => deleteEndpoint(demo, azure, signal),
    () => deleteModel(model, azure, signal),
    () => deleteModelVersion({ ...model, version: '1' }, azure, signal),
  ]) {
    await assert.rejects(deleting, withCode('azure-conflict'));
  }
});

test('deleting a version leaves the others, deleting a model leaves none', async () => {
  const azure = new FakeAzure();
  const model = { ...workspace, model: 'm' };
  for (const version of ['1', '2', '3']) {
    await azure.models.putVersion({ ...model, version }, { uri: 'x', type: 'triton_model' });
  }
  await deleteModelVersion({ ...model, version: '2' }, azure, signal);
  assert.deepEqual(
    [...azure.versions.values()].map(({ ref }) => ref.version),
    ['1', '3'],
  );
  await deleteModel(model, azure, signal);
  assert.equal(azure.versions.size, 0);
});
