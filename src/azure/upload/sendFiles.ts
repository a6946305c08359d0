import type { BlockBlobClient, ContainerClient } from '@azure/storage-blob';
import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/errors';
import { AzureError } from '../azureError';
import type { Clock } from '../transport/clock';
import { jitteredPause } from '../transport/retry';
import { blockSize, type FileDigest } from './contentHash';

/** A file, as it was hashed, and where it goes. */
export interface FileToSend {
  readonly digest: FileDigest;
  /** For messages: relative to the model's folder. */
  readonly name: string;
  readonly blob: string;
}

export interface SendPorts {
  readonly container: ContainerClient;
  readonly clock: Clock;
  /** Bytes that have arrived since it was last called. */
  readonly onBytes: (bytes: number) => void;
}

/** Blocks under way at once; each holds one block in memory. */
const lanes = 8;
const smallestPiece = 256 * 1024;
const triesWithoutProgress = 6;
const calmPieces = 32;

/**
 * Sends all files, block by block. Each block is compared with what was hashed before it leaves, and checked again by the
 * service through its MD5: what arrives is what the hash says. Rejects with a UserError naming a file that changed meanwhile.
 * Aborting ends every lane at once.
 */
export async function sendFiles(files: readonly FileToSend[], ports: SendPorts, signal: AbortSignal): Promise<void> {
  const failed = new AbortController();
  const both = AbortSignal.any([signal, failed.signal]);
  const uploads = files.map((file) => new FileUpload(file, ports.container.getBlockBlobClient(file.blob)));
  const blocks = blocksOf(uploads);
  const pace = new Pace();
  const lane = async (): Promise<void> => {
    const buffer = Buffer.allocUnsafe(Math.min(blockSize, Math.max(...files.map(({ digest }) => digest.size), 1)));
    for (const { upload, index } of blocks) {
      both.throwIfAborted();
      await upload.sendBlock(index, buffer, { ...ports, pace, signal: both });
    }
  };
  const failOnce = (error: unknown): never => {
    failed.abort(error);
    throw error;
  };
  try {
    const ends = await Promise.allSettled(Array.from({ length: lanes }, () => lane().catch(failOnce)));
    signal.throwIfAborted();
    if (ends.some(({ status }) => status === 'rejected')) {
      throw failed.signal.reason;
    }
  } finally {
    await Promise.all(uploads.map((upload) => upload.close()));
  }
}

/** One iterator shared by all lanes: whoever is free takes the next block. */
function* blocksOf(uploads: readonly FileUpload[]): Generator<{ upload: FileUpload; index: number }> {
  for (const upload of uploads) {
    for (let index = 0; index < upload.blockCount; index++) {
      yield { upload, index };
    }
  }
}

interface Lane extends SendPorts {
  readonly pace: Pace;
  readonly signal: AbortSignal;
}

/** One file on its way. The first block opens it, the last one to arrive commits it. */
class FileUpload {
  private file: Promise<FileHandle> | undefined;
  private readonly blockIds = new Map<number, readonly string[]>();

  constructor(
    private readonly source: FileToSend,
    private readonly blob: BlockBlobClient,
  ) {}

  /** An empty file has one block of nothing. */
  get blockCount(): number {
    return Math.max(1, this.source.digest.blocks.length);
  }

  async sendBlock(index: number, buffer: Buffer, lane: Lane): Promise<void> {
    this.file ??= open(this.source.digest.path);
    const file = await this.file.catch((error: unknown) => {
      throw this.changed(error);
    });
    const block = await this.readBlock(file, index, buffer);
    if (this.blockCount === 1 && block.length <= lane.pace.pieceSize && (await this.sendWhole(block, lane))) {
      await this.close();
      return;
    }
    this.blockIds.set(index, await this.stage(index, block, lane));
    if (this.blockIds.size === this.blockCount) {
      await this.refuseGrown(file);
      const ids = Array.from({ length: this.blockCount }, (_, i) => this.blockIds.get(i) ?? []).flat();
      await this.blob.commitBlockList(ids, { abortSignal: lane.signal });
      await this.close();
    }
  }

  /** As soon as the file is sent: a model may have more files than a process may hold open. */
  async close(): Promise<void> {
    const file = this.file;
    this.file = undefined;
    // A file that could not be opened has been reported by then.
    await file?.then((it) => it.close()).catch(() => undefined);
  }

  /** False when the connection broke: the caller goes on with smaller pieces. */
  private async sendWhole(block: Buffer, { pace, onBytes, signal }: Lane): Promise<boolean> {
    try {
      const [md5] = this.source.digest.blocks;
      const checksum = md5 === undefined ? {} : { blobHTTPHeaders: { blobContentMD5: Buffer.from(md5, 'base64') } };
      await this.blob.upload(block, block.length, { abortSignal: signal, ...checksum });
      pace.arrived();
      onBytes(block.length);
      return true;
    } catch (error) {
      if (isBrokenConnection(error) && block.length > 0) {
        pace.broke();
        return false;
      }
      throw error;
    }
  }

  /** Only the piece that was under way when a connection broke is sent again, and the next ones are smaller. */
  private async stage(index: number, block: Buffer, { pace, clock, onBytes, signal }: Lane): Promise<string[]> {
    const ids: string[] = [];
    let failures = 0;
    for (let start = 0; start < block.length;) {
      const piece = block.subarray(start, start + pace.pieceSize);
      const id = blockId(index, start);
      try {
        const md5 = piece.length === block.length ? Buffer.from(this.source.digest.blocks[index] ?? '', 'base64') : md5Of(piece);
        await this.blob.stageBlock(id, piece, piece.length, { abortSignal: signal, transactionalContentMD5: md5 });
      } catch (error) {
        failures += 1;
        if (!isBrokenConnection(error) || failures === triesWithoutProgress) {
          throw error;
        }
        pace.broke();
        await clock.wait(jitteredPause(failures, clock), signal);
        continue;
      }
      pace.arrived();
      onBytes(piece.length);
      ids.push(id);
      start += piece.length;
      failures = 0;
    }
    return ids;
  }

  private async readBlock(file: FileHandle, index: number, buffer: Buffer): Promise<Buffer> {
    const { size, blocks } = this.source.digest;
    const length = Math.min(blockSize, size - index * blockSize);
    const md5 = createHash('md5');
    let read = 0;
    while (read < length) {
      const { bytesRead } = await file.read(buffer, read, Math.min(1024 * 1024, length - read), index * blockSize + read);
      if (bytesRead === 0) {
        throw this.changed();
      }
      md5.update(buffer.subarray(read, read + bytesRead));
      read += bytesRead;
    }
    if (length > 0 && md5.digest('base64') !== blocks[index]) {
      throw this.changed();
    }
    if (this.blockCount === 1) {
      await this.refuseGrown(file);
    }
    return buffer.subarray(0, length);
  }

  private async refuseGrown(file: FileHandle): Promise<void> {
    if ((await file.stat()).size !== this.source.digest.size) {
      throw this.changed();
    }
  }

  private changed(cause?: unknown): UserError {
    const message = l10n.t('{0} changed while it was uploaded. Nothing was registered. Try again when it is complete.', this.source.name);
    return new UserError(message, 'file-changed', { cause });
  }
}

/** How large the pieces are: smaller after a connection broke, larger again after a while of calm. */
class Pace {
  pieceSize = blockSize;
  private calm = 0;

  arrived(): void {
    this.calm += 1;
    if (this.calm >= calmPieces) {
      this.pieceSize = Math.min(blockSize, this.pieceSize * 4);
      this.calm = 0;
    }
  }

  broke(): void {
    this.pieceSize = Math.max(smallestPiece, this.pieceSize / 4);
    this.calm = 0;
  }
}

/** All ids of a blob must be equally long. */
function blockId(index: number, start: number): string {
  return Buffer.from(`${String(index).padStart(8, '0')}-${String(start).padStart(8, '0')}`).toString('base64');
}

function md5Of(piece: Buffer): Buffer {
  return createHash('md5').update(piece).digest();
}

function isBrokenConnection(error: unknown): boolean {
  return error instanceof AzureError && error.kind === 'unreachable';
}
