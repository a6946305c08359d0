import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/errors';
import { formatBytes, formatElapsed } from '../../base/quantities';
import { errorCode } from '../../base/systemError';

/** No (whole) answer came; `cause` tells why. */
export class ExchangeFailed extends Error {
  override readonly name = 'ExchangeFailed';

  constructor(
    cause: unknown,
    /** Whether any byte of an answer had come: if not, the question may be asked again. */
    readonly hadBegun: boolean,
  ) {
    super('no answer', { cause });
  }

  /** The connection was cut before anything came back, as happens to a kept one that the server has closed in the meantime. */
  get mayBeAskedAgain(): boolean {
    return !this.hadBegun && ['ECONNRESET', 'EPIPE', 'ECONNABORTED'].includes(codeOf(this.cause));
  }
}

export class TookTooLong extends Error {
  override readonly name = 'TookTooLong';

  constructor(
    readonly limit: 'connect' | 'firstByte' | 'idle' | 'whole',
    readonly milliseconds: number,
  ) {
    super(limit);
  }
}

export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
}

/** Node's error codes in words. `server` is the address as people know it. */
export function connectionError({ cause }: ExchangeFailed, server: string, longest: number): UserError {
  if (cause instanceof AnswerTooLarge) {
    const words = l10n.t(
      '{0} sent more than {1}, which no answer of a Triton server should take. It was given up.',
      server,
      formatBytes(longest),
    );
    return new UserError(words, 'triton-answer-too-large', { cause });
  }
  if (cause instanceof TookTooLong) {
    return tookTooLong(cause, server);
  }
  const code = codeOf(cause);
  const [, words, ourCode] = connectionWords(server).find(([pattern]) => pattern.test(code)) ?? [
    undefined,
    l10n.t('The connection to {0} was lost before the answer was complete. Try again.', server),
    'triton-connection-lost',
  ];
  return new UserError(words, ourCode, { cause });
}

function connectionWords(server: string): readonly (readonly [RegExp, string, string])[] {
  return [
    [
      /^ECONNREFUSED$/,
      l10n.t('Nothing answers at {0}. Check that the server is running and that the address and port are right.', server),
      'triton-unreachable',
    ],
    [
      /^(ENOTFOUND|EAI_AGAIN)$/,
      l10n.t(
        'The host of {0} cannot be found. The endpoint may have been deleted, or it is private and can only be reached from its network.',
        server,
      ),
      'triton-unknown-host',
    ],
    [
      /^(EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EADDRNOTAVAIL)$/,
      l10n.t('{0} cannot be reached. Check the network connection, VPN and firewall.', server),
      'triton-unreachable',
    ],
    [
      /^EPROTO$|CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_/,
      l10n.t('No safe connection to {0}: its certificate or TLS settings were not accepted. Check the address and the proxy.', server),
      'triton-tls',
    ],
    [
      /^HPE_/,
      l10n.t(
        '{0} does not answer as a web server should. Check the address and port: Triton speaks HTTP on port 8000, and gRPC on 8001.',
        server,
      ),
      'triton-bad-answer',
    ],
  ];
}

function tookTooLong(cause: TookTooLong, server: string): UserError {
  const time = formatElapsed(cause.milliseconds);
  const words =
    cause.limit === 'connect'
      ? l10n.t('{0} did not accept a connection within {1}. Check the address, VPN and firewall.', server, time)
      : l10n.t('{0} did not answer within {1}. It may be busy or stuck; try again, or look at its log.', server, time);
  return new UserError(words, 'triton-no-answer', { cause });
}

/** The first code found: fetching by several addresses fails with one error for each. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError) {
    return error.errors.map(codeOf).find((code) => code !== '') ?? '';
  }
  return errorCode(error) ?? '';
}
