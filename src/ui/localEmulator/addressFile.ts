import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DecodeError, Fields } from '../../base/decode';
import { isMissing } from '../../base/systemError';
import type { EmulatorAddress } from '../../protocol/emulator';

/** What one window tells the others of the emulator it started. The token is not in it: that stays in VS Code's secret storage. */
export type SharedAddress = Omit<EmulatorAddress, 'token'> & { readonly pid: number };

export async function writeAddress(file: string, address: SharedAddress): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(address, undefined, 2), { mode: 0o600 });
}

/** Undefined when there is none, or one that is of another version or half written. */
export async function readAddress(file: string): Promise<SharedAddress | undefined> {
  try {
    return sharedAddressFrom(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if (error instanceof DecodeError || error instanceof SyntaxError || isMissing(error)) {
      return undefined;
    }
    throw error;
  }
}

export async function removeAddress(file: string): Promise<void> {
  await rm(file, { force: true });
}

function sharedAddressFrom(raw: unknown): SharedAddress {
  const fields = Fields.of(raw, 'address');
  return {
    armEndpoint: fields.text('armEndpoint'),
    subscriptionId: fields.text('subscriptionId'),
    resourceGroup: fields.text('resourceGroup'),
    workspace: fields.text('workspace'),
    blobEndpoint: fields.text('blobEndpoint'),
    metadataUrl: fields.text('metadataUrl'),
    pid: fields.number('pid'),
  };
}
