import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startServer, type RunningServer } from './startServer';

/** Names and kinds in the order of a Triton 2.51.0 on a CPU with its default options. */
const families = `nv_inference_request_success counter
nv_inference_request_failure counter
nv_inference_count counter
nv_inference_exec_count counter
nv_inference_request_duration_us counter
nv_inference_queue_duration_us counter
nv_inference_compute_input_duration_us counter
nv_inference_compute_infer_duration_us counter
nv_inference_compute_output_duration_us counter
nv_cache_num_hits_per_model counter
nv_cache_hit_duration_per_model counter
nv_cache_num_misses_per_model counter
nv_cache_miss_duration_per_model counter
nv_inference_pending_request_count gauge
nv_pinned_memory_pool_total_bytes gauge
nv_pinned_memory_pool_used_bytes gauge
nv_cpu_utilization gauge
nv_cpu_memory_total_bytes gauge
nv_cpu_memory_used_bytes gauge`.split('\n');

let running: RunningServer;
before(async () => {
  running = await startServer(['simple', 'slow', 'broken_start']);
});
after(() => running.close());

const slow = (rounds: number): unknown => ({ inputs: [{ name: 'ROUNDS', shape: [1, 1], datatype: 'FP32', data: [rounds] }] });

test('every family of a Triton on a CPU is there, in its order', () => {
  const lines = running.server.metrics().split('\n');
  assert.deepEqual(
    lines.flatMap((line) => line.match(/^# TYPE (.*)/)?.[1] ?? []),
    families,
  );
  assert.equal(lines.filter((line) => line.startsWith('# HELP ')).length, families.length);
});

test('a model that could not be loaded has lines for its failures only', () => {
  const lines = running.server
    .metrics()
    .split('\n')
    .filter((line) => line.includes('broken_start'));
  assert.equal(lines.length, 4);
  assert.ok(lines.every((line) => line.startsWith('nv_inference_request_failure{model="broken_start",reason="')));
});

test('figures of the machine are within what a machine can have', () => {
  const value = (name: string): number => Number(new RegExp(`^${name} (.*)$`, 'm').exec(running.server.metrics())?.[1]);
  assert.ok(value('nv_cpu_utilization') >= 0 && value('nv_cpu_utilization') <= 1);
  assert.ok(value('nv_cpu_memory_used_bytes') > 0 && value('nv_cpu_memory_used_bytes') < value('nv_cpu_memory_total_bytes'));
});

test('requests that wait are counted, and those that the queue had no room for', { timeout: 60_000 }, async () => {
  const sent = Array.from({ length: 12 }, () => running.post('/v2/models/slow/infer', slow(3000)));
  await Promise.race(sent);
  const waiting = /^nv_inference_pending_request_count\{model="slow",version="1"\} (\d+)$/m.exec(running.server.metrics())?.[1];
  const statuses = (await Promise.all(sent)).map(({ status }) => status);
  const rejected = statuses.filter((status) => status === 503).length;
  assert.ok(rejected > 0 && Number(waiting) > 0, `${waiting} waiting, ${rejected} rejected`);
  const metrics = running.server.metrics();
  assert.match(metrics, new RegExp(`^nv_inference_request_failure\\{model="slow",reason="REJECTED",version="1"\\} ${rejected}$`, 'm'));
  assert.match(metrics, /^nv_inference_pending_request_count\{model="slow",version="1"\} 0$/m);
});
