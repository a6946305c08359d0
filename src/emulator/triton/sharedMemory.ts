import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { textOfBytes } from './byteText';
import { internal, invalidArgument, notFound, TritonError } from './tritonError';

/** A part of a region, as a tensor of a request names it. */
export interface SharedSlice {
  /** Byte text. */
  readonly region: string;
  readonly offset: bigint;
  readonly size: bigint;
}

export interface SharedRegion {
  /** Byte text. */
  readonly name: string;
  readonly key: string;
  readonly offset: bigint;
  readonly size: bigint;
}

/** Where Linux keeps what shm_open() makes. */
const FOLDER = '/dev/shm';
const PAGE = 4096n;
/** What Linux reads or writes at once. */
const LONGEST = 0x7f_ff_f0_00n;

/**
 * System shared memory that clients have registered (shared_memory_manager.cc). On Linux a region is a file that can be read and
 * written like any other; elsewhere no region can be opened.
 */
export class SharedMemory {
  private readonly regions = new Map<string, SharedRegion & { readonly file: FileHandle }>();

  constructor(private readonly folder = process.platform === 'linux' ? FOLDER : undefined) {}

  /** By name. */
  list(): SharedRegion[] {
    return [...this.regions.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  has(name: string): boolean {
    return this.regions.has(name);
  }

  async register(region: SharedRegion): Promise<void> {
    const { name } = region;
    this.checkNew(name);
    const file = await this.open(region.key);
    try {
      await checkSize(file, region);
      this.checkNew(name);
    } catch (error) {
      await file.close();
      throw error;
    }
    this.regions.set(name, { ...region, file });
  }

  /** Without a name all of them. One that is not there is no mistake. */
  async unregister(name?: string): Promise<void> {
    for (const region of this.list().filter((one) => name === undefined || one.name === name)) {
      const file = this.regions.get(region.name)?.file;
      this.regions.delete(region.name);
      await file?.close();
    }
  }

  /** Throws when there is no such region or the slice reaches beyond it. */
  check({ region: name, offset, size }: SharedSlice): void {
    const region = this.regions.get(name);
    if (region === undefined) {
      throw notFound(`Unable to find shared memory region: '${name}'`);
    }
    if (offset >= region.size) {
      throw invalidArgument(`Invalid offset for shared memory region: '${name}'`);
    }
    // Nothing at offset 0 does not end within the region there, by its unsigned numbers.
    if (offset + size > region.size || (offset === 0n && size === 0n) || size > LONGEST) {
      throw invalidArgument(`Invalid offset + byte size for shared memory region: '${name}'`);
    }
  }

  async read(slice: SharedSlice): Promise<Uint8Array> {
    this.check(slice);
    const region = this.regions.get(slice.region);
    const bytes = new Uint8Array(Number(slice.size));
    const result = await region?.file.read(bytes, 0, bytes.byteLength, Number(region.offset + slice.offset));
    return bytes.subarray(0, result?.bytesRead ?? 0);
  }

  async write(slice: SharedSlice, bytes: Uint8Array): Promise<void> {
    this.check(slice);
    const region = this.regions.get(slice.region);
    await region?.file.write(bytes, 0, bytes.byteLength, Number(region.offset + slice.offset));
  }

  private checkNew(name: string): void {
    if (this.regions.has(name)) {
      throw new TritonError('ALREADY_EXISTS', `shared memory region '${name}' already in manager`);
    }
  }

  private async open(key: string): Promise<FileHandle> {
    // The name of a file in that folder, with or without slashes in front.
    const name = textOfBytes(key).replace(/^\/+/, '');
    const { O_RDWR, O_NOFOLLOW, O_NONBLOCK } = constants;
    try {
      if (this.folder !== undefined && /^(?!\.{1,2}$)[^/\0]+$/.test(name)) {
        const file = await open(`${this.folder}/${name}`, O_RDWR | O_NOFOLLOW | O_NONBLOCK);
        if ((await file.stat()).isFile()) {
          return file;
        }
        await file.close();
      }
    } catch {
      // Whatever the system has against it, Triton says the same.
    }
    throw internal(`Unable to open shared memory region: '${key}'`);
  }
}

async function checkSize(file: FileHandle, { name, offset, size }: SharedRegion): Promise<void> {
  const total = BigInt((await file.stat()).size);
  // Its sum has 64 bits; a region that ends beyond them is what mmap() has no room for.
  if (BigInt.asUintN(64, offset + size) > total) {
    throw invalidArgument(`failed to register shared memory region '${name}': invalid args`);
  }
  // What mmap() refuses.
  if (size === 0n || offset % PAGE !== 0n) {
    throw invalidArgument(`failed to register shared memory region '${name}': unable to process address spaceInvalid argument`);
  }
  if (offset + size > total) {
    throw invalidArgument(`failed to register shared memory region '${name}': unable to process address spaceCannot allocate memory`);
  }
}
