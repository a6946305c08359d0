import * as l10n from '@vscode/l10n';
import type { ConfigDocument } from '../../configDocument';
import type { Rule } from '../../rule';

// The beginning of ValidateEnsembleSchedulingConfig (triton-inference-server/core, src/model_config_utils.cc).

/** Platform `ensemble` and ensemble_scheduling come together. */
export const ensembleScheduling: Rule<ConfigDocument> = {
  code: 'triton/ensemble-scheduling',
  severity: 'error',
  *check({ root, name, platform, isWhole }) {
    const hasSteps = root.isWritten('ensemble_scheduling');
    if (platform === 'ensemble' && !hasSteps && isWhole) {
      yield {
        range: root.at('platform'),
        message: l10n.t('An ensemble needs ensemble_scheduling with its steps.'),
        triton: `ensemble scheduling must be set for ensemble ${name} whose platform is ensemble`,
      };
    }
    // Without platform and backend the file may still be half written, and a server would speak of the platform first.
    if (platform !== 'ensemble' && root.has('ensemble_scheduling') && isWhole) {
      yield {
        range: root.nameAt('ensemble_scheduling'),
        message: l10n.t('Only an ensemble has ensemble_scheduling. Write {0}, without backend.', 'platform: "ensemble"'),
        triton: `ensemble scheduling cannot be set for model '${name}' whose platform is not ensemble`,
      };
    }
  },
};

/** An ensemble runs nothing itself. */
export const ensembleForeignField: Rule<ConfigDocument> = {
  code: 'triton/ensemble-foreign-field',
  severity: 'error',
  *check({ root, name }) {
    if (!root.has('ensemble_scheduling')) {
      return;
    }
    const texts = {
      instance_group: `instance group should not be specified for ensemble '${name}'`,
      optimization: `optimization should not be specified for ensemble '${name}'`,
      model_warmup: `model_warmup can not be specified for ensemble '${name}'`,
    };
    for (const [field, triton] of Object.entries(texts).filter(([one]) => root.has(one))) {
      yield {
        range: root.nameAt(field),
        message: l10n.t('An ensemble runs nothing itself. Move {0} to the models of its steps.', field),
        triton,
      };
    }
  },
};

export const ensembleStep: Rule<ConfigDocument> = {
  code: 'triton/ensemble-step',
  severity: 'error',
  *check({ root, name, isWhole }) {
    const ensemble = root.child('ensemble_scheduling');
    if (ensemble === undefined || !isWhole) {
      return;
    }
    const steps = ensemble.children('step');
    if (steps.length === 0) {
      yield {
        range: ensemble.head,
        message: l10n.t('An ensemble has at least one step.'),
        triton: `must specify 'step' for ensemble '${name}'`,
      };
    }
    for (const [index, step] of steps.entries()) {
      const missing = ['model_name', 'input_map', 'output_map'].filter((field) =>
        field === 'model_name' ? step.text(field) === '' : step.map(field).size === 0,
      );
      for (const field of missing) {
        yield {
          range: step.at(field),
          message: l10n.t('A step of an ensemble needs {0}.', field),
          triton: `must specify '${field}' in step ${index} of ensemble '${name}'`,
        };
      }
    }
  },
};

/** 0 is a version like any other; the latest is -1. */
export const ensembleModelVersion: Rule<ConfigDocument> = {
  code: 'triton/ensemble-model-version',
  severity: 'warning',
  *check({ root, isWhole }) {
    for (const step of root.child('ensemble_scheduling')?.children('step') ?? []) {
      if (isWhole && step.number('model_version') === 0 && !step.isWritten('model_version')) {
        yield {
          range: step.head,
          message: l10n.t(
            'Without model_version this step asks for version 0, which hardly any model has. Write {0} for the latest.',
            'model_version: -1',
          ),
        };
      }
    }
  },
};
