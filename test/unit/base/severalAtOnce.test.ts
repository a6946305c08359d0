import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { severalAtOnce } from '../../../src/base/severalAtOnce';

const signal = new AbortController().signal;
const numbers = Array.from({ length: 100 }, (_, index) => index);

test('results come in the order of the items, whichever is done first', async () => {
  const work = async (item: number): Promise<number> => {
    for (let turn = 0; turn < item % 5; turn += 1) {
      await setImmediate();
    }
    return item * 2;
  };
  assert.deepEqual(
    await severalAtOnce(numbers, work, signal),
    numbers.map((item) => item * 2),
  );
});

test('several are under way at once, and never more than a few', async () => {
  let now = 0;
  let most = 0;
  await severalAtOnce(
    numbers,
    async () => {
      now += 1;
      most = Math.max(most, now);
      await setImmediate();
      now -= 1;
    },
    signal,
  );
  assert.ok(most > 1 && most <= 8, `${most}`);
});

test('the first failure is told, and nothing is begun after it', async () => {
  const begun: number[] = [];
  const work = (item: number): Promise<void> => {
    begun.push(item);
    return item === 20 ? Promise.reject(new Error('no')) : setImmediate();
  };
  await assert.rejects(severalAtOnce(numbers, work, signal), /^Error: no$/);
  await setImmediate();
  assert.ok(begun.length < 40, `${begun.length}`);
});

test('nothing is begun once it is aborted', async () => {
  await assert.rejects(
    severalAtOnce(numbers, () => assert.fail('begun'), AbortSignal.abort()),
    { name: 'AbortError' },
  );
});
