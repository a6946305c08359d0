import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PictureAnswer } from '../../../../src/operations/invokePicture';
import { answerView, preparedView } from '../../../../src/ui/panels/answerView';

function answered(different: Partial<PictureAnswer> = {}): PictureAnswer {
  const target = { width: 2, height: 1, channels: 3, datatype: 'FP32' } as const;
  return {
    serverReady: true,
    modelReady: true,
    model: 'model_1',
    version: '1',
    input: { name: 'data_0', datatype: 'FP32', shape: [-1, 3, 1, 2] },
    shape: [1, 3, 1, 2],
    output: { name: 'fc6_1', datatype: 'FP32', shape: [-1, 3] },
    preprocessing: { scaling: 'inception', layout: 'CHW', channelOrder: 'RGB', fit: 'stretch', orientation: 'upright' },
    tensor: {
      data: Float32Array.of(-1, 0.5, 0, 0.25, 1, -0.5),
      pixels: Uint8Array.of(1, 2, 3, 4, 5, 6),
      target,
      source: { width: 900, height: 600, format: 'jpeg' },
      milliseconds: { decode: 3.3, resize: 2.4, tensor: 1 },
    },
    top: [
      { index: 2, label: 'JAY', score: Math.log(3) },
      { index: 0, label: 'COCK', score: 0 },
    ],
    scores: Float32Array.of(0, -Infinity, Math.log(3)),
    labelsFrom: 'file',
    bytesSent: 602_112,
    bytesReceived: 4200,
    milliseconds: { decode: 3.3, resize: 2.4, tensor: 1, request: 12.7 },
    ...different,
  };
}

test('raw scores get a softmax over every class', () => {
  const { top } = answerView(answered(), 'labels.txt', 'en');
  assert.deepEqual(
    top.map(({ label, share, score }) => ({ label, share, score })),
    [
      { label: 'JAY', share: '75.0%', score: '1.099' },
      { label: 'COCK', share: '25.0%', score: '0.000' },
    ],
  );
});

test('probabilities are shown as the model gave them', () => {
  const top = [{ index: 0, label: 'COCK', score: 0.9 }];
  const view = answerView(answered({ scores: Float32Array.of(0.9, 0.1, 0), top }), undefined, 'en');
  assert.equal(view.top[0]?.share, '90.0%');
  assert.equal(view.top[0].bar, 0.9);
});

test('without the other scores there is no percentage, and bars compare what is there', () => {
  const top = [
    { index: 1, label: 'A', score: 8 },
    { index: 2, label: 'B', score: 2 },
    { index: 3, label: 'C', score: -4 },
  ];
  const view = answerView(answered({ scores: new Float32Array(), top, labelsFrom: 'server' }), undefined, 'en');
  assert.deepEqual(
    view.top.map(({ bar, share }) => [bar, share]),
    [
      [1, undefined],
      [0.25, undefined],
      [0, undefined],
    ],
  );
});

test('which deployment answered is told where the service says so', () => {
  assert.equal(answerView(answered({ deployment: 'blue' }), undefined, 'en').remarks[0], 'Deployment blue answered.');
  assert.equal(
    answerView(answered(), undefined, 'en').remarks.some((remark) => remark.includes('answered')),
    false,
  );
});

test('a score that is no number has no bar', () => {
  const view = answerView(answered({ scores: Float32Array.of(NaN), top: [{ index: 0, label: 'A', score: NaN }] }), undefined, 'en');
  assert.equal(view.top[0]?.bar, 0);
  assert.equal(view.top[0].score, 'NaN');
});

test('times add up to the whole, and each has its part of it', () => {
  const { times, total } = answerView(answered(), undefined, 'en');
  assert.equal(total, '19.4 ms');
  assert.equal(
    times.reduce((sum, { part }) => sum + part, 0),
    1,
  );
});

test('numbers are written as the language writes them', () => {
  const { top, total } = answerView(answered(), undefined, 'es');
  assert.equal(top[0]?.score, '1,099');
  assert.equal(total, '19,4 ms');
});

test('what was sent is told with shape, range and sizes', () => {
  assert.deepEqual(preparedView(answered(), 'en').facts, ['[1, 3, 1, 2]', '−1.00 … 1.00', '602 kB sent, 4.2 kB received']);
});

test('the shape is that of the tensor that was sent', () => {
  assert.equal(preparedView(answered({ shape: [1, 1, 2, 3] }), 'en').facts[0], '[1, 1, 2, 3]');
});

test('the pixels are those of the tensor, opaque', () => {
  const { rgba } = preparedView(answered(), 'en').pixels;
  assert.deepEqual([...Buffer.from(rgba, 'base64')], [1, 2, 3, 255, 4, 5, 6, 255]);
});

test('labels of another model are named, with the reason why they are not used', () => {
  const { remarks } = answerView(answered({ labelsFrom: 'none', labelsLeftOut: 1000 }), 'labels.txt', 'en');
  assert.ok(
    remarks.some((remark) => remark.startsWith('labels.txt has 1000 labels and the model gives 3 scores')),
    remarks.join(' '),
  );
});
