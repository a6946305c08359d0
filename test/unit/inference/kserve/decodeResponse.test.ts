import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DecodeError } from '../../../../src/base/decode';
import { decodeInferResponse } from '../../../../src/inference/kserve/decodeResponse';
import { packBytes } from '../../../../src/inference/kserve/tensorBytes';

interface Answer {
  readonly body: Uint8Array;
  readonly header: string;
}

function answer(outputs: readonly object[], ...tensors: readonly Uint8Array[]): Answer {
  const json = Buffer.from(JSON.stringify({ model_name: 'm', model_version: '1', outputs }));
  return { body: Buffer.concat([json, ...tensors]), header: String(json.length) };
}

function binary(datatype: string, shape: readonly number[], size: number): object {
  return { name: 'o', datatype, shape, parameters: { binary_data_size: size } };
}

function decode({ body, header }: Answer): ReturnType<typeof decodeInferResponse> {
  return decodeInferResponse(body, header);
}

function refuses(it: Answer, path: RegExp): void {
  assert.throws(
    () => decode(it),
    (error) => error instanceof DecodeError && path.test(error.path),
  );
}

const floats = new Uint8Array(Float32Array.of(1.5, NaN, -Infinity).buffer);

test('binary and JSON outputs come mixed', () => {
  const response = decode(
    answer(
      [
        { name: 'scores', datatype: 'FP32', shape: [1, 3], parameters: { binary_data_size: 12 } },
        { name: 'flags', datatype: 'BOOL', shape: [2], data: [true, false] },
        { name: 'names', datatype: 'BYTES', shape: [2], parameters: { binary_data_size: 10 } },
      ],
      floats,
      packBytes([Buffer.from('ab'), Buffer.alloc(0)]),
    ),
  );
  assert.equal(response.modelName, 'm');
  assert.deepEqual(response.outputs[0]?.data, Float32Array.of(1.5, NaN, -Infinity));
  assert.deepEqual(response.outputs[1]?.data, Uint8Array.of(1, 0));
  assert.deepEqual(
    [...(response.outputs[2]?.data ?? [])].map((element) => String(element)),
    ['ab', ''],
  );
});

test('an answer of JSON alone needs no header, and NaN stands in it as Triton writes it', () => {
  const body = Buffer.from(
    '{"model_name":"NaN\\"","outputs":[{"name":"o","datatype":"FP64","shape":[2,2],"data":[[NaN,-Infinity],[1e3,0]]}]}',
  );
  const { modelName, outputs } = decodeInferResponse(body, undefined);
  assert.equal(modelName, 'NaN"');
  assert.deepEqual(outputs[0]?.data, Float64Array.of(NaN, -Infinity, 1000, 0));
});

test('an aligned output is not copied', () => {
  const body = new Uint8Array(new ArrayBuffer(4096));
  const json = JSON.stringify({ model_name: 'm', outputs: [binary('FP32', [2], 8)] });
  body.set(Buffer.from(json.padEnd(128)));
  const { outputs } = decodeInferResponse(body.subarray(0, 136), '128');
  assert.ok(outputs[0]?.data instanceof Float32Array);
  assert.equal(outputs[0].data.buffer, body.buffer);
});

test('a header length that is none is refused', () => {
  const { body } = answer([]);
  for (const header of ['', '0', '-1', '1e3', '+5', '99999999999', String(body.length + 1), '12 ']) {
    refuses({ body, header }, /Inference-Header-Content-Length/);
  }
});

test('a size that is not the shape times the width is refused', () => {
  refuses(answer([binary('FP32', [2], 12)], floats), /binary_data_size/);
  refuses(answer([binary('FP32', [4], 12)], floats), /binary_data_size/);
  refuses(answer([binary('FP32', [3], 13)], floats), /binary_data_size/);
  refuses(answer([binary('FP32', [3], -12)], floats), /binary_data_size/);
  refuses(answer([binary('FP32', [3], 11.5)], floats), /binary_data_size/);
});

test('dimensions that cannot be are refused before memory is taken', () => {
  for (const shape of [[-1, 3], [2 ** 40, 2 ** 40], [1.5], ['3']]) {
    refuses(answer([{ name: 'o', datatype: 'FP32', shape, data: [] }]), /shape/);
  }
  refuses(answer([binary('FP32', [2 ** 50], 12)], floats), /binary_data_size/);
  refuses(answer([{ name: 'o', datatype: 'FP32', shape: [2 ** 50], data: [1] }]), /data/);
});

test('outputs that come twice, and bytes that belong to none, are refused', () => {
  refuses(answer([binary('FP32', [3], 12), binary('FP32', [3], 12)], floats, floats), /outputs/);
  refuses(answer([binary('FP32', [3], 12)], floats, floats), /answer/);
});

test('BYTES whose lengths point past the end, or whose number is wrong, are refused', () => {
  const packed = packBytes([Buffer.from('abc')]);
  refuses(answer([binary('BYTES', [1], 6)], packed.subarray(0, 6)), /binary_data_size/);
  refuses(answer([binary('BYTES', [2], 7)], packed), /binary_data_size/);
  refuses(answer([binary('BYTES', [0], 7)], packed), /binary_data_size/);
});

test('JSON elements that do not fit their type are refused', () => {
  const bad: readonly (readonly [string, readonly unknown[]])[] = [
    ['UINT8', [256]],
    ['INT8', [-129]],
    ['INT32', [1.5]],
    ['INT64', [2 ** 60]],
    ['FP32', ['1']],
    ['FP32', [[[1]]]],
    ['INT32', ['NaN']],
    ['BOOL', [2]],
    ['BYTES', [1]],
    ['TYPE_FP32', [1]],
  ];
  for (const [datatype, data] of bad) {
    refuses(answer([{ name: 'o', datatype, shape: [1], data }]), /data/);
  }
});

test('whatever is changed in a good answer, it is decoded or refused, never anything else', () => {
  const good = answer(
    [binary('FP32', [3], 12), { name: 'n', datatype: 'BYTES', shape: [1], parameters: { binary_data_size: 6 } }],
    floats,
    packBytes([Buffer.from('xy')]),
  );
  const change = fc.record({ at: fc.nat(good.body.length - 1), byte: fc.nat(255) });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), fc.option(fc.nat(300)), (changes, length) => {
      const body = Uint8Array.from(good.body);
      changes.forEach(({ at, byte }) => {
        body[at] = byte;
      });
      try {
        decodeInferResponse(body, length === null ? good.header : String(length));
      } catch (error) {
        assert.ok(error instanceof DecodeError, String(error));
      }
    }),
    { numRuns: 2000 },
  );
});
