import { isIP } from 'node:net';

/** True for hosts that never leave this machine: `localhost`, `127.0.0.0/8`, `[::1]`. `host` is URL.hostname. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || (isIP(bare) === 4 && bare.startsWith('127.')) || bare === '::1';
}

/** Credentials go out over TLS, or over plain http to this very machine (the emulator). */
export function isSafeForCredentials(url: URL): boolean {
  return (
    url.username === '' && url.password === '' && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)))
  );
}
