import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DecodeError } from '../../../src/base/decode';
import { areProbabilities, classificationOf, softmax, topClasses } from '../../../src/inference/topClasses';

test('ranks as a full sort does, the lower index first among equals, NaN nowhere', () => {
  const score = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(NaN, Infinity, -Infinity), fc.double());
  fc.assert(
    fc.property(fc.array(score, { maxLength: 40 }), fc.integer({ min: 0, max: 45 }), (scores, count) => {
      const sorted = scores
        .map((value, index) => ({ value, index }))
        .filter(({ value }) => !Number.isNaN(value))
        .sort((a, b) => (a.value === b.value ? a.index - b.index : a.value < b.value ? 1 : -1));
      assert.deepEqual(
        topClasses(scores, count).map(({ index }) => index),
        sorted.slice(0, count).map(({ index }) => index),
      );
    }),
    { numRuns: 1000 },
  );
});

test('gives each class its label, or its index where there is none', () => {
  assert.deepEqual(topClasses(Float32Array.of(1, 3, 2), 3, ['A', 'B']), [
    { index: 1, label: 'B', score: 3 },
    { index: 2, label: '2', score: 2 },
    { index: 0, label: 'A', score: 1 },
  ]);
});

test('shares add up to 1, also of large scores', () => {
  const scores = Float32Array.of(1000, 999, NaN, -1000);
  const shares = [0, 1, 3].map(softmax(scores));
  assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-9);
  assert.ok(Math.abs((shares[0] ?? 0) - Math.E / (1 + Math.E)) < 1e-9);
  assert.equal(softmax([Infinity, 1])(0), 1);
});

test('the scores are summed up once, however many shares are asked for', () => {
  let reads = 0;
  const scores = new Proxy([1, 2, 3, 4], {
    get: (target, key) => {
      reads += key === 'length' ? 0 : 1;
      return Reflect.get(target, key) as unknown;
    },
  });
  const share = softmax(scores);
  const before = reads;
  [0, 1, 2, 3].forEach(share);
  assert.equal(reads - before, 4);
});

test('tells probabilities from raw scores', () => {
  assert.ok(areProbabilities(Float32Array.of(0.7, 0.2, 0.1)));
  assert.ok(!areProbabilities([0.7, 0.7]));
  assert.ok(!areProbabilities([1.2, -0.2]));
  assert.ok(!areProbabilities([NaN, 1]));
  assert.ok(!areProbabilities([]));
});

test('reads what the classification extension writes, colons in labels included', () => {
  const read = (text: string): unknown => classificationOf(Buffer.from(text));
  assert.deepEqual(read('15.346230:504:COFFEE MUG'), { score: 15.34623, index: 504, label: 'COFFEE MUG' });
  assert.deepEqual(read('-1.5:7:a: b:c'), { score: -1.5, index: 7, label: 'a: b:c' });
  assert.deepEqual(read('16:15'), { score: 16, index: 15, label: '15' });
  assert.deepEqual(read('nan:3:x'), { score: NaN, index: 3, label: 'x' });
  assert.deepEqual(read('-inf:3:x'), { score: -Infinity, index: 3, label: 'x' });
  for (const text of ['', '1', '1:', 'x:1', '1:-1:a', ':1:a', '1:x:a']) {
    assert.throws(() => read(text), DecodeError, text);
  }
});
