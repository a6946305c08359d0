import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/errors';
import type { HttpAnswer } from './httpExchange';
import { shownText } from './shownText';

/** What was asked, for the words. */
export interface Asked {
  /** The server's address without its path. */
  readonly server: string;
  readonly model: string | undefined;
  /** The one deployment that was asked for. */
  readonly deployment: string | undefined;
  /** An endpoint of Azure's (or the emulator's) wants a key or token; a Triton server of one's own usually does not. */
  readonly hasSecret: boolean;
}

/**
 * An answer that is not 200, in words: the status codes of online endpoints (Azure docs, "Troubleshoot online endpoints", HTTP status
 * codes) and Triton's own. The cause is left out on purpose: a body may repeat what was sent.
 */
export function statusError(answer: HttpAnswer, asked: Asked): UserError {
  const { status } = answer;
  if (status >= 300 && status < 400) {
    return redirected(answer, asked);
  }
  const { words, code } = endpointWords(asked).get(status) ?? otherWords(status, asked);
  // The door of the endpoint, which Triton knows nothing of.
  if (status === 401 || status === 403) {
    return new UserError(words, code);
  }
  // Triton's own text says more than the status does.
  const text = ownWords(answer);
  if (text !== undefined) {
    return new UserError(tritonWords(text, asked), status === 404 ? 'triton-unknown-model' : code);
  }
  return status < 500 && looksLikeWebPage(answer) ? notTriton(asked) : new UserError(words, code);
}

function otherWords(status: number, { server }: Asked): StatusWords {
  return status >= 500
    ? {
        words: l10n.t('{0} failed while it answered. Try again; if it goes on, look at the log of the deployment.', server),
        code: 'triton-server-error',
      }
    : { words: l10n.t('{0} refused the request without saying why. Check the address and the model.', server), code: 'triton-refused' };
}

export function notTriton({ server }: Asked): UserError {
  return new UserError(
    l10n.t('{0} answers with a web page, so it is no Triton server. Check the address and port.', server),
    'triton-not-triton',
  );
}

export function looksLikeWebPage({ headers, body }: HttpAnswer): boolean {
  return /^text\/html\b/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype|html)/i.test(startOf(body));
}

interface StatusWords {
  readonly words: string;
  readonly code: string;
}

function endpointWords({ server, deployment, hasSecret }: Asked): ReadonlyMap<number, StatusWords> {
  return new Map<number, StatusWords>([
    [
      401,
      hasSecret
        ? {
            words: l10n.t("{0} did not accept the key or token. Get the endpoint's current key and try again.", server),
            code: 'triton-unauthorized',
          }
        : { words: l10n.t('{0} wants a key or token. Give one and try again.', server), code: 'triton-unauthorized' },
    ],
    [
      403,
      {
        words: l10n.t(
          'You are not allowed to use {0}. Ask for a role with the right to score on the endpoint; if it is private, connect from its network.',
          server,
        ),
        code: 'triton-forbidden',
      },
    ],
    [404, notThere(server, deployment, hasSecret)],
    [
      408,
      {
        words: l10n.t(
          'The model on {0} took longer than its deployment allows. Raise the request timeout of the deployment (at most 180 s) or use a larger instance.',
          server,
        ),
        code: 'triton-timeout',
      },
    ],
    [413, { words: l10n.t('The request is too large for {0}. Send fewer or smaller pictures at once.', server), code: 'triton-too-large' }],
    [
      424,
      {
        words: l10n.t('The model on {0} failed to answer and gave no reason. Look at the log of the deployment.', server),
        code: 'triton-model-failed',
      },
    ],
    [
      429,
      {
        words: l10n.t(
          '{0} has more requests than it can take. Wait a moment and try again, or give the deployment more instances.',
          server,
        ),
        code: 'triton-busy',
      },
    ],
    [
      503,
      {
        words: l10n.t('{0} is not ready to answer. Wait until the deployment is ready and try again.', server),
        code: 'triton-server-error',
      },
    ],
  ]);
}

function notThere(server: string, deployment: string | undefined, hasSecret: boolean): StatusWords {
  if (deployment !== undefined) {
    return { words: l10n.t('{0} has no deployment {1}. Choose another deployment.', server, deployment), code: 'triton-no-deployment' };
  }
  return hasSecret
    ? {
        words: l10n.t(
          'No deployment of {0} receives traffic. Set the traffic of a deployment above 0 %, or invoke one deployment by its name.',
          server,
        ),
        code: 'triton-no-deployment',
      }
    : { words: l10n.t('There is no Triton server at {0}. Check the address and port.', server), code: 'triton-not-triton' };
}

function tritonWords(text: string, { server, model }: Asked): string {
  return model === undefined
    ? l10n.t('Triton at {0} refused the request: {1}', server, text)
    : l10n.t('Model {0} at {1} could not answer: {2}', model, server, text);
}

/** Triton's `{"error":"…"}`; else the reason that Azure puts beside status 424. Azure's own bodies have an object for `error`. */
function ownWords({ body, headers }: HttpAnswer): string | undefined {
  const reason = headers['ms-azureml-model-error-reason'];
  const text = errorTextOf(body) ?? (typeof reason === 'string' ? reason : '');
  return shownText(text) || undefined;
}

function errorTextOf(body: Uint8Array): string | undefined {
  if (body.byteLength > 1024 * 1024) {
    return undefined;
  }
  try {
    const raw: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    return typeof raw === 'object' && raw !== null && 'error' in raw && typeof raw.error === 'string' ? raw.error : undefined;
  } catch {
    // No JSON, so not Triton's: the status alone has to do.
    return undefined;
  }
}

function redirected({ headers }: HttpAnswer, { server }: Asked): UserError {
  const target = URL.parse(headers.location ?? '', server)?.origin ?? l10n.t('another address');
  return new UserError(
    l10n.t(
      '{0} points to {1} instead of answering. Nothing was sent there; if that is the right server, use its address.',
      server,
      shownText(target),
    ),
    'triton-redirect',
  );
}

function startOf(body: Uint8Array): string {
  return Buffer.from(body.subarray(0, 256)).toString('latin1');
}
