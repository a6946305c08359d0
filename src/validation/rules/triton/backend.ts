import * as l10n from '@vscode/l10n';
import { knownPlatforms, platformsOf } from '../../../documents/pbtxt/backends';
import type { ConfigDocument } from '../../configDocument';
import type { Rule } from '../../rule';

// The beginning of ValidateModelConfig (triton-inference-server/core, src/model_config_utils.cc).

/** A platform, or a model file's name, from which the core cannot tell the backend. */
export const unknownPlatform: Rule<ConfigDocument> = {
  code: 'triton/unknown-platform',
  severity: 'error',
  *check({ root, name, backend, platform, isWhole }) {
    if (backend !== '' || platform === 'ensemble' || !isWhole) {
      return;
    }
    const field = platform === '' ? 'default_model_filename' : 'platform';
    yield {
      range: root.at(field),
      message:
        platform === ''
          ? l10n.t('The file name {0} does not tell the backend of the model. Add backend, such as {1}.', root.text(field), '"onnxruntime"')
          : l10n.t(
              '{0} is no platform that Triton knows ({1}). For another backend leave platform out and write {2}.',
              platform,
              knownPlatforms.join(', '),
              `backend: "${platform}"`,
            ),
      triton: `unexpected platform type '${platform}' for ${name}`,
    };
  },
};

export const ensembleBackend: Rule<ConfigDocument> = {
  code: 'triton/ensemble-backend',
  severity: 'error',
  since: '22.05',
  *check({ root, name, platform, backend }) {
    if (platform === 'ensemble' && backend !== '') {
      const field = root.text('backend') === '' ? 'default_model_filename' : 'backend';
      yield {
        range: root.at(field),
        message: l10n.t('An ensemble runs on no backend of its own. Remove {0}.', field),
        triton: `Ensemble model '${name}' must have platform type 'ensemble' and empty backend type`,
      };
    }
  },
};

export const platformBackendPair: Rule<ConfigDocument> = {
  code: 'triton/platform-backend-pair',
  severity: 'error',
  since: '22.04',
  *check({ root, backend, platform }) {
    const own = platformsOf(backend ?? '');
    // tensorflow without a platform takes it from the model file, if that has one of the usual names.
    const isLeftToFile = platform === '' && root.text('default_model_filename') === '';
    if (own !== undefined && !own.includes(platform) && !isLeftToFile && platform !== 'ensemble') {
      yield {
        range: platform === '' ? root.at('default_model_filename') : root.at('platform'),
        message:
          platform === ''
            ? l10n.t('A file of this name does not tell its format. Add platform: it is one of {0}.', own.join(', '))
            : l10n.t(
                'Backend {0} goes with the platform {1}, not with {2}. Correct platform or leave it out.',
                backend ?? '',
                own.join(', '),
                platform,
              ),
        triton: `unexpected 'platform' and 'backend' pair, got:${platform}, ${backend ?? ''}`,
      };
    }
  },
};

export const maxBatchSize: Rule<ConfigDocument> = {
  code: 'triton/max-batch-size',
  severity: 'error',
  *check({ root, name }) {
    if (root.number('max_batch_size') < 0) {
      yield {
        range: root.at('max_batch_size'),
        message: l10n.t('max_batch_size is 0 (no batching) or the largest batch that the model takes.'),
        triton: `'max_batch_size' must be non-negative value for ${name}`,
      };
    }
  },
};

/** A policy under which no version is served, whatever versions there are. */
export const versionPolicy: Rule<ConfigDocument> = {
  code: 'triton/version-policy',
  severity: 'error',
  *check({ root, name, isWhole }) {
    const policy = root.child('version_policy');
    const [chosen] = ['latest', 'specific'].flatMap((kind) => policy?.child(kind) ?? []);
    const isEmpty = chosen?.number('num_versions') === 0 && chosen.values('versions').length === 0;
    if (chosen !== undefined && isEmpty && isWhole) {
      yield {
        range: chosen.at('num_versions'),
        message: l10n.t('This version_policy serves no version at all. Say how many: {0}.', 'latest { num_versions: 1 }'),
        triton: `failed to load model '${name}': at least one version must be available under the version policy of model '${name}'`,
      };
    }
  },
};
