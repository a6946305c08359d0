import { createHmac, createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Fields } from '../../../base/decode';
import type { RecordKind } from '../../state/collection';

/** What opens an endpoint. Kept apart from the endpoint, in files that only their owner may read. */
export interface EndpointSecrets {
  readonly primaryKey: string;
  readonly secondaryKey: string;
  /** Signs the tokens of `AMLToken` endpoints; never leaves the process but for its file. */
  readonly tokenKey: string;
}

export const endpointSecretsKind: RecordKind<EndpointSecrets> = {
  folder: 'endpoint-keys',
  secrecy: 'secret',
  decode: (raw, path) => {
    const fields = Fields.of(raw, path);
    return { primaryKey: fields.text('primaryKey'), secondaryKey: fields.text('secondaryKey'), tokenKey: fields.text('tokenKey') };
  },
};

export function newKey(): string {
  return randomBytes(32).toString('base64url');
}

/** A token as `…/token` answers it; times are epoch seconds. */
export function issueToken(
  secrets: EndpointSecrets,
  endpointId: string,
  lifetimeSeconds: number,
): Readonly<Record<string, string | number>> {
  const now = Math.floor(Date.now() / 1000);
  const expiryTimeUtc = now + lifetimeSeconds;
  const header = base64url({ alg: 'HS256', typ: 'JWT' });
  const claims = base64url({ sub: endpointId.toLowerCase(), iat: now, exp: expiryTimeUtc });
  const accessToken = `${header}.${claims}.${sign(secrets, `${header}.${claims}`)}`;
  return { accessToken, tokenType: 'Bearer', expiryTimeUtc, refreshAfterTimeUtc: now + Math.floor(lifetimeSeconds / 2) };
}

export function isValidToken(secrets: EndpointSecrets, endpointId: string, token: string): boolean {
  const [header = '', claims = '', signature = ''] = token.split('.');
  if (!sameSecret(signature, sign(secrets, `${header}.${claims}`))) {
    return false;
  }
  // Only what we signed gets here, so it is the JSON that issueToken made.
  const fields = Fields.of(JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')), 'token');
  return fields.text('sub') === endpointId.toLowerCase() && fields.number('exp') * 1000 > Date.now();
}

export function isValidKey(secrets: EndpointSecrets, key: string): boolean {
  return sameSecret(key, secrets.primaryKey) || sameSecret(key, secrets.secondaryKey);
}

/** Takes the same time whatever the first difference is; the hashes make the lengths equal. */
function sameSecret(a: string, b: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}

function sign(secrets: EndpointSecrets, text: string): string {
  return createHmac('sha256', secrets.tokenKey).update(text).digest('base64url');
}

function base64url(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
