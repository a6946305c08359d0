import * as l10n from '@vscode/l10n';
import path from 'node:path';
import type { Rule } from '../rule';
import type { ModelInRepository } from './modelFolder';

/** Storage has files only: a version folder without one, as an ensemble has it, is not there any more after an upload. */
export const emptyVersion: Rule<ModelInRepository> = {
  code: 'triton/empty-version',
  severity: 'info',
  *check({ model: { document, name, emptyVersions } }) {
    for (const version of emptyVersions) {
      yield {
        range: document.root.head,
        message: l10n.t(
          'Folder {0} is empty. Triton takes that, but neither Git nor the storage of Azure keeps an empty folder. Put a file into it, such as {1}.',
          `${name}/${version}`,
          '.gitkeep',
        ),
      };
    }
  },
};

/** A library for forming batches. Its path is the server's, so only its name can be looked for. */
export const batchLibrary: Rule<ModelInRepository> = {
  code: 'triton/batch-library',
  severity: 'warning',
  *check({ model: { document, name, versions, found, isModel } }) {
    for (const { key, message } of isModel ? document.root.entryMessages('parameters') : []) {
      const library = message.text('string_value');
      const places = ['', ...versions.versions.map(String)].map((folder) => path.join(folder, path.posix.basename(library)));
      if (key === 'TRITON_BATCH_STRATEGY_PATH' && library !== '' && !places.some((place) => found.has(place))) {
        yield {
          range: message.at('string_value'),
          message: l10n.t(
            'Model {0} has no file {1}. Triton looks for the library inside the model folder.',
            name,
            path.posix.basename(library),
          ),
          triton: `Batching library path not found: ${library}`,
        };
      }
    }
  },
};
