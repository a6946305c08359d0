import * as l10n from '@vscode/l10n';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isMissing } from '../base/systemError';

type Environment = Readonly<Record<string, string | undefined>>;

/** The language of the messages by the rules of POSIX: `es_ES.UTF-8` is `es`; `C`, `POSIX` and nothing at all are English. */
export function languageOf(environment: Environment): string {
  const locale =
    [environment['LC_ALL'], environment['LC_MESSAGES'], environment['LANG']].find((value) => value !== undefined && value !== '') ?? '';
  const [language = ''] = locale.split(/[_.@-]/);
  return language === '' || language === 'C' || language === 'POSIX' ? 'en' : language.toLowerCase();
}

/** Makes every `l10n.t` speak the language of the environment. A language without a translation speaks English. */
export function speakLanguageOf(environment: Environment, bundles: string): void {
  const language = languageOf(environment);
  if (!/^[a-z]{2,3}$/.test(language) || language === 'en') {
    return;
  }
  const contents = readBundle(path.join(bundles, `bundle.l10n.${language}.json`));
  if (contents !== undefined) {
    l10n.config({ contents });
  }
}

function readBundle(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    throw error;
  }
}
