import type { ServedModel } from './model/servedModel';
import type { CounterName } from './model/modelStatistics';

const families: readonly { readonly name: string; readonly help: string; readonly counter: CounterName }[] = [
  { name: 'nv_inference_request_success', help: 'Number of successful inference requests, all batch sizes', counter: 'success' },
  { name: 'nv_inference_count', help: 'Number of inferences performed (does not include cached requests)', counter: 'inferences' },
  {
    name: 'nv_inference_exec_count',
    help: 'Number of model executions performed (does not include cached requests)',
    counter: 'executions',
  },
  { name: 'nv_inference_request_duration_us', help: 'Cumulative inference request duration in microseconds', counter: 'request' },
  { name: 'nv_inference_queue_duration_us', help: 'Cumulative inference queuing duration in microseconds', counter: 'queue' },
  { name: 'nv_inference_compute_input_duration_us', help: 'Cumulative compute input duration in microseconds', counter: 'computeInput' },
  {
    name: 'nv_inference_compute_infer_duration_us',
    help: 'Cumulative compute inference duration in microseconds',
    counter: 'computeInfer',
  },
  { name: 'nv_inference_compute_output_duration_us', help: 'Cumulative compute output duration in microseconds', counter: 'computeOutput' },
];

/** The models' counters in Prometheus' text form, under Triton's names. Figures of the machine's hardware are not measured. */
export function metricsText(models: readonly ServedModel[]): string {
  const lines = families.flatMap(({ name, help, counter }) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} counter`,
    ...models.map((model) => `${name}{${labels(model)}} ${model.statistics.counters[counter]}`),
  ]);
  lines.push(
    '# HELP nv_inference_request_failure Number of failed inference requests, all batch sizes',
    '# TYPE nv_inference_request_failure counter',
  );
  for (const model of models) {
    for (const reason of ['REJECTED', 'CANCELED', 'BACKEND', 'OTHER']) {
      const count = reason === 'BACKEND' ? model.statistics.counters.failure : 0n;
      lines.push(`nv_inference_request_failure{${labels(model)},reason="${reason}"} ${count}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function labels({ name, version }: ServedModel): string {
  return `model="${name.replace(/["\\\n]/g, '\\$&')}",version="${version}"`;
}
