import { setImmediate } from 'node:timers/promises';
import type * as armModule from './arm';
import type * as blobModule from './blob';
import type * as coreModule from './core';

/** The control plane's SDK and the pipeline below it. */
export type ArmSdk = typeof coreModule & typeof armModule;
/** The blobs' SDK and the pipeline below it. */
export type BlobSdk = typeof coreModule & typeof blobModule;

/**
 * The Azure SDKs as this room uses them: transports. They are loaded with the first request, from a file each (dist/azure*.js), and the
 * thread answers others in between: loading all at once would stop the editor for a tenth of a second.
 */
export async function loadArmSdk(): Promise<ArmSdk> {
  const core = await import('./core');
  await setImmediate();
  const arm = await import('./arm');
  await setImmediate();
  return { ...core, ...arm };
}

export async function loadBlobSdk(): Promise<BlobSdk> {
  const core = await import('./core');
  await setImmediate();
  const blob = await import('./blob');
  await setImmediate();
  return { ...core, ...blob };
}
