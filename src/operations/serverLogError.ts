import { inOneLine } from '../azure/serviceText';

/**
 * The last error in an inference server's log, without its heading: Triton begins such lines with E and the date, and puts the message
 * into quotes (triton common, logging.cc). Undefined when there is none, or when `reason` tells the same already.
 */
export function serverLogError(log: string, reason: string): string | undefined {
  const line = log.split('\n').findLast((text) => /^E\d{4} /.test(text));
  if (line === undefined) {
    return undefined;
  }
  const text = line.replace(/^E\d{4} .*?\] /, '');
  return oneLine(reason).includes(causeOf(text)) ? undefined : inOneLine(unquoted(text));
}

/** What follows "failed to load model 'm': ", which is worded differently by each layer; the beginning of it, since reasons are cut short. */
function causeOf(text: string): string {
  return oneLine(unquoted(text))
    .replace(/^failed to load .*?: /, '')
    .slice(0, 60);
}

function unquoted(text: string): string {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'string' ? parsed : text;
  } catch {
    return text;
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
