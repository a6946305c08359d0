import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../../src/base/errors';
import type { DataType } from '../../../../src/inference/kserve/tensor';
import type { Preprocessing, Scaling } from '../../../../src/inference/picture/preprocessing';
import { tensorOfPixels } from '../../../../src/inference/picture/tensorOfPixels';

/** Two pixels side by side. */
const pixels = Uint8Array.of(10, 20, 30, 40, 50, 60);
const choices: Preprocessing = { scaling: 'none', layout: 'CHW', channelOrder: 'RGB', fit: 'stretch', orientation: 'stored' };

function tensor(change: Partial<Preprocessing>, datatype: DataType = 'FP32', bytes = pixels, channels: 1 | 3 = 3): number[] {
  const target = { width: bytes.length / channels, height: 1, channels, datatype };
  return [...tensorOfPixels(bytes, target, { ...choices, ...change })];
}

test('lays channels out in planes or side by side, in either order', () => {
  assert.deepEqual(tensor({ layout: 'CHW' }), [10, 40, 20, 50, 30, 60]);
  assert.deepEqual(tensor({ layout: 'HWC' }), [10, 20, 30, 40, 50, 60]);
  assert.deepEqual(tensor({ layout: 'CHW', channelOrder: 'BGR' }), [30, 60, 20, 50, 10, 40]);
  assert.deepEqual(tensor({ layout: 'HWC', channelOrder: 'BGR' }), [30, 20, 10, 60, 50, 40]);
});

test('any number of pixels, wherever they lie in memory, comes out in planes', () => {
  const memory = Uint8Array.from({ length: 60 }, (_, at) => (at * 37) & 255);
  for (let count = 1; count <= 13; count++) {
    for (const offset of [0, 1, 4]) {
      const some = memory.subarray(offset, offset + count * 3);
      const expected = [0, 1, 2].flatMap((channel) => Array.from({ length: count }, (_, pixel) => some[pixel * 3 + channel]));
      assert.deepEqual(tensor({ layout: 'CHW' }, 'FP32', some), expected);
    }
  }
});

test('a channel keeps its own figures when the order is turned round', () => {
  assert.deepEqual(tensor({ scaling: 'vgg', layout: 'HWC', channelOrder: 'BGR' }), [
    30 - 104,
    20 - 117,
    10 - 123,
    60 - 104,
    50 - 117,
    40 - 123,
  ]);
});

test('grey has one channel, and VGG takes 128 off it', () => {
  assert.deepEqual(tensor({ layout: 'CHW' }, 'FP32', Uint8Array.of(0, 255), 1), [0, 255]);
  assert.deepEqual(tensor({ scaling: 'vgg' }, 'FP32', Uint8Array.of(0, 255), 1), [-128, 127]);
});

test('every type gets its own elements', () => {
  const ends = Uint8Array.of(0, 128, 255);
  assert.deepEqual(tensor({ layout: 'HWC' }, 'UINT8', ends), [0, 128, 255]);
  assert.deepEqual(tensor({ layout: 'HWC' }, 'INT8', ends), [-128, 0, 127]);
  assert.deepEqual(tensor({ layout: 'HWC', scaling: 'inception' }, 'FP64', ends), [-1, 128 / 127.5 - 1, 1]);
  assert.deepEqual(tensor({ layout: 'HWC', scaling: 'inception' }, 'FP16', ends), [0xbc00, 0x1c04, 0x3c00]);
  assert.deepEqual(tensor({ layout: 'HWC', scaling: 'inception' }, 'BF16', ends), [0xbf80, 0x3b80, 0x3f80]);
});

test('what makes no sense is refused in words', () => {
  const refused: readonly (readonly [DataType, Scaling, 1 | 3, string])[] = [
    ['INT64', 'none', 3, 'picture-datatype'],
    ['BYTES', 'none', 3, 'picture-datatype'],
    ['UINT8', 'unit', 3, 'picture-scaling'],
    ['INT8', 'vgg', 3, 'picture-scaling'],
    ['FP32', 'imagenet', 1, 'picture-scaling'],
  ];
  for (const [datatype, scaling, channels, code] of refused) {
    assert.throws(
      () => tensor({ scaling }, datatype, pixels, channels),
      (error) => error instanceof UserError && error.code === code,
    );
  }
});
