import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Pixels, resample } from '../../../../src/inference/picture/resample';
import { plainResample } from './plainResample';

function noise(width: number, height: number, channels: 1 | 3, seed: number): Pixels {
  let state = seed;
  const bytes = Uint8Array.from({ length: width * height * channels }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    // Many black and white pixels: the ends of the range are where rounding could go over.
    return state >>> 30 === 0 ? 0 : state >>> 30 === 1 ? 255 : state >>> 24;
  });
  return { width, height, channels, bytes };
}

const side = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 120 }));
const channels = fc.constantFrom<1 | 3>(1, 3);

test('resizes any picture to any size as the definition of the filter says', () => {
  fc.assert(
    fc.property(fc.tuple(side, side, side, side), channels, fc.nat(), ([width, height, toWidth, toHeight], count, seed) => {
      const picture = noise(width, height, count, seed);
      const whole = { x: { from: 0, to: width }, y: { from: 0, to: height } };
      const size = { width: toWidth, height: toHeight };
      assert.deepEqual(resample(picture, whole, size), plainResample(picture, whole, size));
    }),
    { numRuns: 300 },
  );
});

test('takes any part of a picture, pixels cut in the middle included', () => {
  const part = fc.tuple(fc.double({ min: 0, max: 0.45, noNaN: true }), fc.double({ min: 0.55, max: 1, noNaN: true }));
  fc.assert(
    fc.property(fc.tuple(side, side, side, side), part, part, fc.nat(), ([width, height, toWidth, toHeight], x, y, seed) => {
      const picture = noise(width, height, 3, seed);
      const box = { x: { from: x[0] * width, to: x[1] * width }, y: { from: y[0] * height, to: y[1] * height } };
      const size = { width: toWidth, height: toHeight };
      assert.deepEqual(resample(picture, box, size), plainResample(picture, box, size));
    }),
    { numRuns: 200 },
  );
});

test('a plain white picture stays white, however much it shrinks', () => {
  const picture = { width: 9000, height: 3, channels: 3, bytes: new Uint8Array(9000 * 3 * 3).fill(255) } as const;
  const { bytes } = resample(picture, { x: { from: 0, to: 9000 }, y: { from: 0, to: 3 } }, { width: 7, height: 2 });
  assert.deepEqual(bytes, new Uint8Array(7 * 2 * 3).fill(255));
});

test('brings a picture of several megabytes over in pieces without a seam', () => {
  for (const [width, height, count] of [
    [1201, 900, 3],
    [900, 1203, 3],
    [1900, 1400, 1],
  ] as const) {
    const picture = noise(width, height, count, width);
    const whole = { x: { from: 0, to: width }, y: { from: 0, to: height } };
    for (const size of [
      { width: 7, height: 5 },
      { width: 901, height: 1000 },
    ]) {
      assert.deepEqual(resample(picture, whole, size), plainResample(picture, whole, size));
    }
  }
});

test('runs what its source says', () => {
  const { status, stderr } = spawnSync(process.execPath, ['wasm.mjs', '--check'], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
});
