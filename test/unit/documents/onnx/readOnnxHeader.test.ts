import assert from 'node:assert/strict';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { OnnxReading } from '../../../../src/documents/onnx/onnxHeader';
import { readOnnxFile } from '../../../../src/documents/onnx/readOnnxFile';
import { readOnnxHeader } from '../../../../src/documents/onnx/readOnnxHeader';
import { onnxBytes } from './onnxBytes';

const SAMPLE = 'samples/single-model/models/model_1/1/model.onnx';

/** The header of bytes in memory, and how many of them were read. */
async function read(bytes: Uint8Array): Promise<{ readonly reading: OnnxReading; readonly count: number }> {
  let count = 0;
  const reading = await readOnnxHeader({
    size: bytes.byteLength,
    read: (into, offset) => {
      const part = bytes.subarray(offset, offset + into.byteLength);
      into.set(part);
      count += part.byteLength;
      return Promise.resolve(part.byteLength);
    },
  });
  return { reading, count };
}

test('reads the tensors of a real model', async () => {
  const reading = await readOnnxFile(SAMPLE);
  assert.ok(reading.kind === 'model');
  const { inputs, outputs, opsets, irVersion } = reading.header;
  assert.deepEqual(
    inputs.map(({ name, dataType, dims }) => ({ name, dataType, dims })),
    [{ name: 'data_0', dataType: 'TYPE_FP32', dims: [-1, 3, 224, 224] }],
  );
  assert.deepEqual(
    outputs.map(({ name, dims }) => ({ name, dims })),
    [{ name: 'fc6_1', dims: [-1, 1000] }],
  );
  assert.deepEqual([...opsets], [['', 13]]);
  assert.equal(irVersion, 8);
});

test('an input that is an initialiser is no input of the model', async () => {
  const { reading } = await read(
    onnxBytes('input x TYPE_FP32 [-1,3]\ninput w TYPE_FP32 [3]\noutput y TYPE_FP32 []', [{ name: 'w', bytes: 12 }]),
  );
  assert.ok(reading.kind === 'model');
  assert.deepEqual(
    reading.header.inputs.map(({ name }) => name),
    ['x'],
  );
  assert.deepEqual(
    reading.header.outputs.map(({ dims, hasShape }) => ({ dims, hasShape })),
    [{ dims: [], hasShape: true }],
  );
});

test('tells sequences from tensors, a missing shape from a scalar, and names the files with weights', async () => {
  const { reading } = await read(onnxBytes('input x TYPE_STRING\noutput y sequence', [{ name: 'w', externalFile: 'w.bin' }]));
  assert.ok(reading.kind === 'model');
  const [input] = reading.header.inputs;
  assert.deepEqual([input?.dataType, input?.hasShape], ['TYPE_STRING', false]);
  assert.equal(reading.header.outputs[0]?.kind, 'sequence');
  assert.deepEqual(reading.header.externalFiles, ['w.bin']);
});

test('jumps over weights', async () => {
  const weights = Array.from({ length: 20 }, (_, index) => ({ name: `w${index}`, bytes: 1_000_000 }));
  const { reading, count } = await read(onnxBytes('input x TYPE_FP32 [1]\noutput y TYPE_FP32 [1]', weights));
  assert.equal(reading.kind, 'model');
  assert.ok(count < 400_000, `${count} bytes were read`);
});

test('reads the header of a file of 2 GB', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'onnx-'));
  try {
    const file = path.join(folder, 'model.onnx');
    const size = 2_000_000_000;
    // A graph of one initialiser whose raw data is a hole in the file.
    const length = (value: number): Buffer =>
      Buffer.from([0, 7, 14, 21, 28].map((shift, i) => (Math.floor(value / 2 ** shift) % 128) + (i < 4 ? 128 : 0)));
    const graph = onnxBytes('input x TYPE_FP32 [1]\noutput y TYPE_FP32 [1]');
    const weights = Buffer.concat([
      Buffer.from([0x3a]),
      length(size + 12),
      Buffer.from([0x2a]),
      length(size + 6),
      Buffer.from([0x4a]),
      length(size),
    ]);
    const handle = await open(file, 'w');
    await handle.write(weights, 0, weights.byteLength, 0);
    await handle.write(graph, 0, graph.byteLength, weights.byteLength + size);
    await handle.close();
    const before = process.memoryUsage().rss;
    const reading = await readOnnxFile(file);
    assert.equal(reading.kind === 'model' ? reading.header.inputs[0]?.name : reading.message, 'x');
    assert.ok(process.memoryUsage().rss - before < 16 * 1024 * 1024);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('no prefix of a model throws, and none but the whole is taken for one that is whole', async () => {
  const bytes = onnxBytes('input x TYPE_FP32 [-1,3]\noutput y TYPE_FP32 [-1,2]', [{ name: 'w', bytes: 8 }]);
  for (let end = 0; end < bytes.byteLength - 4; end += 1) {
    assert.equal((await read(bytes.subarray(0, end))).reading.kind, 'broken', `${end} bytes`);
  }
});

test('other files are broken models', async () => {
  for (const text of ['', 'hello', '<html></html>', '{"a": 1}', '\0'.repeat(100), 'a'.repeat(1000)]) {
    assert.equal((await read(Buffer.from(text))).reading.kind, 'broken', text.slice(0, 20));
  }
});
