import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLog } from '../../../../src/base/log';
import { WindowWorkspaces } from '../../../../src/ui/shell/windowWorkspaces';

const address = {
  armEndpoint: 'http://127.0.0.1:1',
  token: 't',
  subscriptionId: 's',
  resourceGroup: 'g',
  workspace: 'local-workspace',
  blobEndpoint: 'http://127.0.0.1:2',
  metadataUrl: 'http://127.0.0.1:1/m',
};

/** A window whose emulator runs, and whose account is as given. */
function window(account: { readonly label: () => Promise<string | undefined>; readonly tenants: () => Promise<never[]> }) {
  let asked = 0;
  const workspaces = new WindowWorkspaces({
    emulator: { state: { kind: 'running', address, attached: false }, start: () => Promise.resolve(address) },
    accountLabel: account.label,
    signIn: () => Promise.resolve(),
    clients: {
      open: () => ({
        directory: {
          tenants: () => {
            asked += 1;
            return account.tenants();
          },
          subscriptions: () => Promise.resolve([]),
        },
        workspaces: { list: () => Promise.resolve({ items: [] }) },
      }),
    },
    log: silentLog,
  });
  return { workspaces, asked: () => asked };
}

const limit = (): AbortSignal => AbortSignal.timeout(1000);
const none = (): Promise<never[]> => Promise.resolve([]);

test('signed out, the emulator is what there is and Azure is not asked', async () => {
  const { workspaces, asked } = window({ label: () => Promise.resolve(undefined), tenants: none });
  const known = await workspaces.known(limit());
  assert.deepEqual(
    known.found.map(({ ref }) => ref.workspace),
    ['local-workspace'],
  );
  assert.equal(asked(), 0);
});

test('the emulator can be used while Azure cannot be reached', async () => {
  const { workspaces } = window({ label: () => Promise.resolve('ada'), tenants: () => Promise.reject(new Error('no network')) });
  const { found, failed } = await workspaces.known(limit());
  assert.equal(found.length, 1);
  assert.deepEqual(failed, ['Azure']);
  assert.deepEqual((await workspaces.azureWorkspaces(limit())).failed, ['Azure']);
});

test('an account that cannot be read counts as signed out', async () => {
  const { workspaces } = window({ label: () => Promise.reject(new Error('no provider')), tenants: none });
  assert.equal(await workspaces.isSignedIn(), false);
});

test('what Azure answered is kept for a while, until the account changes', async () => {
  const { workspaces, asked } = window({ label: () => Promise.resolve('ada'), tenants: none });
  await workspaces.azureWorkspaces(limit());
  await workspaces.azureWorkspaces(limit());
  assert.equal(asked(), 1);
  workspaces.forget();
  await workspaces.azureWorkspaces(limit());
  assert.equal(asked(), 2);
});

test('a failure is not kept', async () => {
  const { workspaces, asked } = window({ label: () => Promise.resolve('ada'), tenants: () => Promise.reject(new Error('no network')) });
  await workspaces.azureWorkspaces(limit());
  await workspaces.azureWorkspaces(limit());
  assert.equal(asked(), 2);
});
