import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cancelled } from '../../../../src/base/errors';
import { deploySteps } from '../../../../src/ui/wizard/deploySteps';
import type { DeployAnswers } from '../../../../src/ui/wizard/deployAnswers';
import { back, runWizard } from '../../../../src/ui/wizard/runWizard';
import type { WorkspaceSource, WorkspaceTarget } from '../../../../src/ui/wizard/workspaceChoice';
import { fakeDeployment, fakeEndpoint, workspace as ref } from '../../explorer/fakeBranch';
import { fakePrompts, type Act } from './fakePrompts';

const local: WorkspaceTarget = { place: { kind: 'emulator' }, ref, label: 'Local emulator' };
const cloud = {
  place: { kind: 'azure', tenantId: 't' },
  ref: { ...ref, workspace: 'ws-prod' },
  label: 'ws-prod',
  location: 'westeurope',
  path: 'Contoso / Pay-as-you-go',
} as const;
const namesake = { ...cloud, ref: { ...cloud.ref, subscriptionId: 'other' }, path: 'Contoso / Research' } as const;

function wizard(acts: readonly Act[], start: DeployAnswers = { source: { kind: 'repository', path: '/projects/cats/models' } }) {
  const prompts = fakePrompts(acts);
  const started: string[] = [];
  let signedIn = false;
  const source: WorkspaceSource = {
    isEmulatorRunning: () => false,
    emulatorWorkspace: () => {
      started.push('emulator');
      return Promise.resolve(local);
    },
    isSignedIn: () => Promise.resolve(signedIn),
    signIn: () => {
      signedIn = true;
      return Promise.resolve();
    },
    azureWorkspaces: () => Promise.resolve({ found: [cloud, namesake], failed: ['Fabrikam'] }),
  };
  const open = () => ({
    endpoints: { list: () => Promise.resolve({ items: [fakeEndpoint()] }) },
    deployments: { list: () => Promise.resolve({ items: [fakeDeployment()] }) },
  });
  const steps = deploySteps({ prompts, source, open, preferredInstanceType: 'standard_ds3_v2' }, start);
  return { prompts, started, run: () => runWizard('Deploy', steps, start) };
}

test('a folder becomes a deployment by accepting what is offered', async () => {
  const { run, started } = wizard(['accept', 'accept', 'accept', 'accept', 'accept', 'accept', 'accept']);
  assert.deepEqual(await run(), {
    source: { kind: 'repository', path: '/projects/cats/models' },
    workspace: local,
    modelName: 'cats',
    endpoint: { kind: 'create', name: 'cats-endpoint' },
    deployment: 'blue',
    instanceType: 'Standard_DS3_v2',
    instanceCount: 1,
  });
  assert.deepEqual(started, ['emulator']);
});

test('deploying to an endpoint that is there asks one question less and offers the next colour', async () => {
  const { run, prompts } = wizard(['accept', 'accept', { select: 'demo-endpoint' }, 'accept', 'accept', 'accept']);
  const { endpoint, deployment } = await run();
  assert.deepEqual(endpoint, { kind: 'existing', name: 'demo-endpoint' });
  assert.equal(deployment, 'green');
  assert.match(prompts.seen.at(-1) ?? '', /^6\/6 /);
});

test('names that cannot be used are refused where they are typed', async () => {
  const { run, prompts } = wizard([
    'accept',
    'accept',
    { select: 'New endpoint…' },
    { type: 'Demo' },
    { type: 'ab' },
    { type: 'demo-endpoint' },
    { type: 'other-endpoint' },
    'accept',
    'accept',
    { type: '0' },
    { type: 'two' },
    { type: '2' },
  ]);
  const { endpoint, instanceCount } = await run();
  assert.deepEqual(endpoint, { kind: 'create', name: 'other-endpoint' });
  assert.equal(instanceCount, 2);
  assert.equal(prompts.seen.filter((line) => !/^\d\/\d/.test(line)).length, 5);
});

test('a deployment that is there already is not overwritten by accident', async () => {
  const { run } = wizard(['accept', 'accept', { select: 'demo-endpoint' }, { type: 'blue' }, { type: 'teal' }, 'accept', 'accept']);
  assert.equal((await run()).deployment, 'teal');
});

test('going back to the workspace and choosing another one forgets the endpoint of the first', async () => {
  const { run, prompts } = wizard([
    'accept',
    { type: 'cats2' },
    { select: 'demo-endpoint' },
    back,
    back,
    back,
    { select: 'Sign in to Azure…' },
    { select: 'ws-prod' },
  ]);
  await assert.rejects(run(), Cancelled);
  // The model's name is no workspace's and stays.
  assert.match(prompts.seen.at(-1) ?? '', /^2\/\d .*\[cats2\]$/);
});

test('a workspace is told from its namesake in another subscription', async () => {
  const signIn: Act[] = [{ select: 'Sign in to Azure…' }, { select: namesake.path }, 'accept', { select: 'demo-endpoint' }];
  const kept = wizard([...signIn, back, back, back, 'accept', 'accept', 'accept', 'accept', 'accept', 'accept']);
  const answers = await kept.run();
  assert.equal(answers.workspace?.ref.subscriptionId, 'other');
  assert.deepEqual(answers.endpoint, { kind: 'existing', name: 'demo-endpoint' });
  const moved = wizard([...signIn, back, back, back, { select: cloud.path }, 'accept', 'accept', 'accept', 'accept', 'accept', 'accept']);
  assert.deepEqual((await moved.run()).endpoint, { kind: 'create', name: 'cats-endpoint' });
});

test('signing in from the list leads back to it, with what could not be listed named', async () => {
  const { run, prompts } = wizard([{ select: 'Sign in to Azure…' }, { select: 'ws-prod' }]);
  await assert.rejects(run(), Cancelled);
  assert.equal(prompts.seen.filter((line) => line.includes('Select a workspace')).length, 2);
});

test('what a clicked endpoint answers is not asked', async () => {
  const { run, prompts } = wizard(['accept', 'accept', 'accept', 'accept'], {
    source: { kind: 'repository', path: '/projects/cats/models' },
    workspace: local,
    endpoint: { kind: 'existing', name: 'demo-endpoint' },
  });
  await run();
  assert.equal(prompts.seen.length, 4);
});

test('a local target says that nothing is billed, an Azure one that it is billed', async () => {
  const localWizard = wizard(['accept', 'accept', 'accept', 'accept', 'accept', 'accept']);
  await assert.rejects(localWizard.run(), Cancelled);
  assert.match(localWizard.prompts.seen.slice(-2).join(' '), /nothing is billed/);
  const azureWizard = wizard([{ select: 'Sign in to Azure…' }, { select: 'ws-prod' }, 'accept', 'accept', 'accept', 'accept', 'accept']);
  await assert.rejects(azureWizard.run(), Cancelled);
  assert.match(azureWizard.prompts.seen.slice(-2).join(' '), /Azure bills/);
});
