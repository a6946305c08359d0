import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { newStateFolder, startEmulatorProcess, type EmulatorProcess } from './emulatorProcess';

/** Two tenants, three subscriptions, and tokens for each way in which a sign-in can end. */
const directory = {
  tenants: [
    { tenantId: 'tenant-a', displayName: 'Contoso' },
    { tenantId: 'tenant-b', displayName: 'Fabrikam' },
  ],
  subscriptions: [
    subscription('sub-1', 'tenant-a', [{ resourceGroup: 'rg', name: 'ws-1', location: 'westeurope' }]),
    subscription('sub-2', 'tenant-a', []),
    subscription('sub-3', 'tenant-b', [{ resourceGroup: 'rg', name: 'ws-3', location: 'eastus' }]),
  ],
  tokens: {
    contoso: { tenantId: 'tenant-a' },
    limited: { tenantId: 'tenant-a', subscriptions: ['sub-2'] },
    fabrikam: { tenantId: 'tenant-b' },
    old: { tenantId: 'tenant-a', expired: true },
    guest: { tenantId: 'tenant-a', denied: true },
  },
};

const state = newStateFolder();
let emulator: EmulatorProcess;

before(async () => {
  const file = join(state.path, 'directory.json');
  writeFileSync(file, JSON.stringify(directory));
  emulator = await startEmulatorProcess(join(state.path, 'state'), '--directory', file);
});

after(async () => {
  await emulator.end();
  state.remove();
});

function subscription(id: string, tenantId: string, workspaces: unknown[]): unknown {
  return { id, displayName: id.toUpperCase(), tenantId, state: 'Enabled', workspaces };
}

async function get(path: string, token?: string): Promise<{ status: number; challenge: string | null; code?: string; names: string[] }> {
  const headers = token === undefined ? undefined : { Authorization: `Bearer ${token}` };
  const response = await fetch(`${emulator.address.armEndpoint}${path}?api-version=2024-10-01`, headers ? { headers } : {});
  const body = (await response.json()) as { value?: { displayName?: string; name?: string }[]; error?: { code: string } };
  return {
    status: response.status,
    challenge: response.headers.get('WWW-Authenticate'),
    ...(body.error ? { code: body.error.code } : {}),
    names: (body.value ?? []).map((it) => it.displayName ?? it.name ?? ''),
  };
}

const workspaces = (id: string): string => `/subscriptions/${id}/providers/Microsoft.MachineLearningServices/workspaces`;

test('shows an account both of its tenants', async () => {
  assert.deepEqual((await get('/tenants', 'contoso')).names, ['Contoso', 'Fabrikam']);
});

test('shows a token the subscriptions of its tenant', async () => {
  assert.deepEqual((await get('/subscriptions', 'contoso')).names, ['SUB-1', 'SUB-2']);
  assert.deepEqual((await get('/subscriptions', 'fabrikam')).names, ['SUB-3']);
  assert.deepEqual((await get('/subscriptions', 'limited')).names, ['SUB-2']);
  assert.deepEqual((await get('/subscriptions', 'guest')).names, []);
});

test('lists the workspaces of a subscription, also when there is none', async () => {
  assert.deepEqual((await get(workspaces('sub-1'), 'contoso')).names, ['ws-1']);
  assert.deepEqual((await get(workspaces('sub-2'), 'contoso')).names, []);
});

test('answers an expired, an unknown and a missing token with 401 and a challenge', async () => {
  for (const [token, code] of [
    ['old', 'ExpiredAuthenticationToken'],
    ['forged', 'InvalidAuthenticationToken'],
    [undefined, 'AuthenticationFailed'],
  ] as const) {
    const answer = await get('/subscriptions', token);
    assert.deepEqual([answer.status, answer.code], [401, code]);
    assert.match(answer.challenge ?? '', /^Bearer authorization_uri=/);
  }
});

test('answers 403 where the caller has no role, 401 in the wrong tenant, 404 where nothing is', async () => {
  assert.deepEqual(await codeOf(workspaces('sub-1'), 'guest'), [403, 'AuthorizationFailed']);
  assert.deepEqual(await codeOf(workspaces('sub-1'), 'limited'), [403, 'AuthorizationFailed']);
  assert.deepEqual(await codeOf(workspaces('sub-3'), 'contoso'), [401, 'InvalidAuthenticationTokenTenant']);
  assert.deepEqual(await codeOf(workspaces('sub-9'), 'contoso'), [404, 'SubscriptionNotFound']);
});

async function codeOf(path: string, token: string): Promise<[number, string | undefined]> {
  const { status, code } = await get(path, token);
  return [status, code];
}
