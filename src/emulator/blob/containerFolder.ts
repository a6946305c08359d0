import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DecodeError } from '../../base/decode';
import type { Log } from '../../base/log';
import { syncFolder, writeAtomically } from '../state/atomicFile';
import { blobRecordFrom, type BlobRecord } from './blobRecord';
import { checkBlobName } from './blobAddress';

/**
 * The blobs of one container on disk: `{id}.json` tells of a blob, `{id}.{n}.bin` holds its bytes, `uploads/` what is arriving.
 * The id is a hash of the blob's name, so no name can lead out of the folder, clash with a folder, or be too long for it.
 */
export class ContainerFolder {
  private readonly records = new Map<string, BlobRecord>();
  /** Blob name -> the last commit of blocks that has begun. */
  private readonly commits = new Map<string, Promise<void>>();

  private constructor(private readonly folder: string) {}

  /** Reads what is there, and removes what uploads that were broken off have left. */
  static async open(folder: string, log: Log): Promise<ContainerFolder> {
    await rm(join(folder, 'uploads'), { recursive: true, force: true });
    await mkdir(join(folder, 'uploads'), { recursive: true });
    await removeOldBlocks(join(folder, 'blocks'));
    const container = new ContainerFolder(folder);
    const names = await readdir(folder);
    for (const name of names.filter((it) => it.endsWith('.json'))) {
      await container.read(name, log);
    }
    const used = new Set([...container.records.values()].map((it) => it.file));
    for (const name of names.filter((it) => it.endsWith('.tmp') || (it.endsWith('.bin') && !used.has(it)))) {
      await rm(join(folder, name), { force: true });
    }
    return container;
  }

  get(name: string): BlobRecord | undefined {
    return this.records.get(name);
  }

  /** In the order of their names, by code unit, as the service lists them. */
  under(prefix: string): BlobRecord[] {
    const hits = [...this.records.values()].filter((it) => it.name.startsWith(prefix));
    return hits.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Absolute path of a blob's bytes. */
  pathOf(record: BlobRecord): string {
    return join(this.folder, record.file);
  }

  /** Where an upload may write before it is published. */
  newUpload(): string {
    return join(this.folder, 'uploads', randomUUID());
  }

  /** Folder of the uncommitted blocks of a blob. */
  blockFolder(name: string): string {
    return join(this.folder, 'blocks', blobId(name));
  }

  /** Runs the commits of one blob one after the other: a client that lost patience sends its own again while the first still works. */
  async inTurn(name: string, commit: () => Promise<void>): Promise<void> {
    const before = this.commits.get(name) ?? Promise.resolve();
    const turn = before.then(commit, commit);
    this.commits.set(name, turn);
    try {
      await turn;
    } finally {
      if (this.commits.get(name) === turn) {
        this.commits.delete(name);
      }
    }
  }

  /**
   * Makes an uploaded file the content of a blob, in one step for readers and for a crash: the bytes get their final name first, then the
   * record points at them, then the bytes before go.
   */
  async publish(upload: string, record: Omit<BlobRecord, 'file'>): Promise<BlobRecord> {
    const file = `${blobId(record.name)}.${randomUUID().slice(0, 8)}.bin`;
    const before = this.records.get(record.name);
    try {
      await rename(upload, join(this.folder, file));
      await this.update({ ...record, file });
    } catch (error) {
      await rm(join(this.folder, file), { force: true });
      throw error;
    }
    if (before) {
      await rm(join(this.folder, before.file), { force: true });
    }
    return { ...record, file };
  }

  /** Changes what is said of a blob, not its bytes. */
  async update(record: BlobRecord): Promise<void> {
    await writeAtomically(join(this.folder, `${blobId(record.name)}.json`), JSON.stringify(record));
    this.records.set(record.name, record);
  }

  async delete(record: BlobRecord): Promise<void> {
    this.records.delete(record.name);
    await rm(join(this.folder, `${blobId(record.name)}.json`), { force: true });
    await rm(join(this.folder, record.file), { force: true });
    await syncFolder(this.folder);
  }

  private async read(name: string, log: Log): Promise<void> {
    try {
      const record = blobRecordFrom(JSON.parse(await readFile(join(this.folder, name), 'utf8')), name);
      this.records.set(checkBlobName(record.name), record);
    } catch (error) {
      if (!(error instanceof DecodeError) && !(error instanceof SyntaxError)) {
        throw error;
      }
      log.error(`${join(this.folder, name)} cannot be used: ${error.message}`);
    }
  }
}

/** Blocks that nobody has committed are kept for a week, as the service does (REST reference, Put Block), so that an upload can go on. */
async function removeOldBlocks(blocks: string): Promise<void> {
  const week = 7 * 24 * 60 * 60 * 1000;
  for (const name of await readdir(blocks).catch(() => [])) {
    if (Date.now() - (await stat(join(blocks, name))).mtimeMs > week) {
      await rm(join(blocks, name), { recursive: true, force: true });
    }
  }
}

function blobId(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 32);
}
