import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { silentLog } from '../../../../src/base/log';
import { faultRoute } from '../../../../src/emulator/faults/faultRoute';
import { FaultTable } from '../../../../src/emulator/faults/faultTable';
import type { EmulatorAddress } from '../../../../src/protocol/emulator';
import { EmulatorFaults } from '../../../../src/ui/localEmulator/emulatorFaults';

const table = new FaultTable();
const server = createServer(
  faultRoute(
    table,
    (token) => token === 'secret',
    (_request, response) => response.writeHead(404).end(),
  ),
);
let address: EmulatorAddress;
let running: EmulatorAddress | undefined;
let changes = 0;
const faults = new EmulatorFaults(
  () => running,
  () => {
    changes += 1;
  },
  silentLog,
);

before(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const armEndpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP
  address = { armEndpoint, token: 'secret', subscriptionId: '', resourceGroup: '', workspace: '', blobEndpoint: '', metadataUrl: '' };
});
after(() => {
  faults.dispose();
  server.closeAllConnections();
  server.close();
});

const active = (): string[] => faults.active.map(({ spec }) => spec);

test('faults that were set here are known at once, and told once', async () => {
  running = address;
  await faults.set(address, ['arm.slow', 'blob.closed:once']);
  await faults.read(address);
  assert.deepEqual([active(), changes], [['arm.slow', 'blob.closed:once'], 1]);
});

test('one that has struck for the last time, and one of another window, is seen at the next look', async () => {
  table.set(['scoring.html']);
  await faults.look();
  assert.deepEqual([active(), changes], [['scoring.html'], 2]);
});

test('a refusal changes nothing and names the fault', async () => {
  await assert.rejects(faults.set(address, ['arm.nothing']), { code: 'faults-refused' });
  assert.deepEqual(active(), ['scoring.html']);
});

test('without an emulator, or with one that does not answer, none is shown', async () => {
  running = { ...address, token: 'of an older start' };
  await faults.look();
  assert.deepEqual(active(), []);
  running = address;
  await faults.look();
  assert.deepEqual(active(), ['scoring.html']);
  running = undefined;
  await faults.look();
  assert.deepEqual(active(), []);
});
