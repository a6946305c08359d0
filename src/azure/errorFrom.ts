import { Fields } from '../base/decode';
import { errorCode } from '../base/systemError';
import { AzureError, type AzureErrorDetail, type AzureErrorKind } from './azureError';

/** What an answer other than success looks like from here. */
export interface FailedAnswer {
  readonly status: number;
  readonly contentType: string | undefined;
  /** `x-ms-error-code`: the blob service's only word where there is no body, as after HEAD. */
  readonly errorCode: string | undefined;
  readonly body: string;
}

/** The error for an answer of 3xx, 4xx or 5xx. */
export function errorFromAnswer(answer: FailedAnswer, request: string): AzureError {
  const detail = detailFromJson(answer.body) ?? detailFromXml(answer.body);
  if (!detail && !isSilent(answer) && answer.status < 500) {
    return notAzure(answer.body, request);
  }
  return new AzureError(kindOf(answer.status), detail ?? { code: answer.errorCode ?? '', message: '', details: [] }, request);
}

/** A connection that did not come about or broke. `code` is the system's: `ECONNRESET`, `ENOTFOUND`. */
export function errorFromSocket(error: unknown, request: string): AzureError {
  const code = errorCode(error) ?? 'ECONNRESET';
  const message = error instanceof Error ? error.message : String(error);
  return new AzureError('unreachable', { code, message, details: [] }, request, { cause: error });
}

/** Somebody between us and Azure answered, or the answer broke on its way; the message shows how it begins. */
export function notAzure(body: string, request: string, options?: ErrorOptions): AzureError {
  const beginning = body.replace(/\s+/g, ' ').trim().slice(0, 80);
  return new AzureError('notAzure', { code: 'NotAzure', message: beginning, details: [] }, request, options);
}

/**
 * An error of the SDKs about an answer that passed our checks: a status or a body that their model of the service does not
 * know. Everything else is given back as it is.
 */
export function errorFromSdk(error: unknown, request: string): unknown {
  return error instanceof Error && error.name === 'RestError' ? notAzure(error.message, request, { cause: error }) : error;
}

/**
 * The `error` of an ARM envelope or of a failed operation. Takes the unwrapped form `{code, message, details}` that some
 * answers of the service have. Undefined when it is neither.
 */
export function errorDetailFrom(raw: unknown): AzureErrorDetail | undefined {
  const fields = fieldsOf(raw);
  return fields && (detailOf(fields.unknown('error')) ?? detailOf(raw));
}

function detailFromJson(body: string): AzureErrorDetail | undefined {
  try {
    return errorDetailFrom(JSON.parse(body));
  } catch {
    return undefined; // Not JSON: the caller tries the next form.
  }
}

/** `<Error><Code>…</Code><Message>…</Message></Error>` of the blob service; the lines after the first hold ids and times. */
function detailFromXml(body: string): AzureErrorDetail | undefined {
  const code = /<Code>([^<]+)<\/Code>/.exec(body)?.[1];
  const message = /<Message>([^<]*)<\/Message>/.exec(body)?.[1] ?? '';
  return code === undefined || !body.includes('<Error>') ? undefined : { code, message: firstLine(message), details: [] };
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.trim() ?? '';
}

const deepest = 8;

/** Lenient inside: half an error still tells more than none. */
function detailOf(raw: unknown, depth = 0): AzureErrorDetail | undefined {
  const fields = fieldsOf(raw);
  const code = fields && textIn(fields, 'code');
  const message = fields && textIn(fields, 'message');
  if (!fields || (code === undefined && message === undefined)) {
    return undefined;
  }
  const target = textIn(fields, 'target');
  const inner = fields.unknown('details');
  const details = Array.isArray(inner) && depth < deepest ? inner.map((item: unknown) => detailOf(item, depth + 1)) : [];
  return {
    code: code ?? '',
    message: message ?? '',
    ...(target === undefined ? {} : { target }),
    details: details.filter((detail) => detail !== undefined),
  };
}

function fieldsOf(raw: unknown): Fields | undefined {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? Fields.of(raw, 'error') : undefined;
}

function textIn(fields: Fields, name: string): string | undefined {
  const value = fields.unknown(name);
  return typeof value === 'string' ? value : undefined;
}

/** Azure may answer with a bare status; a page of HTML is somebody else's. */
function isSilent(answer: FailedAnswer): boolean {
  return answer.status >= 400 && (answer.body.trim() === '' || !(answer.contentType ?? '').includes('html'));
}

function kindOf(status: number): AzureErrorKind {
  const kinds: Readonly<Record<number, AzureErrorKind>> = {
    401: 'signedOut',
    403: 'forbidden',
    404: 'notFound',
    408: 'unavailable',
    409: 'conflict',
    412: 'conflict',
    429: 'throttled',
  };
  return kinds[status] ?? (status >= 500 ? 'unavailable' : status >= 400 ? 'refused' : 'notAzure');
}
