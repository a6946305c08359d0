import * as l10n from '@vscode/l10n';
import type { AzureError, AzureErrorDetail } from './azureError';

/** A notification shows about two lines; the log has the rest. */
const longest = 200;

/** What the service says, quoted: the innermost detail with words, since the outer ones only announce it. Empty when it says nothing. */
export function serviceText(error: AzureError): string {
  const text = inOneLine(innermost(error.details) ?? error.message);
  return text === '' ? '' : l10n.t('The service says: "{0}".', text.replace(/\.$/, ''));
}

function innermost(details: readonly AzureErrorDetail[]): string | undefined {
  for (const detail of details) {
    const text = innermost(detail.details) ?? detail.message;
    if (text.trim() !== '') {
      return text;
    }
  }
  return undefined;
}

/** Text of a service or a log as it may stand in a sentence: one line, without escapes, cut between words where it is long. */
export function inOneLine(text: string): string {
  // A quote that is escaped is the sign of a text in a text: a path of Windows has none, and keeps its backslashes.
  const plain = text.includes('\\"') ? text.replace(/\\[nrt]/g, ' ').replace(/\\(["\\])/g, '$1') : text;
  const line = plain.replace(/\s+/g, ' ').trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1).replace(/\s+\S{0,40}$/, '')}…`;
}
