import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../base/log';
import { containerNotFound } from './blobError';
import { ContainerFolder } from './containerFolder';

/** A file of a model, for whoever wants a folder out of blobs. */
interface StoredFile {
  /** Path below the folder that was asked for. */
  readonly relativePath: string;
  /** Absolute path of the bytes; they are never changed in place. */
  readonly file: string;
  readonly size: number;
}

/** The containers of the one storage account. They are given, not created: each datastore has one. */
export class BlobStore {
  private constructor(private readonly containers: ReadonlyMap<string, ContainerFolder>) {}

  static async open(folder: string, containerNames: readonly string[], log: Log): Promise<BlobStore> {
    const containers = new Map<string, ContainerFolder>();
    for (const name of containerNames) {
      await mkdir(join(folder, name), { recursive: true });
      containers.set(name, await ContainerFolder.open(join(folder, name), log));
    }
    return new BlobStore(containers);
  }

  /** 404 ContainerNotFound when there is none. */
  container(name: string): ContainerFolder {
    const container = this.containers.get(name);
    if (!container) {
      throw containerNotFound();
    }
    return container;
  }

  /** Every blob below a path, or the one blob that is the path, then named by its last segment. */
  filesUnder(containerName: string, path: string): StoredFile[] {
    const container = this.containers.get(containerName);
    if (!container) {
      return [];
    }
    const single = container.get(path);
    const records = single ? [single] : container.under(`${path}/`).filter((it) => !it.name.endsWith('/'));
    const start = single ? path.lastIndexOf('/') + 1 : path.length + 1;
    return records.map((it) => ({ relativePath: it.name.slice(start), file: container.pathOf(it), size: it.size }));
  }
}
