import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const standardHeaders = [
  'content-encoding',
  'content-language',
  'content-length',
  'content-md5',
  'content-type',
  'date',
  'if-modified-since',
  'if-match',
  'if-none-match',
  'if-unmodified-since',
  'range',
];

/** Checks `Authorization: SharedKey account:signature` (REST reference "Authorize with Shared Key", blob service, 2009-09-19 and later). */
export function isSharedKeyValid(request: IncomingMessage, account: string, accountKey: string): boolean {
  const given = /^SharedKey (?<account>[^:]+):(?<signature>\S+)$/.exec(request.headers.authorization ?? '')?.groups;
  if (given?.['account'] !== account) {
    return false;
  }
  const expected = createHmac('sha256', Buffer.from(accountKey, 'base64')).update(stringToSign(request, account)).digest('base64');
  return given['signature'] === expected;
}

function stringToSign(request: IncomingMessage, account: string): string {
  const { headers } = request;
  const plain = standardHeaders.map((name) => {
    const value = String(headers[name] ?? '');
    return name === 'content-length' && value === '0' ? '' : value;
  });
  const own = Object.keys(headers).filter((it) => it.startsWith('x-ms-'));
  const canonicalHeaders = own.sort().map((name) => `${name}:${String(headers[name]).trim()}`);
  return [request.method ?? '', ...plain, ...canonicalHeaders, canonicalResource(request.url ?? '/', account)].join('\n');
}

/** `/account` + the path as it was sent (so the account stands there twice in path style) + each query parameter on a line. */
function canonicalResource(url: string, account: string): string {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const parameters = new Map<string, string[]>();
  for (const [name, value] of searchParams) {
    const key = name.toLowerCase();
    parameters.set(key, [...(parameters.get(key) ?? []), value]);
  }
  const lines = [...parameters].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, values]) => `${name}:${values.sort().join(',')}`);
  return [`/${account}${pathname}`, ...lines].join('\n');
}
