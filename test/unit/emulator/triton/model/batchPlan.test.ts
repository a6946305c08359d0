import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { planBatch, type BatchLimits } from '../../../../../src/emulator/triton/model/batchPlan';
import type { InferenceRequest } from '../../../../../src/emulator/triton/model/inferenceRequest';
import type { Queued } from '../../../../../src/emulator/triton/model/requestQueue';

const policy = { timeoutAction: 'REJECT', defaultTimeoutMicroseconds: 0, allowTimeoutOverride: false, maxQueueSize: 0 } as const;

function requestOf(batchSize: number, width = 4): InferenceRequest {
  return {
    id: '',
    inputs: [{ name: 'X', datatype: 'FP32', shape: [batchSize, width], bytes: new Uint8Array() }],
    outputs: [],
    batchSize,
    priority: 0,
    timeoutMicroseconds: 0,
    sequence: { id: 0n, isStart: false, isEnd: false },
    arrived: 0n,
  };
}

const waiting = (sizes: readonly number[], since = 0n): Queued<number>[] =>
  sizes.map((size, item) => ({ item, request: requestOf(size), since, deadline: undefined, policy }));

/** `batched` of the fixtures: up to 8, preferably 4, for at most 200 ms. */
const limits: BatchLimits = { maxBatchSize: 8, preferredBatchSizes: [4], maxQueueDelayNanoseconds: 200_000_000n, raggedInputs: new Set() };

const cases: readonly {
  readonly what: string;
  readonly sizes: readonly number[];
  readonly now?: bigint;
  readonly runs: number | 'waits';
}[] = [
  { what: 'one request waits for others', sizes: [1], runs: 'waits' },
  { what: 'one request runs alone when its delay is over', sizes: [1], now: 200_000_000n, runs: 1 },
  { what: 'a preferred size runs at once', sizes: [1, 1, 1, 1], runs: 4 },
  { what: 'a preferred size runs and the rest waits', sizes: [1, 1, 1, 1, 1], runs: 4 },
  { what: 'a batch that the next request would lift above the preferred size runs as it is', sizes: [2, 3], runs: 1 },
  { what: 'a request above the preferred size runs at once', sizes: [6], runs: 1 },
  { what: 'a request that fills the largest batch runs alone', sizes: [8, 1], runs: 1 },
  { what: 'once the delay is over everything that fits runs', sizes: [3, 3, 3], now: 300_000_000n, runs: 2 },
];

for (const { what, sizes, now = 1n, runs } of cases) {
  test(what, () => {
    const plan = planBatch(waiting(sizes), limits, now);
    assert.equal(plan.kind === 'wait' ? 'waits' : plan.batch.length, runs);
  });
}

test('without a delay nothing ever waits', () => {
  assert.equal(planBatch(waiting([1]), { ...limits, maxQueueDelayNanoseconds: 0n }, 0n).kind, 'run');
});

test('requests of other shapes do not run together', () => {
  const mixed = waiting([1, 1, 1]).map((one, index) => (index === 1 ? { ...one, request: requestOf(1, 5) } : one));
  const plan = planBatch(mixed, limits, 0n);
  assert.deepEqual(plan, { kind: 'run', batch: mixed.slice(0, 1) });
});

test('a batch is always the beginning of the queue, not empty, and never too large', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1 }), fc.bigInt({ min: 0n, max: 400_000_000n }), (sizes, now) => {
      const queue = waiting(sizes);
      const plan = planBatch(queue, limits, now);
      if (plan.kind === 'run') {
        assert.ok(plan.batch.length > 0);
        assert.deepEqual(plan.batch, queue.slice(0, plan.batch.length));
        assert.ok(plan.batch.reduce((sum, one) => sum + one.request.batchSize, 0) <= 8);
      } else {
        assert.ok(plan.until > now);
      }
    }),
  );
});

test('requests of other shapes run together when their input may be ragged', () => {
  const mixed = [4, 5].map((width, item): Queued<number> => ({
    item,
    request: requestOf(2, width),
    since: 0n,
    deadline: undefined,
    policy,
  }));
  const run = (raggedInputs: ReadonlySet<string>): number => {
    const plan = planBatch(mixed, { ...limits, raggedInputs }, 1_000_000_000n);
    return plan.kind === 'run' ? plan.batch.length : 0;
  };
  assert.deepEqual([run(new Set()), run(new Set(['X']))], [1, 2]);
});
