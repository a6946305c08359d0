import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';
import type { ModelInRepository } from './modelFolder';

// How Triton reads a model folder (triton-inference-server/core, src/model_repository_manager).

const start = { start: 0, end: 0 };

export const modelName: Rule<ModelInRepository> = {
  code: 'triton/model-name',
  severity: 'error',
  *check({ model: { document, name, versions } }) {
    const written = document.root.text('name');
    // Without a version folder the file may be a template, kept under whatever name.
    if (versions.present.length > 0 && written !== '' && written !== name) {
      yield {
        range: document.root.at('name'),
        message: l10n.t('A model is called as its folder. Write {0}, or rename the folder to {1}.', `name: "${name}"`, written),
        triton: `unexpected directory name '${name}' for model '${written}', directory name must equal model name`,
      };
    }
  },
};

export const noBackend: Rule<ModelInRepository> = {
  code: 'triton/no-backend',
  severity: 'error',
  *check({ model: { document, name, isModel } }) {
    // Without a version folder the file may be a template, and the model file that would tell is not there yet.
    if (isModel && document.backend === undefined && document.isWhole) {
      yield {
        range: start,
        message: l10n.t(
          'Nothing tells the backend of model {0}: no model file in its first version folder has a default name such as {1}, and there is no backend in its configuration.',
          name,
          'model.onnx',
        ),
        triton: `Invalid model name: Could not determine backend for model '${name}' with no backend in model configuration. Expected model name of the form 'model.<backend_name>'.`,
      };
    }
  },
};

/** Every folder of a repository is a model to Triton, hidden ones included. */
export const strayFolder: Rule<ModelInRepository> = {
  code: 'triton/stray-folder',
  severity: 'warning',
  *check({ model: { document, name, configFile, versions } }) {
    if (configFile === undefined && versions.present.length === 0) {
      yield {
        range: start,
        message: l10n.t(
          'Triton takes every folder of a repository for a model, and {0} has neither a version folder nor a configuration. Move it elsewhere.',
          name,
        ),
        triton:
          document.backend === undefined
            ? `Invalid model name: Could not determine backend for model '${name}' with no backend in model configuration. Expected model name of the form 'model.<backend_name>'.`
            : `failed to load model '${name}': at least one version must be available under the version policy of model '${name}'`,
      };
    }
  },
};

export const noVersion: Rule<ModelInRepository> = {
  code: 'triton/no-version',
  severity: 'error',
  *check({ model: { document, name, configFile, versions, isInRepository } }) {
    if (!isInRepository || versions.versions.length > 0 || (configFile === undefined && versions.present.length === 0)) {
      return;
    }
    yield {
      range: document.root.nameAt('version_policy'),
      message:
        versions.present.length === 0
          ? l10n.t(
              'Model {0} has no version folder. Create {1} and put the model file into it; an ensemble leaves it empty.',
              name,
              `${name}/1`,
            )
          : l10n.t('version_policy chooses none of the versions of model {0}: {1}.', name, versions.present.join(', ')),
      triton: `failed to load model '${name}': at least one version must be available under the version policy of model '${name}'`,
    };
  },
};

export const versionFolder: Rule<ModelInRepository> = {
  code: 'triton/version-folder',
  severity: 'warning',
  *check({ model: { document, name, versions } }) {
    // Without any version the folder may be something else altogether.
    for (const folder of versions.present.length > 0 ? versions.ignored : []) {
      if (folder.reason === 'leading zero') {
        yield {
          range: start,
          message: l10n.t(
            'Folder {0} is no version: a version has no leading zero. Rename it to {1}.',
            folder.name,
            folder.name.replace(/^0+(?=\d)/, ''),
          ),
          triton: `ignore version directory '${folder.name}' which contains leading zeros in its directory name`,
        };
      }
    }
    for (const version of versions.missing) {
      yield {
        range: document.root.nameAt('version_policy'),
        message: l10n.t('version_policy names version {0}, which has no folder.', version),
        triton: `version ${version} is specified for model '${name}', but the version directory is not present`,
      };
    }
  },
};

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
