import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DecodeError, Fields } from '../../base/decode';
import type { Log } from '../../base/log';
import { syncFolder, writeAtomically, type Secrecy } from './atomicFile';

/** How one kind of record is kept. `Raw` is what JSON makes of the record. */
export interface RecordKind<T> {
  /** The folder inside the state folder, such as `endpoints`. */
  readonly folder: string;
  readonly secrecy?: Secrecy;
  readonly decode: (raw: unknown, path: string) => T;
}

interface Entry<T> {
  readonly sequence: number;
  readonly value: T;
}

/**
 * All records of one kind: in memory for reading, one JSON file each for the next start. Keys are compared without regard
 * to case, as ARM ids are. What a writer was told is done is on the disk; what failed has changed nothing.
 */
export class Collection<T> {
  private readonly entries = new Map<string, Entry<T>>();
  private nextSequence = 1;
  private last: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly folder: string,
    private readonly kind: RecordKind<T>,
  ) {}

  /** Reads what the last run left. A file that is no record of this kind is named in the log and left alone. */
  static async open<T>(stateFolder: string, kind: RecordKind<T>, log: Log): Promise<Collection<T>> {
    const folder = join(stateFolder, kind.folder);
    await mkdir(folder, { recursive: true });
    const collection = new Collection(folder, kind);
    for (const name of await readdir(folder)) {
      if (name.endsWith('.tmp')) {
        await rm(join(folder, name), { force: true });
      } else {
        await collection.read(name, log);
      }
    }
    return collection;
  }

  get(key: string): T | undefined {
    return this.entries.get(key.toLowerCase())?.value;
  }

  /** In the order in which they were first put. */
  list(): T[] {
    return [...this.entries.values()].sort((a, b) => a.sequence - b.sequence).map((entry) => entry.value);
  }

  /** Of those whose key starts so. */
  under(prefix: string): T[] {
    const start = prefix.toLowerCase();
    const hits = [...this.entries].filter(([key]) => key.startsWith(start));
    return hits.sort(([, a], [, b]) => a.sequence - b.sequence).map(([, entry]) => entry.value);
  }

  put(key: string, value: T): Promise<void> {
    return this.inTurn(async () => {
      const id = key.toLowerCase();
      const sequence = this.entries.get(id)?.sequence ?? this.nextSequence++;
      const text = JSON.stringify({ key, sequence, value }, undefined, 1);
      await writeAtomically(join(this.folder, fileName(id)), text, this.kind.secrecy);
      this.entries.set(id, { sequence, value });
    });
  }

  delete(key: string): Promise<void> {
    return this.inTurn(async () => {
      const id = key.toLowerCase();
      if (this.entries.delete(id)) {
        await rm(join(this.folder, fileName(id)), { force: true });
        await syncFolder(this.folder);
      }
    });
  }

  /** Writes happen one after the other, so that two writers of one record leave the files as they leave the memory. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.last.then(work);
    this.last = done.catch(() => undefined);
    return done;
  }

  private async read(name: string, log: Log): Promise<void> {
    const path = join(this.folder, name);
    try {
      const raw: unknown = JSON.parse(await readFile(path, 'utf8'));
      const fields = Fields.of(raw, name);
      const sequence = fields.number('sequence');
      this.entries.set(fields.text('key').toLowerCase(), { sequence, value: this.kind.decode(fields.unknown('value'), name) });
      this.nextSequence = Math.max(this.nextSequence, sequence + 1);
    } catch (error) {
      if (!(error instanceof DecodeError) && !(error instanceof SyntaxError)) {
        throw error;
      }
      log.error(`${path} cannot be used: ${error.message}`);
    }
  }
}

/** Readable for people, of a length that every file system takes, and different for different keys. */
function fileName(key: string): string {
  const readable = key.replace(/[^a-z0-9-]+/g, '_').slice(-80);
  return `${readable}.${createHash('sha256').update(key).digest('hex').slice(0, 16)}.json`;
}
