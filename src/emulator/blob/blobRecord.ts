import { Fields } from '../../base/decode';

/** What is known of one blob; its bytes are a file beside it. */
export interface BlobRecord {
  readonly name: string;
  /** File name of the bytes. A new upload gets a new file, so a reader or a hard link keeps the bytes that it has. */
  readonly file: string;
  readonly size: number;
  /** With its quotation marks, as in the header. */
  readonly etag: string;
  /** ISO 8601. */
  readonly createdOn: string;
  readonly lastModified: string;
  readonly contentType: string;
  readonly contentEncoding?: string;
  readonly cacheControl?: string;
  /** Base64. Known for blobs that came in one piece, and where the client gave it for blocks. */
  readonly contentMd5?: string;
  /** Names keep the casing in which they were sent. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The committed blocks in order, ids in Base64; empty for a blob that came in one piece. */
  readonly blocks: readonly { readonly id: string; readonly size: number }[];
}

export function blobRecordFrom(raw: unknown, path: string): BlobRecord {
  const fields = Fields.of(raw, path);
  const optional = (name: 'contentEncoding' | 'cacheControl' | 'contentMd5'): Partial<BlobRecord> => {
    const value = fields.optionalText(name);
    return value === undefined ? {} : { [name]: value };
  };
  return {
    name: fields.text('name'),
    file: fields.text('file'),
    size: fields.number('size'),
    etag: fields.text('etag'),
    createdOn: fields.text('createdOn'),
    lastModified: fields.text('lastModified'),
    contentType: fields.text('contentType'),
    ...optional('contentEncoding'),
    ...optional('cacheControl'),
    ...optional('contentMd5'),
    metadata: Object.fromEntries(fields.map('metadata', (it) => String(it))),
    blocks: fields.list('blocks', (block, at) => {
      const entry = Fields.of(block, at);
      return { id: entry.text('id'), size: entry.number('size') };
    }),
  };
}
