import type { IncomingMessage, ServerResponse } from 'node:http';
import { BlobError, conditionNotMet } from './blobError';
import type { BlobAddress } from './blobAddress';
import type { BlobRecord } from './blobRecord';
import type { ContainerFolder } from './containerFolder';

/** A request that has been read, found its container and was let through. */
export interface BlobRequest {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  readonly address: BlobAddress;
  readonly container: ContainerFolder;
}

/** Name of the blob; 400 when the URL names none. */
export function blobNameOf({ address }: BlobRequest): string {
  if (address.blob === undefined) {
    throw new BlobError(400, 'InvalidUri', 'The requested URI does not represent any resource on the server.');
  }
  return address.blob;
}

export function header(incoming: IncomingMessage, name: string): string | undefined {
  const value = incoming.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** `x-ms-meta-*` in the casing in which it was sent: Azure keeps it, and names with underscores must stay what they are. */
export function metadataOf({ rawHeaders }: IncomingMessage): Record<string, string> {
  const metadata: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (/^x-ms-meta-./i.test(name)) {
      metadata.push([name.slice('x-ms-meta-'.length), rawHeaders[index + 1] ?? '']);
    }
  }
  return Object.fromEntries(metadata);
}

/** Checks If-Match and If-None-Match for a request that writes. */
export function checkWriteConditions(incoming: IncomingMessage, present: BlobRecord | undefined): void {
  const noneMatch = header(incoming, 'if-none-match');
  if (noneMatch !== undefined && present && (noneMatch === '*' || matches(noneMatch, present))) {
    throw noneMatch === '*' ? new BlobError(409, 'BlobAlreadyExists', 'The specified blob already exists.') : conditionNotMet();
  }
  const match = header(incoming, 'if-match');
  if (match !== undefined && !(present && (match === '*' || matches(match, present)))) {
    throw conditionNotMet();
  }
}

/** The same for a request that reads: true when the client already has it (304). */
export function isNotModified(incoming: IncomingMessage, present: BlobRecord): boolean {
  const match = header(incoming, 'if-match');
  if (match !== undefined && match !== '*' && !matches(match, present)) {
    throw conditionNotMet();
  }
  const noneMatch = header(incoming, 'if-none-match');
  return noneMatch !== undefined && (noneMatch === '*' || matches(noneMatch, present));
}

/** Etags are compared without their quotation marks: some clients send them bare. */
function matches(condition: string, record: BlobRecord): boolean {
  const bare = (etag: string): string => etag.trim().replaceAll('"', '');
  return condition.split(',').some((it) => bare(it) === bare(record.etag));
}
