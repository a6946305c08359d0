import { setTimeout } from 'node:timers/promises';
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
  const core = await loadCore();
  const arm = await import('./arm');
  await turn();
  return { ...core, ...arm };
}

export async function loadBlobSdk(): Promise<BlobSdk> {
  const core = await loadCore();
  const blob = await import('./blob');
  await turn();
  return { ...core, ...blob };
}

async function loadCore(): Promise<typeof coreModule> {
  // The pipeline asks of every body whether it is a FormData, and at the first question Node loads its fetch, which takes 20 ms too.
  if (typeof FormData === 'function') {
    await turn();
  }
  const core = await import('./core');
  await turn();
  return core;
}

/** A whole turn of the event loop. What setImmediate() waits for can be the end of the turn that is under way. */
function turn(): Promise<void> {
  return setTimeout(0);
}
