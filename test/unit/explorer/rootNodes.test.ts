import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../src/base/errors';
import type { EmulatorState } from '../../../src/explorer/emulatorNode';
import { failedNode } from '../../../src/explorer/noticeNodes';
import { rootNodes } from '../../../src/explorer/rootNodes';
import { childrenOf, fakeBranch, lines, workspace } from './fakeBranch';

const signedOut = { kind: 'signedOut' } as const;
const running: EmulatorState = { kind: 'running', host: '127.0.0.1', branch: fakeBranch({}), workspace, attached: false, faults: [] };

const tenant = (tenantId: string, displayName: string) => ({ tenantId, displayName });
const subscription = (displayName: string, state = 'Enabled') => ({ subscriptionId: displayName, displayName, tenantId: 't', state });

function account(tenants: readonly string[], subscriptions: readonly ReturnType<typeof subscription>[] = []) {
  const directory = {
    tenants: () => Promise.resolve(tenants.map((name) => tenant(`id-${name}`, name))),
    subscriptions: () => Promise.resolve([...subscriptions]),
  };
  const asked: (string | undefined)[] = [];
  const branch = (tenantId: string | undefined) => {
    asked.push(tenantId);
    return { ...fakeBranch({ directory, workspaces: ['ws-prod'] }), place: { kind: 'azure' as const, ...(tenantId ? { tenantId } : {}) } };
  };
  return { asked, state: { kind: 'signedIn', label: 'ada@contoso.com', branch } as const };
}

test('there is no row before the first start and sign-in, so that the welcome shows', () => {
  assert.deepEqual(rootNodes({ kind: 'absent' }, signedOut), []);
});

test('the emulator says where it runs and that nothing is billed', () => {
  const [emulator, azure] = rootNodes(running, signedOut);
  assert.equal(emulator?.description, 'nothing is billed · running on 127.0.0.1');
  assert.equal(emulator.contextValue, 'emulator.running');
  assert.equal(azure?.contextValue, 'signedOut');
});

test('an emulator that was killed says so and has no rows below', () => {
  const [emulator] = rootNodes({ kind: 'stopped', unexpectedly: true }, signedOut);
  assert.equal(emulator?.description, 'stopped unexpectedly');
  assert.equal(emulator.contextValue, 'emulator.stopped');
  assert.equal(emulator.children, undefined);
});

test('an account with one tenant shows its subscriptions at once', async () => {
  const { state, asked } = account(['Contoso'], [subscription('Pay-as-you-go'), subscription('Old', 'Disabled')]);
  const [, azure] = rootNodes({ kind: 'absent' }, state);
  assert.equal(azure?.description, 'ada@contoso.com');
  assert.deepEqual(lines(await childrenOf(azure)), ['Pay-as-you-go', 'Old: Disabled']);
  assert.deepEqual(asked, [undefined, 'id-Contoso']);
});

test('each of several tenants is asked with a session of its own', async () => {
  const { state, asked } = account(['Contoso', 'Fabrikam'], [subscription('Pay-as-you-go')]);
  const [, azure] = rootNodes({ kind: 'absent' }, state);
  const tenants = await childrenOf(azure);
  assert.deepEqual(lines(tenants), ['Contoso', 'Fabrikam']);
  const [first] = await childrenOf(tenants[0]);
  assert.deepEqual(lines(await childrenOf(first)), ['ws-prod: westeurope']);
  assert.deepEqual(asked, [undefined, 'id-Contoso', 'id-Fabrikam']);
});

test('an account without a subscription is told what to do', async () => {
  const [, azure] = rootNodes({ kind: 'absent' }, account(['Contoso']).state);
  const [row] = await childrenOf(azure);
  assert.equal(row?.label, 'No subscriptions');
  assert.match(row.tooltip, /another account/);
});

test('a row that could not be loaded can be retried, and signed in for where that would help', () => {
  const refused = failedNode(new UserError('Your account may not do this.', 'azure-forbidden'), 'parent');
  assert.equal(refused.contextValue, 'failure');
  assert.deepEqual(refused.target, { kind: 'row', id: 'parent' });
  const expired = failedNode(new UserError('The sign-in has expired.', 'signed-out'), 'parent');
  assert.equal(expired.contextValue, 'failure.signedOut');
});

test('faults that are set show in the row and are listed in its tooltip', () => {
  const [row] = rootNodes({ ...running, faults: ['Slow answer (arm.slow)', 'Not found (blob.not-found:once)'] }, signedOut);
  assert.match(row?.description ?? '', /2 faults are set/);
  assert.match(row?.tooltip ?? '', /- Slow answer \(arm\.slow\)\n- Not found/);
  assert.match(rootNodes({ ...running, faults: ['Slow answer (arm.slow)'] }, signedOut)[0]?.description ?? '', /1 fault is set/);
});
