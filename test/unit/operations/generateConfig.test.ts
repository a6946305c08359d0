import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { Fields } from '../../../src/base/decode';
import { UserError } from '../../../src/base/errors';
import { readModelConfig, type ModelConfig, type TensorConfig } from '../../../src/documents/pbtxt/modelConfig';
import { generateConfig, type GeneratedConfig } from '../../../src/operations/generateConfig';
import { checkConfig } from '../../../src/validation/checkConfig';
import { onnxBytes } from '../documents/onnx/onnxBytes';

/** Configurations that Triton's own tests expect, and answers of a real server to GET /v2/models/NAME/config. */
const EXPECTED = '../shared/corpus/config-pbtxt/valid/onnx/no_config';
const RECORDED = '../shared/corpus/triton-http';
const skipFor = (place: string): { readonly skip: string | false } => ({ skip: existsSync(place) ? false : `${place} is missing` });

interface Told {
  readonly maxBatchSize: number;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly isBatched: boolean;
}

/** Tensors in the order of their names: which one comes first is not fixed. */
function told({ maxBatchSize, inputs, outputs, dynamicBatching }: ModelConfig): Told {
  const lines = (tensors: readonly TensorConfig[]): string[] =>
    tensors.map(({ name, dataType, dims, reshape }) => `${name} ${dataType} [${dims.join()}] ${reshape?.join() ?? '-'}`).sort();
  return { maxBatchSize, inputs: lines(inputs), outputs: lines(outputs), isBatched: dynamicBatching !== undefined };
}

async function generated(config: string | undefined, onnx: string): Promise<string> {
  return (await answer(config, onnx)).text;
}

async function answer(config: string | undefined, onnx: string): Promise<GeneratedConfig> {
  const folder = await mkdtemp(path.join(tmpdir(), 'generate-'));
  try {
    await mkdir(path.join(folder, 'a', '1'), { recursive: true });
    await writeFile(path.join(folder, 'a', '1', 'model.onnx'), onnxBytes(onnx));
    if (config !== undefined) {
      await writeFile(path.join(folder, 'a', 'config.pbtxt'), config);
    }
    return await generateConfig(path.join(folder, 'a'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('completes a model without a configuration as Triton’s own tests expect', skipFor(EXPECTED), async () => {
  const mine = told(readModelConfig((await generateConfig(EXPECTED)).text).config);
  assert.deepEqual(mine, told(readModelConfig(readFileSync(path.join(EXPECTED, 'expected'), 'utf8')).config));
});

test('completes models as a real server did', skipFor(RECORDED), async () => {
  const cases = globSync(`${RECORDED}/cases/model-config-*.json`).flatMap((file) => {
    const one = Fields.of(JSON.parse(readFileSync(file, 'utf8')), 'case');
    const [, name = ''] = /models\/(\w+)\/config$/.exec(one.fields('request').text('target')) ?? [];
    const onnx = `${RECORDED}/repository/${name}/1/model.onnx`;
    return existsSync(onnx) ? [{ name, body: one.fields('response').fields('body').text('text') }] : [];
  });
  assert.ok(cases.length > 4);
  for (const { name, body } of cases) {
    const server = Fields.of(JSON.parse(body), name);
    const lines = (field: 'input' | 'output'): string[] => server.list(field, (raw, at) => tensorLine(Fields.of(raw, at))).sort();
    const mine = told(readModelConfig((await generateConfig(`${RECORDED}/repository/${name}`)).text).config);
    assert.deepEqual(
      { name, ...mine },
      {
        name,
        maxBatchSize: server.number('max_batch_size'),
        inputs: lines('input'),
        outputs: lines('output'),
        isBatched: server.optionalFields('dynamic_batching') !== undefined,
      },
    );
  }
});

function tensorLine(tensor: Fields): string {
  const numbers = (fields: Fields, name: string): string => fields.list(name, (raw) => String(raw)).join();
  const reshape = tensor.optionalFields('reshape');
  const shape = reshape === undefined ? '-' : numbers(reshape, 'shape');
  return `${tensor.text('name')} ${tensor.text('data_type')} [${numbers(tensor, 'dims')}] ${shape}`;
}

const onnx = 'input x TYPE_FP32 [-1,3]\noutput y TYPE_FP32 [-1,2]';

test('keeps what is written, with its comments, and adds what Triton would', async () => {
  const text =
    '# mine\nbackend: "onnxruntime"\nmax_batch_size: 0 # so far\noutput { name: "y" data_type: TYPE_FP32 dims: 2 label_filename: "l.txt" }\n';
  const result = await generated(text, onnx);
  assert.ok(result.startsWith(text.replace('size: 0', 'size: 4')), result);
  const { inputs, outputs, dynamicBatching } = readModelConfig(result).config;
  assert.deepEqual([inputs.map(({ name, dims }) => [name, dims]), outputs[0]?.labelFilename], [[['x', [3]]], 'l.txt']);
  assert.ok(dynamicBatching);
  assert.deepEqual(
    checkConfig(result, { name: 'a' }).filter(({ severity }) => severity === 'error'),
    [],
  );
});

test('leaves a configuration alone that lists inputs and outputs', async () => {
  const text =
    'platform: "onnxruntime_onnx"\ninput { name: "x" data_type: TYPE_FP32 dims: [ -1, 3 ] }\noutput { name: "y" data_type: TYPE_FP32 dims: [ -1, 2 ] }\ninstance_group { kind: KIND_CPU }\n';
  assert.equal(await generated(text, onnx), text);
});

test('names the backend where the configuration leaves it to the file', async () => {
  const { config, problems } = readModelConfig(await generated('instance_group { count: 2 }', onnx));
  assert.deepEqual([config.backend, config.instanceGroups[0]?.count, problems], ['onnxruntime', 2, []]);
});

const codes = (findings: readonly { readonly code: string }[]): string[] => findings.map(({ code }) => code);
const listed = (text: string): unknown => {
  const { inputs, outputs, maxBatchSize } = readModelConfig(text).config;
  return { maxBatchSize, tensors: [...inputs, ...outputs].map(({ name, dataType, dims }) => [name, dataType, dims.join()]) };
};
const fitting = {
  maxBatchSize: 8,
  tensors: [
    ['x', 'TYPE_FP32', '3'],
    ['y', 'TYPE_FP32', '2'],
  ],
};

for (const [what, code, from, to] of [
  ['name', 'triton/onnx-tensor-name', 'name: "x"', 'name: "image"'],
  ['type', 'triton/onnx-data-type', 'TYPE_FP32', 'TYPE_UINT8'],
  ['shape', 'triton/onnx-shape', 'dims: [ 3 ]', 'dims: [ 1, 3 ]'],
  ['number', 'triton/onnx-tensor-name', 'input [', 'input [ { name: "z" data_type: TYPE_FP32 dims: [ 1 ] }, '],
] as const) {
  test(`corrects the ${what} of a tensor by the model, says so, and keeps the rest`, async () => {
    const right =
      'backend: "onnxruntime" # mine\nmax_batch_size: 8\ninput [ { name: "x" data_type: TYPE_FP32 dims: [ 3 ] } ]\noutput [ { name: "y" data_type: TYPE_FP32 dims: [ 2 ] } ]\n';
    const { text, corrected, left } = await answer(right.replace(from, to), onnx);
    assert.ok(codes(corrected).includes(code), codes(corrected).join());
    assert.equal(corrected[0]?.line, 3);
    assert.deepEqual([listed(text), left], [fitting, []]);
    assert.match(text, /# mine/);
  });
}

test('sets no batches for a model that has none', async () => {
  const text =
    'backend: "onnxruntime"\nmax_batch_size: 8\ninput [ { name: "x" data_type: TYPE_FP32 dims: [ 3 ] } ]\noutput [ { name: "y" data_type: TYPE_FP32 dims: [ 2 ] } ]\n';
  const result = await answer(text, onnx.replaceAll('-1', '1'));
  assert.deepEqual(codes(result.corrected)[0], 'triton/onnx-batching');
  assert.deepEqual(
    [listed(result.text), result.left],
    [
      {
        maxBatchSize: 0,
        tensors: [
          ['x', 'TYPE_FP32', '1,3'],
          ['y', 'TYPE_FP32', '1,2'],
        ],
      },
      [],
    ],
  );
});

test('tells what the model cannot mend', async () => {
  const { corrected, left } = await answer('backend: "onnxruntime"\ninstance_group { kind: KIND_MODEL }\nname: "other"\n', onnx);
  assert.deepEqual([corrected, codes(left).includes('triton/model-name')], [[], true]);
});

test('a version folder stands for its model, and another folder is told which one is meant', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'generate-'));
  try {
    const version = path.join(folder, 'models', 'a', '1');
    await mkdir(version, { recursive: true });
    await mkdir(path.join(folder, 'pictures'));
    await writeFile(path.join(version, 'model.onnx'), onnxBytes(onnx));
    const { file, text } = await generateConfig(version);
    assert.equal(file, path.join(folder, 'models', 'a', 'config.pbtxt'));
    assert.match(text, /^name: "a"/);
    const refused = async (place: string, code: string, words: RegExp): Promise<void> =>
      assert.rejects(generateConfig(place), (error) => error instanceof UserError && error.code === code && words.test(error.message));
    await refused(path.join(folder, 'models'), 'repository-folder', /a$/);
    await refused(folder, 'above-repository', /models$/);
    await refused(path.join(folder, 'pictures'), 'no-model-folder', /pictures/);
    await refused(path.join(folder, 'gone'), 'no-such-path', /gone/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
