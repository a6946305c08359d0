import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { readModelConfig } from '../../../../../src/documents/pbtxt/modelConfig';
import type { InferenceRequest, InferenceResult, WireTensor } from '../../../../../src/emulator/triton/model/inferenceRequest';
import { SequenceScheduler } from '../../../../../src/emulator/triton/model/sequenceScheduler';
import { readSequenceStates } from '../../../../../src/emulator/triton/model/sequenceStates';
import { TritonError } from '../../../../../src/emulator/triton/tritonError';

const text = `name: "counting" max_batch_size: 0 instance_group { count: 1 kind: KIND_CPU }
  input { name: "X" data_type: TYPE_INT32 dims: [1] } output { name: "Y" data_type: TYPE_INT32 dims: [1] }
  sequence_batching {
    max_sequence_idle_microseconds: 1000000
    control_input { name: "START" control { kind: CONTROL_SEQUENCE_START int32_false_true: [0, 1] } }
    state { input_name: "IN" output_name: "OUT" data_type: TYPE_INT32 dims: [1] }
  }`;

interface Ran {
  readonly id: bigint | string;
  readonly start: number | undefined;
  readonly state: number | undefined;
}

const int32 = (name: string, value: number): WireTensor => ({
  name,
  datatype: 'INT32',
  shape: [1],
  bytes: new Uint8Array(Int32Array.of(value).buffer),
});
const valueOf = (tensor: WireTensor | undefined): number | undefined => tensor?.bytes[0];

/** A model that adds one to its state; it answers when it is told to. */
async function counting(): Promise<{ scheduler: SequenceScheduler; ran: Ran[]; answer: () => Promise<void> }> {
  const { config } = readModelConfig(text);
  assert.ok(config.sequenceBatching);
  const ran: Ran[] = [];
  const pending: (() => void)[] = [];
  const inner = {
    enqueue: (request: InferenceRequest, added: readonly WireTensor[] = []): Promise<InferenceResult> => {
      const state = valueOf(added.find(({ name }) => name === 'IN'));
      ran.push({ id: request.sequence.id, start: valueOf(added.find(({ name }) => name === 'START')), state });
      return new Promise((resolve) =>
        pending.push(() => {
          resolve({ outputs: [int32('Y', 0), int32('OUT', (state ?? 0) + 1)] });
        }),
      );
    },
    close: () => Promise.resolve(),
  };
  const scheduler = new SequenceScheduler(config, config.sequenceBatching, inner, await readSequenceStates(config, '.'));
  const answer = async (): Promise<void> => {
    pending.shift()?.();
    await new Promise(setImmediate);
  };
  return { scheduler, ran, answer };
}

const request = (id: bigint, flags: { isStart?: boolean; isEnd?: boolean; timeoutMicroseconds?: number } = {}): InferenceRequest => ({
  id: '',
  inputs: [int32('X', 1)],
  outputs: ['Y'],
  batchSize: 0,
  priority: 0,
  timeoutMicroseconds: flags.timeoutMicroseconds ?? 0,
  sequence: { id, isStart: flags.isStart ?? false, isEnd: flags.isEnd ?? false },
  arrived: 0n,
});

beforeEach(() => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
});
afterEach(() => {
  mock.timers.reset();
});

test('the state that a request leaves is what the next one of its sequence gets', async () => {
  const { scheduler, ran, answer } = await counting();
  const first = scheduler.enqueue(request(7n, { isStart: true }));
  const second = scheduler.enqueue(request(7n));
  assert.equal(ran.length, 1, 'requests of a sequence run one after the other');
  await answer();
  await answer();
  assert.deepEqual(ran, [
    { id: 7n, start: 1, state: 0 },
    { id: 7n, start: 0, state: 1 },
  ]);
  assert.deepEqual(
    (await first).outputs.map(({ name }) => name),
    ['Y'],
    'nobody asked for the state',
  );
  await second;
});

test('a sequence waits for a slot until another one ends', async () => {
  const { scheduler, ran, answer } = await counting();
  void scheduler.enqueue(request(1n, { isStart: true }));
  const waiting = scheduler.enqueue(request(2n, { isStart: true, isEnd: true }));
  await answer();
  assert.deepEqual(
    ran.map(({ id }) => id),
    [1n],
  );
  void scheduler.enqueue(request(1n, { isEnd: true }));
  await answer();
  await answer();
  await waiting;
  assert.deepEqual(
    ran.map(({ id }) => id),
    [1n, 1n, 2n],
  );
});

test('a sequence that nobody continues gives up its slot', async () => {
  const { scheduler, ran, answer } = await counting();
  void scheduler.enqueue(request(1n, { isStart: true }));
  void scheduler.enqueue(request(2n, { isStart: true }));
  await answer();
  mock.timers.tick(2000);
  assert.deepEqual(
    ran.map(({ id }) => id),
    [1n, 2n],
  );
  assert.throws(() => scheduler.enqueue(request(1n)), /must specify the START flag on the first request of the sequence/);
});

test('a request that may not wait that long fails, and its sequence with it', async () => {
  const { scheduler } = await counting();
  void scheduler.enqueue(request(1n, { isStart: true }));
  const waiting = scheduler.enqueue(request(2n, { isStart: true, timeoutMicroseconds: 1000 }));
  mock.timers.tick(10);
  await assert.rejects(waiting, (error) => error instanceof TritonError && error.status === 503);
});
