import { setImmediate } from 'node:timers/promises';
import type * as arm from './arm';
import type * as blob from './blob';
import type * as core from './core';

/** The control plane's SDK and the pipeline below it. */
export type ArmSdk = typeof core & typeof arm;
/** The blobs' SDK and the pipeline below it. */
export type BlobSdk = typeof core & typeof blob;

/**
 * The Azure SDKs as this room uses them: transports. They are loaded with the first request, from a file each (dist/azure*.js), and the
 * thread answers others in between: loading all at once would stop the editor for a tenth of a second.
 */
export async function loadArmSdk(): Promise<ArmSdk> {
  const loaded = await import('./core');
  await setImmediate();
  return { ...loaded, ...(await import('./arm')) };
}

export async function loadBlobSdk(): Promise<BlobSdk> {
  const loaded = await import('./core');
  await setImmediate();
  return { ...loaded, ...(await import('./blob')) };
}
