import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../src/base/errors';
import type { InferRequest } from '../../../src/inference/kserve/inferRequest';
import type { ModelConfigSummary, ModelMetadata } from '../../../src/inference/kserve/modelMetadata';
import type { Tensor } from '../../../src/inference/kserve/tensor';
import type { Preprocessing } from '../../../src/inference/picture/preprocessing';
import type { PictureTarget, PictureTensor, Pictures } from '../../../src/inference/picture/pictures';
import type { InferAnswer, TritonClient } from '../../../src/inference/tritonClient';
import { invokePicture, type PictureAnswer, type PictureQuestion } from '../../../src/operations/invokePicture';

const signal = new AbortController().signal;
const question: PictureQuestion = { picture: new Uint8Array([1]), choice: {}, top: 2 };

/** A server with one model of a 2 × 2 picture and 3 classes, unless the test says otherwise. */
class FakeTriton implements TritonClient {
  names: readonly string[] = ['m'];
  isServerReady = true;
  isModelReady = true;
  input = { name: 'in', datatype: 'FP32' as 'FP32' | 'UINT8', shape: [-1, 3, 2, 2] };
  outputs: ModelMetadata['outputs'] = [{ name: 'out', datatype: 'FP32', shape: [-1, 3] }];
  settings: ModelConfigSummary = { maxBatchSize: 4, formats: new Map(), labelledOutputs: new Set() };
  answers: readonly Tensor[] = [{ name: 'out', datatype: 'FP32', shape: [1, 3], data: new Float32Array([0.5, -1, 2.25]) }];
  readonly requests: InferRequest[] = [];

  serverReady = (): Promise<boolean> => Promise.resolve(this.isServerReady);
  modelReady = (): Promise<boolean> => Promise.resolve(this.isModelReady);
  models = (): Promise<readonly string[]> => Promise.resolve(this.names);
  config = (): Promise<ModelConfigSummary> => Promise.resolve(this.settings);
  metadata = (name: string): Promise<ModelMetadata> =>
    this.names.includes(name)
      ? Promise.resolve({ name, versions: ['9', '10'], platform: 'onnxruntime_onnx', inputs: [this.input], outputs: this.outputs })
      : Promise.reject(new UserError('There is no such model.', 'triton-no-model'));

  infer = (modelName: string, request: InferRequest): Promise<InferAnswer> => {
    this.requests.push(request);
    return Promise.resolve({ modelName, modelVersion: '10', outputs: this.answers, bytesSent: 48, bytesReceived: 12, milliseconds: 7 });
  };
}

class FakePictures implements Pictures {
  asked: { readonly target: PictureTarget; readonly preprocessing: Preprocessing } | undefined;

  prepare = (_bytes: Uint8Array, target: PictureTarget, preprocessing: Preprocessing): Promise<PictureTensor> => {
    this.asked = { target, preprocessing };
    const source = { width: 20, height: 10, format: 'jpeg' };
    return Promise.resolve({
      data: new Float32Array(12),
      pixels: new Uint8Array(12),
      target,
      source,
      milliseconds: { decode: 1, resize: 2, tensor: 3 },
    });
  };

  close = (): Promise<void> => Promise.resolve();
}

async function ask(triton: FakeTriton, more: Partial<PictureQuestion> = {}, pictures = new FakePictures()): Promise<PictureAnswer> {
  return invokePicture({ ...question, ...more }, { triton, pictures, onStage: () => undefined }, signal);
}

async function codeOf(triton: FakeTriton, more: Partial<PictureQuestion> = {}): Promise<string | undefined> {
  return ask(triton, more).then(
    () => undefined,
    (error: unknown) => (error instanceof UserError ? error.code : String(error)),
  );
}

test('asks the only model of the server with the shape of its metadata, and ranks the scores', async () => {
  const triton = new FakeTriton();
  const answer = await ask(triton, { labels: ['CAT', 'DOG', 'BIRD'] });
  assert.deepEqual(
    triton.requests.map(({ inputs, outputs }) => [inputs[0]?.name, inputs[0]?.datatype, inputs[0]?.shape, outputs]),
    [['in', 'FP32', [1, 3, 2, 2], [{ name: 'out' }]]],
  );
  assert.deepEqual(answer.top, [
    { index: 2, label: 'BIRD', score: 2.25 },
    { index: 0, label: 'CAT', score: 0.5 },
  ]);
  assert.deepEqual(
    [answer.model, answer.version, answer.labelsFrom, answer.serverReady, answer.modelReady],
    ['m', '10', 'file', true, true],
  );
  assert.deepEqual(answer.milliseconds, { decode: 1, resize: 2, tensor: 3, request: 7 });
  assert.deepEqual([...answer.scores], [0.5, -1, 2.25]);
});

test('without labels a class is called by its index', async () => {
  const { top, labelsFrom } = await ask(new FakeTriton());
  assert.deepEqual([top[0]?.label, labelsFrom], ['2', 'none']);
});

test('labels of another model are not used, one too few of them as little as a thousand', async () => {
  for (const labels of [['CAT', 'DOG'], Array.from({ length: 1000 }, (_, at) => `L${at}`)]) {
    const { top, labelsFrom, labelsLeftOut } = await ask(new FakeTriton(), { labels });
    assert.deepEqual([top[0]?.label, labelsFrom, labelsLeftOut], ['2', 'none', labels.length]);
  }
});

test('a server that knows the labels is asked to classify', async () => {
  const triton = new FakeTriton();
  triton.settings = { ...triton.settings, labelledOutputs: new Set(['out']) };
  const bytes = ['2.250000:2:BIRD', '0.500000:0:CAT'].map((text) => new TextEncoder().encode(text));
  triton.answers = [{ name: 'out', datatype: 'BYTES', shape: [1, 2], data: bytes }];
  const answer = await ask(triton, { labels: ['not', 'these'] });
  assert.deepEqual(triton.requests[0]?.outputs, [{ name: 'out', classes: 2 }]);
  assert.deepEqual(answer.top[0], { index: 2, label: 'BIRD', score: 2.25 });
  assert.equal(answer.labelsFrom, 'server');
});

test('scores of half precision and of whole numbers are read as numbers', async () => {
  const triton = new FakeTriton();
  triton.answers = [{ name: 'out', datatype: 'FP16', shape: [1, 2], data: new Uint16Array([0x3c00, 0xc000]) }];
  assert.deepEqual(
    (await ask(triton)).top.map(({ score }) => score),
    [1, -2],
  );
  triton.answers = [{ name: 'out', datatype: 'INT64', shape: [1, 2], data: new BigInt64Array([-5n, 7n]) }];
  assert.deepEqual(
    (await ask(triton)).top.map(({ score }) => score),
    [7, -5],
  );
});

test('what the user chose is taken, the rest is guessed from the model', async () => {
  const pictures = new FakePictures();
  const triton = new FakeTriton();
  await ask(triton, { choice: { orientation: 'stored' } }, pictures);
  assert.deepEqual(pictures.asked, {
    target: { width: 2, height: 2, channels: 3, datatype: 'FP32' },
    preprocessing: { scaling: 'inception', layout: 'CHW', channelOrder: 'RGB', fit: 'stretch', orientation: 'stored' },
  });
  triton.input = { name: 'in', datatype: 'UINT8', shape: [-1, 2, 2, 3] };
  await ask(triton, {}, pictures);
  assert.deepEqual([pictures.asked.preprocessing.scaling, pictures.asked.preprocessing.layout], ['none', 'HWC']);
});

test('a server that is not ready for another model still answers for this one, and says so', async () => {
  const triton = new FakeTriton();
  triton.isServerReady = false;
  assert.equal((await ask(triton)).serverReady, false);
});

test('a server without a model, or with several and none named, is told in words', async () => {
  const triton = new FakeTriton();
  triton.names = [];
  assert.equal(await codeOf(triton), 'no-model');
  triton.names = ['a', 'b'];
  assert.equal(await codeOf(triton), 'several-models');
  assert.equal(await codeOf(triton, { model: 'b' }), undefined);
});

test('a model that is not there is told as the server tells it, one that is not ready as that', async () => {
  const triton = new FakeTriton();
  triton.isModelReady = false;
  assert.equal(await codeOf(triton, { model: 'other' }), 'triton-no-model');
  assert.equal(await codeOf(triton), 'model-not-ready');
});

test('a model with an input that is no picture is refused with its shape', async () => {
  const triton = new FakeTriton();
  triton.input = { name: 'tokens', datatype: 'FP32', shape: [-1, 128] };
  await assert.rejects(ask(triton), (error: unknown) => {
    assert.ok(error instanceof UserError && error.code === 'not-a-picture-model');
    assert.match(error.message, /tokens.*128/);
    return true;
  });
});

test('a model that gives no score for each class is refused with its output', async () => {
  const triton = new FakeTriton();
  triton.outputs = [{ name: 'mask', datatype: 'FP32', shape: [-1, 21, 64, 64] }];
  await assert.rejects(ask(triton), (error: unknown) => {
    assert.ok(error instanceof UserError && error.code === 'not-a-classifier');
    assert.match(error.message, /mask.*64/);
    return true;
  });
});

test('of several outputs the first vector is taken, in whatever dimension it lies', async () => {
  const triton = new FakeTriton();
  triton.outputs = [
    { name: 'features', datatype: 'FP32', shape: [-1, 7, 7, 64] },
    { name: 'out', datatype: 'FP32', shape: [-1, 1000, 1, 1] },
  ];
  assert.equal((await ask(triton)).output.name, 'out');
});

test('an output with more numbers than any classifier has classes is refused, and named', async () => {
  const triton = new FakeTriton();
  triton.answers = [{ name: 'out', datatype: 'FP32', shape: [1, 1_000_001], data: new Float32Array(1_000_001) }];
  await assert.rejects(ask(triton), (error: unknown) => {
    assert.ok(error instanceof UserError);
    assert.deepEqual([error.code, error.message.includes('Model m') && error.message.includes('output out')], ['not-a-classifier', true]);
    return true;
  });
  triton.answers = [{ name: 'out', datatype: 'FP32', shape: [1, 1_000_000], data: new Float32Array(1_000_000) }];
  assert.equal((await ask(triton)).scores.length, 1_000_000);
});
