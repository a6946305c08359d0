import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readModelConfig } from '../../../../../src/documents/pbtxt/modelConfig';
import type { InferenceRequest } from '../../../../../src/emulator/triton/model/inferenceRequest';
import { RequestQueue } from '../../../../../src/emulator/triton/model/requestQueue';

const request = (priority = 0, timeoutMicroseconds = 0): InferenceRequest => ({
  id: '',
  inputs: [],
  outputs: [],
  batchSize: 1,
  priority,
  timeoutMicroseconds,
  sequence: { id: 0n, isStart: false, isEnd: false },
  arrived: 0n,
});

function queueOf(batching: string): RequestQueue<string> {
  return new RequestQueue<string>(readModelConfig(`dynamic_batching { ${batching} }`).config.dynamicBatching);
}

const items = (queue: RequestQueue<string>): string[] => queue.ordered().map((one) => one.item);

test('the higher priority goes first, 0 and unknown levels count as the default', () => {
  const queue = queueOf('priority_levels: 2 default_priority_level: 2');
  queue.add('default', request(0), 0n);
  queue.add('beyond', request(7), 0n);
  queue.add('first', request(1), 0n);
  assert.deepEqual(items(queue), ['first', 'default', 'beyond']);
});

test('without levels priority does not matter', () => {
  const queue = queueOf('');
  queue.add('a', request(2), 0n);
  queue.add('b', request(1), 0n);
  assert.deepEqual(items(queue), ['a', 'b']);
});

test('is full at max_queue_size, for each level by itself', () => {
  const queue = queueOf('priority_levels: 2 default_priority_level: 1 priority_queue_policy { key: 1 value { max_queue_size: 1 } }');
  queue.add('a', request(1), 0n);
  assert.equal(queue.isFullFor(request(1)), true);
  assert.equal(queue.isFullFor(request(2)), false);
});

test('rejects what has waited too long', () => {
  const queue = queueOf('default_queue_policy { default_timeout_microseconds: 100 }');
  queue.add('late', request(), 0n);
  queue.add('in time', request(), 50_000n);
  assert.deepEqual(queue.expire(100_000n), ['late']);
  assert.deepEqual(items(queue), ['in time']);
});

test('puts what has waited too long behind the others when the policy says so', () => {
  const queue = queueOf('default_queue_policy { default_timeout_microseconds: 100 timeout_action: DELAY }');
  queue.add('late', request(), 0n);
  queue.add('in time', request(), 50_000n);
  assert.deepEqual(queue.expire(100_000n), []);
  assert.deepEqual(items(queue), ['in time', 'late']);
});

test('a request may shorten its time where that is allowed, never prolong it', () => {
  const strict = queueOf('default_queue_policy { default_timeout_microseconds: 100 }');
  strict.add('asked for less', request(0, 1), 0n);
  assert.deepEqual(strict.expire(1_000n), []);
  const lenient = queueOf('default_queue_policy { default_timeout_microseconds: 100 allow_timeout_override: true }');
  lenient.add('less', request(0, 1), 0n);
  lenient.add('more', request(0, 1_000_000), 0n);
  assert.deepEqual(lenient.expire(1_000n), ['less']);
  assert.deepEqual(lenient.expire(100_000n), ['more']);
});

test('keeps what was not taken', () => {
  const queue = queueOf('');
  queue.add('a', request(), 0n);
  queue.add('b', request(), 0n);
  queue.remove(queue.ordered().slice(0, 1));
  assert.deepEqual(items(queue), ['b']);
});
