import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/errors';
import { shownText } from './shownText';

/**
 * A server's address, checked before anything is sent to it. UserErrors: `triton-bad-url` for what is no address of a web server,
 * `triton-insecure` where a secret would travel in the open. On this computer itself nobody listens in.
 */
export function serverAddress(text: string, hasSecret: boolean): URL {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw new UserError(
      l10n.t(
        '{0} is no address of a server. Give one such as http://127.0.0.1:8000 or the scoring URI of an endpoint.',
        shownText(withoutUserInfo(text)),
      ),
      'triton-bad-url',
    );
  }
  if (hasSecret && url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new UserError(
      l10n.t('The key was not sent to {0}, because anyone on the way could read it. Use an address that begins with https.', url.origin),
      'triton-insecure',
    );
  }
  return url;
}

/** Of a parsed URL's host name: other spellings of an address (127.1, 0x7f000001) have become the usual one by then. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** What stands before an @ may be a password. */
function withoutUserInfo(text: string): string {
  return text.replace(/^.*@/s, '');
}
