import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DecodeError, Fields } from '../../base/decode';
import { isMissing } from '../../base/systemError';
import { publicAddressFrom, type PublicAddress } from '../../operations/emulatorAddress';

/** What one window tells the others of the emulator it started. The token is not in it: that stays in VS Code's secret storage. */
export type SharedAddress = PublicAddress & { readonly pid: number };

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
  return { ...publicAddressFrom(fields), pid: fields.number('pid') };
}
