import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DecodeError } from '../../../../src/base/decode';
import { isoDuration } from '../../../../src/emulator/controlPlane/deployments/isoDuration';

for (const [text, milliseconds] of [
  ['PT30S', 30_000],
  ['PT0.500000S', 500],
  ['PT1M30S', 90_000],
  ['P1DT1H', 90_000_000],
  ['PT0S', 0],
] as const) {
  test(`reads ${text}`, () => {
    assert.equal(isoDuration(text, 'x'), milliseconds);
  });
}

for (const text of ['', 'P', 'PT', '30', '30S', 'PT30', 'PT-5S', 'P1Y']) {
  test(`refuses "${text}"`, () => {
    assert.throws(() => isoDuration(text, 'x'), DecodeError);
  });
}
