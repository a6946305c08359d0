import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import type { HashPart, ModelFile } from './walk';

/** What the hash starts with: the official SDK's way of saying which of its algorithms this is. */
const seed = 'Initialize for october 2021 AML CLI version';

/** A file is sent in pieces of this size, and compared with what was hashed piece by piece. */
export const blockSize = 4 * 1024 * 1024;
const readSize = 1024 * 1024;

/** A file as it was when it was hashed: MD5 (base64) of each block, which is also what the blob service checks. */
export interface FileDigest {
  readonly path: string;
  readonly size: number;
  readonly blocks: readonly string[];
}

export interface ContentDigest {
  /** SHA-256, hex, of names and contents in walk order. */
  readonly hash: string;
  /** One for each path among the files. */
  readonly files: readonly FileDigest[];
}

/** What the hash thread is asked for. */
export interface HashJob {
  readonly parts: readonly HashPart[];
  /** Files that are uploaded although the hash does not see them. */
  readonly unseen: readonly ModelFile[];
}

/** Reads every file once. `onBytes` hears how much was read since it last heard. */
export async function hashContent(job: HashJob, onBytes: (bytes: number) => void): Promise<ContentDigest> {
  const hash = createHash('sha256').update(seed);
  const files = new Map<string, FileDigest>();
  const buffer = Buffer.allocUnsafe(readSize);
  for (const part of job.parts) {
    if (part.kind === 'name') {
      hash.update(part.name, 'utf8');
    } else {
      const digest = await readThrough(part.file.path, buffer, (piece) => {
        hash.update(piece);
        onBytes(piece.length);
      });
      files.set(digest.path, digest);
    }
  }
  for (const file of job.unseen) {
    const digest = await readThrough(file.path, buffer, (piece) => {
      onBytes(piece.length);
    });
    files.set(digest.path, digest);
  }
  return { hash: hash.digest('hex'), files: [...files.values()] };
}

/** The name of an anonymous model: SHA-256 of the content hash's hex digits. */
export function anonymousName(hash: string): string {
  return createHash('sha256').update(hash).digest('hex');
}

async function readThrough(path: string, buffer: Buffer, onPiece: (piece: Buffer) => void): Promise<FileDigest> {
  const file = await open(path);
  try {
    const blocks: string[] = [];
    let size = 0;
    for (let block = await readBlock(file, size, buffer, onPiece); block.bytes > 0; block = await readBlock(file, size, buffer, onPiece)) {
      blocks.push(block.md5);
      size += block.bytes;
    }
    return { path, size, blocks };
  } finally {
    await file.close();
  }
}

/** One block, in pieces; fewer bytes than a block at the end of the file. */
async function readBlock(
  file: FileHandle,
  start: number,
  buffer: Buffer,
  onPiece: (piece: Buffer) => void,
): Promise<{ bytes: number; md5: string }> {
  const md5 = createHash('md5');
  let bytes = 0;
  while (bytes < blockSize) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, blockSize - bytes), start + bytes);
    if (bytesRead === 0) {
      break;
    }
    const piece = buffer.subarray(0, bytesRead);
    md5.update(piece);
    onPiece(piece);
    bytes += bytesRead;
  }
  return { bytes, md5: md5.digest('base64') };
}
