import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fields, numberOf } from '../../../../src/base/decode';
import { UserError } from '../../../../src/base/errors';
import { encodeBinaryRequest, encodeJsonRequest, type EncodedRequest } from '../../../../src/inference/kserve/encodeRequest';
import type { Tensor } from '../../../../src/inference/kserve/tensor';

const floats: Tensor = { name: 'data_0', datatype: 'FP32', shape: [1, 3], data: Float32Array.of(0.1, -1, 1e-7) };

function jsonOf({ parts }: EncodedRequest, end?: number): unknown {
  return JSON.parse(Buffer.concat(parts).subarray(0, end).toString('utf8'));
}

test('a binary request is a header and the very memory of the tensors', () => {
  const data = new Float32Array(150_528);
  const request = encodeBinaryRequest({ inputs: [{ name: 'data_0', datatype: 'FP32', shape: [1, 3, 224, 224], data }] });
  assert.equal(request.parts[1]?.buffer, data.buffer);
  assert.equal(request.headers['Content-Type'], 'application/octet-stream');
  assert.equal(request.headers['Content-Length'], String(request.byteLength));
  assert.ok(request.byteLength < 602_112 + 300);
});

test('the header has its length told and is padded to a multiple of 8, whatever the names hold', () => {
  for (const name of ['a', 'ab', 'größe', '図', 'input__0', 'x'.repeat(31)]) {
    const request = encodeBinaryRequest({ inputs: [{ ...floats, name }] });
    const length = Number(request.headers['Inference-Header-Content-Length']);
    assert.equal(length % 8, 0);
    assert.equal(request.parts[0]?.byteLength, length);
    assert.deepEqual(jsonOf(request, length), {
      inputs: [{ name, shape: [1, 3], datatype: 'FP32', parameters: { binary_data_size: 12 } }],
      parameters: { binary_data_output: true },
    });
  }
});

test('outputs that are listed ask for binary one by one, with their classes', () => {
  const request = encodeBinaryRequest({ id: '7', inputs: [floats], outputs: [{ name: 'a' }, { name: 'b', classes: 5 }] });
  assert.deepEqual(jsonOf(request, request.parts[0]?.byteLength), {
    id: '7',
    inputs: [{ name: 'data_0', shape: [1, 3], datatype: 'FP32', parameters: { binary_data_size: 12 } }],
    outputs: [
      { name: 'a', parameters: { binary_data: true } },
      { name: 'b', parameters: { classification: 5, binary_data: true } },
    ],
  });
});

test('BYTES are packed with their lengths', () => {
  const request = encodeBinaryRequest({
    inputs: [{ name: 't', datatype: 'BYTES', shape: [2], data: [Buffer.from('ab'), Buffer.from('')] }],
  });
  assert.deepEqual([...(request.parts[1] ?? [])], [2, 0, 0, 0, 97, 98, 0, 0, 0, 0]);
});

test('as JSON every float32 keeps its value in the fewest digits', () => {
  const values = Float32Array.from({ length: 2000 }, (_, index) => Math.sin(index) * 10 ** ((index % 60) - 30));
  const request = encodeJsonRequest({ inputs: [{ name: 'x', datatype: 'FP32', shape: [2000], data: values }] });
  const [data] = Fields.of(jsonOf(request), 'request').list('inputs', (raw, path) => Fields.of(raw, path).list('data', numberOf));
  assert.deepEqual(Float32Array.from(data ?? []), values);
  assert.ok(encodeJsonRequest({ inputs: [floats] }).parts.some((part) => Buffer.from(part).toString('utf8') === '[0.1,-1,1e-7]'));
});

test('as JSON other types look as KServe writes them', () => {
  const request = encodeJsonRequest({
    inputs: [
      { name: 'b', datatype: 'BOOL', shape: [2], data: Uint8Array.of(1, 0) },
      { name: 'i', datatype: 'INT64', shape: [1], data: BigInt64Array.of(-7n) },
      { name: 's', datatype: 'BYTES', shape: [1], data: [Buffer.from('é"')] },
    ],
    outputs: [{ name: 'o', classes: 3 }],
  });
  assert.equal(request.headers['Content-Length'], String(Buffer.concat(request.parts).length));
  assert.deepEqual(jsonOf(request), {
    outputs: [{ name: 'o', parameters: { classification: 3 } }],
    inputs: [
      { name: 'b', shape: [2], datatype: 'BOOL', data: [true, false] },
      { name: 'i', shape: [1], datatype: 'INT64', data: [-7] },
      { name: 's', shape: [1], datatype: 'BYTES', data: ['é"'] },
    ],
  });
});

test('half precision as JSON is refused in words, because Triton refuses it', () => {
  assert.throws(
    () => encodeJsonRequest({ inputs: [{ name: 'x', datatype: 'FP16', shape: [1], data: Uint16Array.of(0) }] }),
    (error) => error instanceof UserError && error.code === 'json-datatype',
  );
});

test('JSON beyond what Triton reads is refused before all of it is written', () => {
  const data = Float64Array.from({ length: 5_000_000 }, (_, index) => index + Math.PI);
  assert.throws(
    () => encodeJsonRequest({ inputs: [{ name: 'x', datatype: 'FP64', shape: [5_000_000], data }] }),
    (error) => error instanceof UserError && error.code === 'json-too-large',
  );
});

test('a tensor that does not fill its shape is never sent', () => {
  for (const shape of [[2], [4], [-3], [1e15, 1e15]]) {
    assert.throws(() => encodeBinaryRequest({ inputs: [{ ...floats, shape }] }), /data_0/);
  }
});
