import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { modelConfigOf, readModelConfig } from '../../../../../src/documents/pbtxt/modelConfig';
import { inferBackend } from '../../../../../src/emulator/triton/repository/backend';

/** Backend, platform and file name that follow from a configuration and the files of a model folder. */
async function inferred(config: string, files: readonly string[] = []): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'triton-backend-'));
  try {
    for (const file of files) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), '');
    }
    const { backend, platform, defaultModelFilename } = modelConfigOf(await inferBackend(readModelConfig(config).message, folder));
    return [backend, platform, defaultModelFilename];
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('tells the backend by the file in the first version folder', async () => {
  assert.deepEqual(await inferred('', ['1/model.onnx']), ['onnxruntime', 'onnxruntime_onnx', 'model.onnx']);
  assert.deepEqual(await inferred('', ['1/model.plan']), ['tensorrt', 'tensorrt_plan', 'model.plan']);
  assert.deepEqual(await inferred('', ['1/model.savedmodel/x']), ['tensorflow', 'tensorflow_savedmodel', 'model.savedmodel']);
  assert.deepEqual(await inferred('', ['1/model.onnx/model.onnx']), ['onnxruntime', 'onnxruntime_onnx', 'model.onnx']);
  assert.deepEqual(await inferred('', ['1/model.py']), ['python', '', 'model.py']);
});

test('looks into the alphabetically first folder only, hidden or not', async () => {
  await assert.rejects(inferred('name: "m"', ['.hidden/x', '1/model.onnx']), /Could not determine backend for model 'm'/);
});

test('takes the suffix of the name for the backend when no file tells', async () => {
  assert.deepEqual(await inferred('name: "x.identity"', ['1/other']), ['identity', '', 'model.identity']);
});

test('completes platform from backend, backend from platform, and both from the file name', async () => {
  const onnx = ['onnxruntime', 'onnxruntime_onnx', 'model.onnx'];
  assert.deepEqual(await inferred('backend: "onnxruntime"'), onnx);
  assert.deepEqual(await inferred('platform: "onnxruntime_onnx"'), onnx);
  assert.deepEqual(await inferred('default_model_filename: "model.onnx"'), onnx);
  assert.deepEqual(await inferred('backend: "onnxruntime" default_model_filename: "net.onnx"'), [
    'onnxruntime',
    'onnxruntime_onnx',
    'net.onnx',
  ]);
});

test('leaves what it does not know, and ensembles, as they are', async () => {
  assert.deepEqual(await inferred('platform: "onnxruntime"'), ['', 'onnxruntime', '']);
  assert.deepEqual(await inferred('platform: "ensemble"'), ['', 'ensemble', '']);
});
