import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors';

/**
 * A labels file as Triton reads `label_filename`: one label a line, the first for index 0, no header. Line ends of Windows, a byte
 * order mark and empty lines at the end are taken off; an empty line in between keeps its index. UserError `labels-not-text` for bytes
 * that are no UTF-8, `labels-empty` for a file without any label. `name` is the file's, for the words.
 */
export function parseLabels(bytes: Uint8Array, name: string): string[] {
  const lines = decode(bytes, name)
    .split('\n')
    .map((line) => line.replace(/\r$/, ''));
  while (lines.at(-1)?.trim() === '') {
    lines.pop();
  }
  if (lines.length === 0) {
    throw new UserError(l10n.t('The labels file {0} is empty. It needs one label a line, the first for class 0.', name), 'labels-empty');
  }
  return lines;
}

function decode(bytes: Uint8Array, name: string): string {
  try {
    // Takes the byte order mark off by itself.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UserError(l10n.t('The labels file {0} is not UTF-8 text. Save it as UTF-8 and try again.', name), 'labels-not-text', {
      cause,
    });
  }
}
