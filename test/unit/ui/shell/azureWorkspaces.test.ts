import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../../src/base/errors';
import { silentLog } from '../../../../src/base/log';
import type { Place } from '../../../../src/explorer/explorerNode';
import { listAzureWorkspaces, type WorkspaceLister } from '../../../../src/ui/shell/azureWorkspaces';

const tenants = ['contoso', 'fabrikam'].map((tenantId) => ({ tenantId, displayName: tenantId }));

/** Two tenants of one subscription and one workspace each; `locked` wants another sign-in. */
function azure(locked: string): (place: Place) => WorkspaceLister {
  return (place) => {
    const tenantId = place.kind === 'azure' ? (place.tenantId ?? 'home') : 'emulator';
    return {
      directory: {
        tenants: () => Promise.resolve(tenants),
        subscriptions: () =>
          tenantId === locked
            ? Promise.reject(new UserError('Azure asks you to sign in again.', 'signed-out'))
            : Promise.resolve([{ subscriptionId: `sub-${tenantId}`, displayName: 'Pay-as-you-go', tenantId, state: 'Enabled' }]),
      },
      workspaces: {
        list: (subscriptionId) =>
          Promise.resolve({
            items: [{ ref: { subscriptionId, resourceGroup: 'g', workspace: `ws-${tenantId}` }, location: 'westeurope' }],
          }),
      },
    };
  };
}

test('the workspaces of every tenant are listed, each with the session of its tenant', async () => {
  const { found, failed } = await listAzureWorkspaces(azure('nobody'), silentLog, AbortSignal.timeout(1000));
  assert.deepEqual(
    found.map(({ label, path, place }) => [label, path, place]),
    [
      ['ws-contoso', 'contoso / Pay-as-you-go', { kind: 'azure', tenantId: 'contoso' }],
      ['ws-fabrikam', 'fabrikam / Pay-as-you-go', { kind: 'azure', tenantId: 'fabrikam' }],
    ],
  );
  assert.deepEqual(failed, []);
});

test('a tenant that wants another sign-in does not hide the others', async () => {
  const { found, failed } = await listAzureWorkspaces(azure('contoso'), silentLog, AbortSignal.timeout(1000));
  assert.deepEqual(
    found.map(({ label }) => label),
    ['ws-fabrikam'],
  );
  assert.deepEqual(failed, ['contoso']);
});
