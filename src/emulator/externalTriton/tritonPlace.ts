import { resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/errors';
import { isProgram } from '../../base/isProgram';

/** A real Triton server: one that runs, or the program that is one. */
export type TritonPlace = { readonly kind: 'url'; readonly url: URL } | { readonly kind: 'program'; readonly path: string };

/** Reads `http://host:8000` or the path of a program. Rejects with a UserError (`bad-triton-server`) when it is neither. */
export async function tritonPlace(text: string): Promise<TritonPlace> {
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(text)) {
    if (/^[^/]*\/\/[^/?#]*@/.test(text)) {
      // Not repeated: messages are kept in logs.
      throw notUsable(l10n.t('The address of a Triton server may not contain a user name or password.'));
    }
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.search !== '' || url.hash !== '') {
      throw notUsable(l10n.t('{0} is no address of a Triton server. Give its HTTP address, such as http://127.0.0.1:8000.', text));
    }
    return { kind: 'url', url };
  }
  const path = resolve(text);
  if (!(await isProgram(path))) {
    throw notUsable(
      l10n.t('{0} is no program that can be run. Give the absolute path of tritonserver, or the address of a running server.', path),
    );
  }
  return { kind: 'program', path };
}

function notUsable(message: string): UserError {
  return new UserError(message, 'bad-triton-server');
}
