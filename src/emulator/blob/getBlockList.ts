import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { blobNotFound } from './blobError';
import { httpDate } from './blobHeaders';
import { blobNameOf, type BlobRequest } from './blobRequest';
import { blockIdOf } from './blockIds';
import { sendXml } from './sendXml';
import { element, textElement } from './xml';

interface Block {
  readonly id: string;
  readonly size: number;
}

/** Get Block List (`blocklisttype=committed|uncommitted|all`): what a client asks that goes on with an upload. */
export async function getBlockList(request: BlobRequest): Promise<void> {
  const { container, query, response } = request;
  const name = blobNameOf(request);
  const record = container.get(name);
  const uncommitted = await uncommittedBlocks(container.blockFolder(name));
  if (!record && uncommitted.length === 0) {
    throw blobNotFound();
  }
  const type = (query.get('blocklisttype') ?? 'committed').toLowerCase();
  const lists = [
    type === 'uncommitted' ? '' : element('CommittedBlocks', (record?.blocks ?? []).map(blockXml).join('')),
    type === 'committed' ? '' : element('UncommittedBlocks', uncommitted.map(blockXml).join('')),
  ];
  const known = record
    ? { ETag: record.etag, 'Last-Modified': httpDate(record.lastModified), 'x-ms-blob-content-length': String(record.size) }
    : { 'x-ms-blob-content-length': '0' };
  sendXml(response, 200, element('BlockList', lists.join('')), known);
}

async function uncommittedBlocks(folder: string): Promise<Block[]> {
  const names = await readdir(folder).catch(() => []);
  return Promise.all(names.sort().map(async (name) => ({ id: blockIdOf(name), size: (await stat(join(folder, name))).size })));
}

function blockXml({ id, size }: Block): string {
  return element('Block', textElement('Name', id) + textElement('Size', size));
}
