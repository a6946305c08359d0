import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import type { EmulatorAddress } from '../../src/protocol/emulator';
import { newStateFolder, startEmulatorProcess, type EmulatorProcess } from './emulatorProcess';
import { registerModel, sampleModel, tritonDeployment } from './modelJourney';
import { armClient, datastoreContainer } from './officialClients';

/** More by hand: KILLS=200 npm test -- contract hardKill. The seed of a run that failed can be given again. */
const kills = Number(process.env['KILLS'] ?? '12');
const seed = Number(process.env['KILL_SEED'] ?? String(Date.now() % 1_000_000));

/** What the client was told: it must be there after any kill. */
interface Told {
  readonly versions: Set<string>;
  readonly endpoints: Set<string>;
  /** Name of a blob -> length of what was stored. */
  readonly blobs: Map<string, number>;
}

/** Writes one thing after the other until the connection breaks, and notes what was acknowledged. */
async function write(address: EmulatorAddress, client: AzureMachineLearningWorkspaces, round: number, told: Told): Promise<void> {
  const names = [address.resourceGroup, address.workspace] as const;
  const container = await datastoreContainer(client, address);
  const body = { location: 'local', properties: { authMode: 'Key' } };
  for (let turn = 0; ; turn++) {
    const name = `k${round}x${turn}`;
    const blob = `uploads/${name}`;
    await container.getBlockBlobClient(blob).uploadData(Buffer.alloc(300_000, turn), { blockSize: 65_536, maxSingleShotSize: 1024 });
    told.blobs.set(blob, 300_000);
    const modelUri = `azureml://datastores/workspaceblobstore/paths/${blob}`;
    await client.modelVersions.createOrUpdate(...names, name, '1', { properties: { modelUri, modelType: 'triton_model' } });
    told.versions.add(name);
    const poller = await client.onlineEndpoints.beginCreateOrUpdate(...names, name, body);
    told.endpoints.add(name);
    if (turn % 2 === 0) {
      await poller.pollUntilDone();
      const version = await client.modelVersions.get(...names, 'sample', '1');
      await client.onlineDeployments.beginCreateOrUpdate(...names, name, 'blue', tritonDeployment(version.id ?? ''));
    }
  }
}

async function holds(address: EmulatorAddress, client: AzureMachineLearningWorkspaces, told: Told): Promise<void> {
  const names = [address.resourceGroup, address.workspace] as const;
  const container = await datastoreContainer(client, address);
  const lengths = new Map<string, number>();
  for await (const { name, properties } of container.listBlobsFlat({ prefix: 'uploads/' })) {
    lengths.set(name, properties.contentLength ?? -1);
  }
  for (const [name, length] of told.blobs) {
    assert.equal(lengths.get(name), length, `blob ${name}`);
  }
  for (const length of lengths.values()) {
    assert.equal(length, 300_000, 'a blob is whole or not there');
  }
  for (const name of told.versions) {
    assert.equal((await client.modelVersions.get(...names, name, '1')).properties.modelType, 'triton_model');
  }
  for (const name of told.endpoints) {
    await client.onlineEndpoints.get(...names, name);
  }
}

/** Operations that were cut off end as Azure would end them: nothing stays on its way. */
async function settles(address: EmulatorAddress, client: AzureMachineLearningWorkspaces): Promise<void> {
  const names = [address.resourceGroup, address.workspace] as const;
  const limit = Date.now() + 60_000;
  for (let open = await onTheirWay(client, names); open.length > 0; open = await onTheirWay(client, names)) {
    assert.ok(Date.now() < limit, `still on their way: ${open.join(' ')}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

async function onTheirWay(client: AzureMachineLearningWorkspaces, names: readonly [string, string]): Promise<string[]> {
  const open: string[] = [];
  for await (const { name = '', properties } of client.onlineEndpoints.list(...names)) {
    if (!/Succeeded|Failed/.test(properties.provisioningState ?? '')) open.push(name);
    for await (const deployment of client.onlineDeployments.list(...names, name)) {
      if (!/Succeeded|Failed/.test(deployment.properties.provisioningState ?? '')) open.push(`${name}/${deployment.name ?? ''}`);
    }
  }
  return open;
}

/** A resource says that it has succeeded a moment before its operation has ended: until then a write is a conflict, as in Azure. */
async function remove(address: EmulatorAddress, client: AzureMachineLearningWorkspaces, name: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await client.onlineEndpoints.beginDeleteAndWait(address.resourceGroup, address.workspace, name);
      return;
    } catch (error) {
      if (attempt === 20 || !(error instanceof Error && 'statusCode' in error && error.statusCode === 409)) {
        throw error;
      }
    }
  }
}

function noTornFiles(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && entry.name.endsWith('.json')) {
      JSON.parse(readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    }
  }
}

test(
  `kill -9 at ${kills} random moments loses nothing that was acknowledged (seed ${seed})`,
  { timeout: 150_000 + kills * 15_000 },
  async () => {
    const state = newStateFolder();
    let random = seed;
    const moment = (): number => {
      random = (random * 1_103_515_245 + 12_345) % 2_147_483_648;
      return (random / 2_147_483_648) * 700;
    };
    let emulator: EmulatorProcess | undefined;
    let acknowledged = 0;
    try {
      for (let round = 0; round < kills; round++) {
        const told: Told = { versions: new Set(), endpoints: new Set(), blobs: new Map() };
        emulator = await startEmulatorProcess(state.path, '--operation-milliseconds', '30');
        if (round === 0) {
          await registerModel(armClient(emulator.address), emulator.address, { name: 'sample', file: sampleModel });
        }
        const running = emulator;
        const killed = new Promise((done) => setTimeout(done, moment())).then(() => running.end('SIGKILL'));
        const client = armClient(running.address);
        client.pipeline.removePolicy({ name: 'defaultRetryPolicy' });
        await write(running.address, client, round, told).catch(() => undefined);
        await killed;
        acknowledged += told.blobs.size + told.versions.size + told.endpoints.size;
        noTornFiles(state.path);
        emulator = await startEmulatorProcess(state.path, '--operation-milliseconds', '1');
        const after = armClient(emulator.address);
        await holds(emulator.address, after, told);
        await settles(emulator.address, after);
        for (const name of told.endpoints) {
          await remove(emulator.address, after, name);
        }
        await emulator.end();
      }
      assert.ok(acknowledged > kills, `${acknowledged} writes in ${kills} rounds prove nothing`);
    } finally {
      await emulator?.end('SIGKILL');
      state.remove();
    }
  },
);
