import * as l10n from '@vscode/l10n';
import type { AzureError, AzureErrorDetail } from './azureError';

const longest = 400;

/** What the service says, quoted: the innermost detail with words, since the outer ones only announce it. Empty when it says nothing. */
export function serviceText(error: AzureError): string {
  const text = (innermost(error.details) ?? error.message).replace(/\s+/g, ' ').trim();
  return text === '' ? '' : l10n.t('Azure says: "{0}"', text.length > longest ? `${text.slice(0, longest)}…` : text);
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
