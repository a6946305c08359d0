import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { Fields } from '../../../src/base/decode';
import { readModelConfig, type ModelConfig, type TensorConfig } from '../../../src/documents/pbtxt/modelConfig';
import { generateConfig } from '../../../src/operations/generateConfig';
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
  const mine = told(readModelConfig(await generateConfig(EXPECTED)).config);
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
    const mine = told(readModelConfig(await generateConfig(`${RECORDED}/repository/${name}`)).config);
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
