import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AzureError } from '../../../../src/azure/azureError';
import type { AzureMl } from '../../../../src/azure/azureMl';
import { silentLog } from '../../../../src/base/log';
import { findEndpoints, waysToEndpoint } from '../../../../src/ui/commands/endpointSearch';
import { FakeAzure, workspace } from '../../operations/fakeAzure';

const signal = new AbortController().signal;
const local = { place: { kind: 'emulator' as const }, ref: workspace, label: 'Local emulator' };
const cloud = { place: { kind: 'azure' as const }, ref: { ...workspace, workspace: 'prod' }, label: 'prod' };

/** Azure does not answer; the emulator has the endpoint "demo". */
function openPlace({ kind }: { readonly kind: 'emulator' | 'azure' }): AzureMl {
  const azure = new FakeAzure();
  const demo = azure.addEndpoint('demo', new Map());
  const list = (): Promise<unknown> =>
    kind === 'emulator'
      ? Promise.resolve({ items: [demo] })
      : Promise.reject(new AzureError('unreachable', { code: 'ENOTFOUND', message: '', details: [] }, 'GET something'));
  return { endpoints: { list } } as unknown as AzureMl;
}

test('a workspace that cannot be listed is told beside the endpoints of the others', async () => {
  const { choices, failures } = await findEndpoints(
    { knownWorkspaces: () => Promise.resolve({ found: [local, cloud], failed: ['Contoso'] }), open: openPlace, log: silentLog },
    signal,
  );
  assert.deepEqual(
    choices.map(({ label, description }) => `${label}, ${description ?? ''}`),
    ['demo, Local emulator · Succeeded'],
  );
  assert.equal(failures.length, 2);
  assert.match(failures[0] ?? '', /workspaces of Contoso/);
  assert.match(failures[1] ?? '', /endpoints of prod.*could not be looked up/);
});

const valuesOf = ({ ways }: ReturnType<typeof waysToEndpoint>): string[] => ways.map((it) => ('value' in it ? it.value : it.separator));

test('without an endpoint the stopped emulator is started first', () => {
  const offer = waysToEndpoint(true, []);
  assert.deepEqual(valuesOf(offer), ['start', 'sample', 'own']);
  assert.match(offer.placeholder, /stopped/);
});

test('a list that failed is not taken for an empty one', () => {
  const offer = waysToEndpoint(false, ['Could not list the workspaces of Azure.']);
  assert.deepEqual(valuesOf(offer), ['retry', 'sample', 'own']);
  assert.match(offer.placeholder, /could be listed/);
  assert.match(waysToEndpoint(false, []).placeholder, /no endpoint/);
});
