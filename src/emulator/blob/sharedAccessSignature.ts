import { createHmac } from 'node:crypto';

/** Version of the signature's layout; the service of that version and all later ones check it the same way. */
const SIGNED_VERSION = '2021-12-02';
/** Clocks differ: what is signed now must not be too young for a clock that is late. */
const START_EARLIER_MILLISECONDS = 15 * 60_000;

/** A service SAS for everything in a container: read, add, create, write, delete, list. Without a leading `?`. */
export function containerSas(account: string, accountKey: string, container: string, lifetimeHours: number): string {
  const now = Date.now();
  const query = new URLSearchParams({
    sv: SIGNED_VERSION,
    st: isoSeconds(now - START_EARLIER_MILLISECONDS),
    se: isoSeconds(now + lifetimeHours * 3_600_000),
    sr: 'c',
    sp: 'racwdl',
  });
  query.set('sig', signature(accountKey, stringToSign(query, `/blob/${account}/${container}`)));
  return query.toString();
}

type SasVerdict = 'valid' | 'badSignature' | 'notInTime' | 'notPermitted';

/**
 * Checks a service SAS on a container or blob (`sr=c|b`): signature, time, permission. `permissions` are the letters of which one is
 * enough (`r`, `cw`, `l` …).
 */
export function checkSas(query: URLSearchParams, accountKey: string, resource: SasResource, permissions: string): SasVerdict {
  const { account, container, blob } = resource;
  const path = query.get('sr') === 'b' && blob !== undefined ? `/blob/${account}/${container}/${blob}` : `/blob/${account}/${container}`;
  if (signature(accountKey, stringToSign(query, path)) !== query.get('sig')) {
    return 'badSignature';
  }
  const now = Date.now();
  const start = query.get('st');
  if ((start !== null && !(Date.parse(start) <= now)) || !(Date.parse(query.get('se') ?? '') > now)) {
    return 'notInTime';
  }
  const given = query.get('sp') ?? '';
  return Array.from(permissions).some((it) => given.includes(it)) ? 'valid' : 'notPermitted';
}

interface SasResource {
  readonly account: string;
  readonly container: string;
  readonly blob: string | undefined;
}

/** REST reference "Create a service SAS", the layout of version 2020-12-06 and later. */
function stringToSign(query: URLSearchParams, resource: string): string {
  const field = (name: string): string => query.get(name) ?? '';
  const head = [field('sp'), field('st'), field('se'), resource, field('si'), field('sip'), field('spr'), field('sv'), field('sr')];
  const tail = [field('snapshot'), field('ses'), field('rscc'), field('rscd'), field('rsce'), field('rscl'), field('rsct')];
  return [...head, ...tail].join('\n');
}

function signature(accountKey: string, text: string): string {
  return createHmac('sha256', Buffer.from(accountKey, 'base64')).update(text).digest('base64');
}

function isoSeconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}
