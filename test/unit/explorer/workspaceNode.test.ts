import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Branch } from '../../../src/explorer/branch';
import { endpointsNode } from '../../../src/explorer/endpointsNode';
import { modelsNode } from '../../../src/explorer/modelsNode';
import { workspaceSections } from '../../../src/explorer/workspaceNode';
import { bytesProperty } from '../../../src/operations/registerModel';
import { childrenOf, fakeBranch, fakeDeployment, fakeEndpoint, fakeVersion, lines, minutesBefore, pages, workspace } from './fakeBranch';

test('a workspace has models and endpoints', () => {
  assert.deepEqual(lines(workspaceSections(fakeBranch({}), workspace)), ['Models', 'Endpoints']);
});

test('a model tells its format and how many versions it has', async () => {
  const branch = fakeBranch({ models: pages([['densenet']]), versions: pages([[fakeVersion(), fakeVersion()]]) });
  assert.deepEqual(lines(await childrenOf(modelsNode(branch, workspace))), ['densenet: triton · 2 versions']);
});

test('a model whose versions fill more than a page does not claim to know how many', async () => {
  const branch = fakeBranch({ models: pages([['densenet']]), versions: pages([[fakeVersion()], [fakeVersion()]]) });
  assert.deepEqual(lines(await childrenOf(modelsNode(branch, workspace))), ['densenet: triton · more than 1 versions']);
});

test('a Triton model has an icon of its own and others are dimmed', async () => {
  const iconOf = async (type: string) => {
    const branch = fakeBranch({ models: pages([['m']]), versions: pages([[fakeVersion({ type })]]) });
    return (await childrenOf(modelsNode(branch, workspace)))[0]?.icon;
  };
  assert.deepEqual(await iconOf('triton_model'), { kind: 'own', name: 'triton-model' });
  assert.deepEqual(await iconOf('mlflow_model'), { kind: 'theme', name: 'symbol-misc', tone: 'disabled' });
});

test('a version tells the size that registering noted, and its age', async () => {
  const version = fakeVersion({ createdAt: minutesBefore(3), properties: new Map([[bytesProperty, '9300000']]) });
  const branch = fakeBranch({ models: pages([['densenet']]), versions: pages([[version]]) });
  const [model] = await childrenOf(modelsNode(branch, workspace));
  assert.deepEqual(lines(await childrenOf(model)), ['2: 9.3 MB · 3 minutes ago']);
});

test('a version that somebody else registered tells its age alone', async () => {
  const branch = fakeBranch({ models: pages([['densenet']]), versions: pages([[fakeVersion({ createdAt: minutesBefore(90) })]]) });
  const [model] = await childrenOf(modelsNode(branch, workspace));
  assert.deepEqual(lines(await childrenOf(model)), ['2: 1 hour ago']);
});

test('an endpoint tells how it is called and its state', async () => {
  const branch = fakeBranch({ endpoints: [fakeEndpoint(), fakeEndpoint({ authMode: 'AMLToken', state: 'Failed' })] });
  const rows = await childrenOf(endpointsNode(branch, workspace));
  assert.deepEqual(lines(rows), ['demo-endpoint: key · Succeeded', 'demo-endpoint: aml_token · Failed']);
  assert.deepEqual(
    rows.map(({ contextValue }) => contextValue),
    ['endpoint', 'endpoint.failed'],
  );
});

test('a deployment tells its traffic, its state and what it runs on', async () => {
  const green = { ...fakeDeployment().ref, deployment: 'green' };
  const branch = fakeBranch({
    endpoints: [fakeEndpoint()],
    deployments: [fakeDeployment(), fakeDeployment({ ref: green, state: 'Creating', createdAt: minutesBefore(3) })],
  });
  const [endpoint] = await childrenOf(endpointsNode(branch, workspace));
  const rows = await childrenOf(endpoint);
  assert.deepEqual(lines(rows), ['blue: 100 % · Succeeded · 1 × Standard_NC4as_T4_v3', 'green: 0 % · Creating, 3 min']);
  assert.equal(rows[0]?.accessibilityLabel, 'Deployment blue, Succeeded, 100 percent of traffic');
});

test('a deployment tells whether it is billed: not on this computer, in Azure while it exists', async () => {
  const local = fakeBranch({ endpoints: [fakeEndpoint()], deployments: [fakeDeployment()] });
  const costOf = async (branch: Branch): Promise<string | undefined> => {
    const [endpoint] = await childrenOf(endpointsNode(branch, workspace));
    const [deployment] = await childrenOf(endpoint);
    return deployment?.tooltip;
  };
  assert.match((await costOf(local)) ?? '', /nothing is billed/);
  const tooltip = (await costOf({ ...local, place: { kind: 'azure' } })) ?? '';
  assert.match(tooltip, /billed while it exists/);
  assert.doesNotMatch(tooltip, /nothing is billed/);
});

test('what the service is changing asks to be loaded again, what has ended does not', async () => {
  const branch = fakeBranch({
    endpoints: ['Creating', 'Updating', 'Deleting', 'Succeeded', 'Failed', 'Canceled'].map((state) => fakeEndpoint({ state })),
  });
  const rows = await childrenOf(endpointsNode(branch, workspace));
  assert.deepEqual(
    rows.map(({ changing }) => changing),
    [true, true, true, false, false, false],
  );
});

test('an empty list says what would put something there', async () => {
  const branch = fakeBranch({ endpoints: [fakeEndpoint()] });
  const [models] = await childrenOf(modelsNode(branch, workspace));
  assert.equal(models?.contextValue, 'empty');
  assert.match(models.tooltip, /Register Model/);
  const [endpoint] = await childrenOf(endpointsNode(branch, workspace));
  const [deployments] = await childrenOf(endpoint);
  assert.equal(deployments?.contextValue, 'empty');
});

test('a long list goes on page by page', async () => {
  const branch = fakeBranch({ models: pages([['a', 'b'], ['c'], ['d']]), versions: pages([[fakeVersion()]]) });
  const first = await childrenOf(modelsNode(branch, workspace));
  assert.deepEqual(
    first.map(({ label }) => label),
    ['a', 'b', 'Load more…'],
  );
  const second = await first.at(-1)?.more?.(AbortSignal.timeout(1000));
  assert.deepEqual(
    second?.map(({ label }) => label),
    ['c', 'Load more…'],
  );
  const third = await second.at(-1)?.more?.(AbortSignal.timeout(1000));
  assert.deepEqual(
    third?.map(({ label }) => label),
    ['d'],
  );
});

test('the same workspace has other ids on the emulator than in Azure', () => {
  const local = fakeBranch({});
  const cloud = { ...local, place: { kind: 'azure', tenantId: 't' } as const };
  assert.notEqual(modelsNode(local, workspace).id, modelsNode(cloud, workspace).id);
});
