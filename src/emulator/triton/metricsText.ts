import { cpus, freemem, totalmem } from 'node:os';
import type { CounterName } from './model/modelStatistics';
import type { ServedModel } from './model/servedModel';

interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  /** Lines without the name: labels and value. */
  readonly lines: readonly string[];
}

export interface MetricsSource {
  readonly ready: readonly ServedModel[];
  readonly failed: readonly { readonly name: string; readonly version: number }[];
  /** Share of all processors that was in use of late. */
  readonly processorUse: number;
}

/** What a Triton on a CPU shows on its metrics port with the options it starts with: families, help, labels and their order. */
export function metricsText(source: MetricsSource): string {
  return families(source)
    .flatMap(({ name, help, type, lines }) => [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines.map((line) => name + line)])
    .map((line) => `${line}\n`)
    .join('');
}

function families({ ready, failed, processorUse }: MetricsSource): Family[] {
  const of = (counter: CounterName, models = ready): string[] =>
    models.map((model) => `{${labels(model)}} ${model.statistics.counters[counter]}`);
  const counter = (name: string, help: string, lines: readonly string[]): Family => ({ name, help, type: 'counter', lines });
  const gauge = (name: string, help: string, lines: readonly string[]): Family => ({ name, help, type: 'gauge', lines });
  const cached = ready.filter(({ isCached }) => isCached);
  const executed = '(does not include cached requests)';
  return [
    counter('nv_inference_request_success', 'Number of successful inference requests, all batch sizes', of('success')),
    counter('nv_inference_request_failure', 'Number of failed inference requests, all batch sizes', failures(ready, failed)),
    counter('nv_inference_count', `Number of inferences performed ${executed}`, of('inferences')),
    counter('nv_inference_exec_count', `Number of model executions performed ${executed}`, of('executions')),
    counter(
      'nv_inference_request_duration_us',
      'Cumulative inference request duration in microseconds (includes cached requests)',
      of('request'),
    ),
    counter(
      'nv_inference_queue_duration_us',
      'Cumulative inference queuing duration in microseconds (includes cached requests)',
      of('queue'),
    ),
    counter('nv_inference_compute_input_duration_us', `Cumulative compute input duration in microseconds ${executed}`, of('computeInput')),
    counter(
      'nv_inference_compute_infer_duration_us',
      `Cumulative compute inference duration in microseconds ${executed}`,
      of('computeInfer'),
    ),
    counter(
      'nv_inference_compute_output_duration_us',
      `Cumulative inference compute output duration in microseconds ${executed}`,
      of('computeOutput'),
    ),
    counter('nv_cache_num_hits_per_model', 'Number of cache hits per model', of('cacheHits', cached)),
    counter('nv_cache_hit_duration_per_model', 'Total cache hit duration per model, in microseconds', of('cacheHit', cached)),
    counter('nv_cache_num_misses_per_model', 'Number of cache misses per model', of('cacheMisses', cached)),
    counter(
      'nv_cache_miss_duration_per_model',
      'Total cache miss (insert+lookup) duration per model, in microseconds',
      of('cacheMiss', cached),
    ),
    gauge('nv_inference_pending_request_count', 'Instantaneous number of pending requests awaiting execution per-model.', of('pending')),
    gauge('nv_pinned_memory_pool_total_bytes', 'Pinned memory pool total memory size, in bytes', [' 0']),
    gauge('nv_pinned_memory_pool_used_bytes', 'Pinned memory pool used memory size, in bytes', [' 0']),
    gauge('nv_cpu_utilization', 'CPU utilization rate [0.0 - 1.0]', [` ${processorUse}`]),
    gauge('nv_cpu_memory_total_bytes', 'CPU total memory (RAM), in bytes', [` ${totalmem()}`]),
    gauge('nv_cpu_memory_used_bytes', 'CPU used memory (RAM), in bytes', [` ${totalmem() - freemem()}`]),
  ];
}

/** A line for each reason; a model that could not be loaded has these lines only. */
function failures(ready: MetricsSource['ready'], failed: MetricsSource['failed']): string[] {
  const reasons = ['OTHER', 'CANCELED', 'REJECTED', 'BACKEND'] as const;
  const lines = (model: MetricsSource['failed'][number], counts: Partial<Record<(typeof reasons)[number], bigint>>): string[] =>
    reasons.map((reason) => `{${labels(model, reason)}} ${counts[reason] ?? 0n}`);
  return [
    ...ready.flatMap((model) => lines(model, { REJECTED: model.statistics.counters.rejected, BACKEND: model.statistics.counters.failure })),
    ...failed.flatMap((model) => lines(model, {})),
  ];
}

function labels({ name, version }: MetricsSource['failed'][number], reason?: string): string {
  const why = reason === undefined ? '' : `reason="${reason}",`;
  return `model="${name.replace(/["\\\n]/g, '\\$&')}",${why}version="${version}"`;
}

/** How busy the processors were since it was last asked, or made. */
export class ProcessorUse {
  private last = times();

  get share(): number {
    const { last } = this;
    this.last = times();
    const all = this.last.all - last.all;
    return all === 0 ? 0 : 1 - (this.last.idle - last.idle) / all;
  }
}

function times(): { readonly all: number; readonly idle: number } {
  const each = cpus().map(({ times: one }) => one);
  const idle = each.reduce((sum, one) => sum + one.idle, 0);
  return { idle, all: each.reduce((sum, one) => sum + one.user + one.nice + one.sys + one.irq, idle) };
}
