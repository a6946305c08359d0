import * as l10n from '@vscode/l10n';
import type { ConfigDocument } from '../../configDocument';
import type { Problem, Rule } from '../../rule';

// ValidateModelConfig, model_metrics, since 24.11 (triton-inference-server/core, src/model_config_utils.cc).

const knownFamilies = ['nv_inference_first_response_histogram_ms'];

export const metricControl: Rule<ConfigDocument> = {
  code: 'triton/metric-control',
  severity: 'error',
  since: '24.11',
  *check({ root, isWhole }) {
    for (const control of isWhole ? (root.child('model_metrics')?.children('metric_control') ?? []) : []) {
      const identifier = control.child('metric_identifier');
      const histogram = control.child('histogram_options');
      if (identifier === undefined) {
        yield lacking(control.head, 'metric_identifier', "metric control must specify 'metric_identifier'");
      } else if (identifier.text('family') === '') {
        yield lacking(identifier.at('family'), 'family', "metric identifier must specify non-empty 'family'");
      }
      if (histogram === undefined) {
        yield lacking(control.head, 'histogram_options', "metric control must specify 'histogram_options'");
      } else if (histogram.values('buckets').length === 0) {
        yield lacking(histogram.at('buckets'), 'buckets', "histogram options must specify non-empty 'buckets'");
      }
    }
  },
};

function lacking(range: Problem['range'], field: string, triton: string): Problem {
  return {
    range,
    message: l10n.t('{0} is missing here. A metric_control names a metric and the buckets of its histogram.', field),
    triton,
  };
}

export const metricFamily: Rule<ConfigDocument> = {
  code: 'triton/metric-family',
  severity: 'warning',
  *check({ root }) {
    for (const control of root.child('model_metrics')?.children('metric_control') ?? []) {
      const identifier = control.child('metric_identifier');
      const family = identifier?.text('family') ?? '';
      if (identifier !== undefined && family !== '' && !knownFamilies.includes(family)) {
        yield {
          range: identifier.at('family'),
          message: l10n.t('Triton has no histogram {0}, so these buckets are ignored. It has {1}.', family, knownFamilies.join(', ')),
          triton: `Metric family '${family}' in 'metric_identifier' is not a customizable metric in Triton core.`,
        };
      }
    }
  },
};
