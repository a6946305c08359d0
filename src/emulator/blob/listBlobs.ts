import { BlobError } from './blobError';
import { httpDate } from './blobHeaders';
import type { BlobRecord } from './blobRecord';
import type { BlobRequest } from './blobRequest';
import { sendXml } from './sendXml';
import { element, textElement, xmlText } from './xml';

/** The most entries of one answer. */
const MOST_RESULTS = 5000;

type Entry =
  { readonly kind: 'blob'; readonly name: string; readonly record: BlobRecord } | { readonly kind: 'prefix'; readonly name: string };

/** List Blobs, flat or by a delimiter, page by page. */
export function listBlobs(request: BlobRequest): Promise<void> {
  const { query, container, address, response, incoming } = request;
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const marker = query.get('marker') ?? '';
  const most = maxResults(query.get('maxresults'));
  const entries = grouped(container.under(prefix), prefix, delimiter).filter((it) => it.name >= marker);
  const page = entries.slice(0, most);
  const withMetadata = (query.get('include') ?? '').split(',').includes('metadata');
  const asked = ['prefix', 'marker', 'maxresults', 'delimiter'].map((name) => echo(query, name)).join('');
  const blobs = element('Blobs', page.map((it) => entryXml(it, withMetadata)).join(''));
  const next = textElement('NextMarker', entries[most]?.name ?? '');
  const service = xmlText(`http://${incoming.headers.host ?? 'localhost'}/${address.account}/`);
  const attributes = `ServiceEndpoint="${service}" ContainerName="${xmlText(address.container ?? '')}"`;
  sendXml(response, 200, `<EnumerationResults ${attributes}>${asked}${blobs}${next}</EnumerationResults>`);
  return Promise.resolve();
}

/** The answer repeats the question: `delimiter` comes back as `<Delimiter>`. */
function echo(query: URLSearchParams, name: string): string {
  const element = name === 'maxresults' ? 'MaxResults' : name.charAt(0).toUpperCase() + name.slice(1);
  const value = query.get(name);
  return value === null ? '' : textElement(element, value);
}

function maxResults(text: string | null): number {
  if (text === null) {
    return MOST_RESULTS;
  }
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0) {
    throw new BlobError(
      400,
      'OutOfRangeQueryParameterValue',
      'One of the query parameters specified in the request URI is outside the permissible range: maxresults.',
    );
  }
  return Math.min(Number(text), MOST_RESULTS);
}

/** With a delimiter, names that go on after it are one entry for all of them. */
function grouped(records: readonly BlobRecord[], prefix: string, delimiter: string): Entry[] {
  const entries: Entry[] = [];
  for (const record of records) {
    const end = delimiter === '' ? -1 : record.name.indexOf(delimiter, prefix.length);
    if (end < 0) {
      entries.push({ kind: 'blob', name: record.name, record });
      continue;
    }
    const name = record.name.slice(0, end + delimiter.length);
    if (entries.at(-1)?.name !== name) {
      entries.push({ kind: 'prefix', name });
    }
  }
  return entries;
}

function entryXml(entry: Entry, withMetadata: boolean): string {
  if (entry.kind === 'prefix') {
    return element('BlobPrefix', textElement('Name', entry.name));
  }
  const { record } = entry;
  const properties = [
    textElement('Creation-Time', httpDate(record.createdOn)),
    textElement('Last-Modified', httpDate(record.lastModified)),
    textElement('Etag', record.etag.replaceAll('"', '')),
    textElement('Content-Length', record.size),
    textElement('Content-Type', record.contentType),
    textElement('Content-Encoding', record.contentEncoding ?? ''),
    textElement('Content-MD5', record.contentMd5 ?? ''),
    textElement('BlobType', 'BlockBlob'),
    textElement('LeaseStatus', 'unlocked'),
    textElement('LeaseState', 'available'),
    textElement('ServerEncrypted', 'true'),
  ];
  const metadata = Object.entries(record.metadata).map(([name, value]) => textElement(name, value));
  const parts = [textElement('Name', record.name), element('Properties', properties.join(''))];
  return element('Blob', [...parts, withMetadata ? element('Metadata', metadata.join('')) : ''].join(''));
}
