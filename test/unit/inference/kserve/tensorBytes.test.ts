import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { elementCount } from '../../../../src/inference/kserve/dataTypes';
import { fromBf16, fromFp16, toBf16, toFp16 } from '../../../../src/inference/kserve/halfPrecision';
import { bytesOf, elementsOf, numbersOf, packBytes, unpackBytes } from '../../../../src/inference/kserve/tensorBytes';

test('bytes of a tensor are the same memory, not a copy', () => {
  const data = Float32Array.of(1, 2, 3).subarray(1);
  const bytes = bytesOf(data);
  assert.equal(bytes.buffer, data.buffer);
  assert.deepEqual([bytes.byteOffset, bytes.byteLength], [4, 8]);
});

test('elements are a view where they are aligned and a copy where they are not', () => {
  const body = new Uint8Array(new ArrayBuffer(24));
  body[8] = 7;
  body[13] = 9;
  const aligned = elementsOf('UINT32', body.subarray(8, 16));
  assert.equal(aligned.buffer, body.buffer);
  assert.equal(aligned[0], 7);
  const shifted = elementsOf('UINT32', body.subarray(13, 17));
  assert.notEqual(shifted.buffer, body.buffer);
  assert.equal(shifted[0], 9);
});

test('what packBytes packs, unpackBytes gives back', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 20 }), (elements) => {
      const { elements: back, rest } = unpackBytes(packBytes(elements), elements.length);
      assert.deepEqual(
        back.map((element) => [...element]),
        elements.map((element) => [...element]),
      );
      assert.equal(rest, 0);
    }),
  );
});

test('a BYTES element that ends beyond the tensor is left as the rest', () => {
  const packed = packBytes([Buffer.from('ok'), Buffer.from('longer')]);
  const { elements, rest } = unpackBytes(packed.subarray(0, packed.length - 1), 2);
  assert.equal(elements.length, 1);
  assert.equal(rest, 9);
});

test('millions of empty elements are not unpacked when fewer were asked for', () => {
  const { elements, rest } = unpackBytes(new Uint8Array(4_000_000), 3);
  assert.equal(elements.length, 3);
  assert.equal(rest, 4_000_000 - 12);
});

test('every FP16 that is a number survives the way to a number and back', () => {
  for (let bits = 0; bits < 0x10000; bits++) {
    const value = fromFp16(bits);
    if (Number.isNaN(value)) {
      assert.ok(Number.isNaN(fromFp16(toFp16(value))));
    } else {
      assert.equal(toFp16(value), bits);
    }
  }
});

test('a float32 becomes the nearest FP16, ties to even', () => {
  fc.assert(
    fc.property(fc.float({ min: Math.fround(-65519), max: Math.fround(65519), noNaN: true }), (value) => {
      const bits = toFp16(value);
      const away = Math.abs(fromFp16(bits) - value);
      for (const neighbour of [bits - 1, bits + 1].filter((it) => (it & 0x7fff) < 0x7c00 && (it & 0x8000) === (bits & 0x8000))) {
        const other = Math.abs(fromFp16(neighbour) - value);
        assert.ok(away < other || (away === other && bits % 2 === 0), `${value} -> ${bits}`);
      }
    }),
  );
  assert.equal(fromFp16(toFp16(65520)), Infinity);
  assert.equal(fromFp16(toFp16(65519)), 65504);
});

test('BF16 is the upper half of a float32, cut off', () => {
  assert.equal(fromBf16(toBf16(1.0078125)), 1.0078125);
  assert.equal(fromBf16(toBf16(1.015)), 1.0078125);
  assert.equal(fromBf16(toBf16(-Infinity)), -Infinity);
});

test('halves and 64-bit integers become plain numbers', () => {
  assert.deepEqual([...numbersOf('FP16', Uint16Array.of(0x3c00, 0xc000))], [1, -2]);
  assert.deepEqual([...numbersOf('INT64', BigInt64Array.of(-5n))], [-5]);
  const counts = Uint16Array.of(0x3c00);
  assert.equal(numbersOf('UINT16', counts), counts);
});

test('elements are counted only where they can be', () => {
  assert.equal(elementCount([]), 1);
  assert.equal(elementCount([2, 3, 4]), 24);
  assert.equal(elementCount([0, 1e15, 1e15]), 0);
  assert.equal(elementCount([-1, 3]), undefined);
  assert.equal(elementCount([1e15, 1e15]), undefined);
  assert.equal(elementCount([1.5]), undefined);
});
