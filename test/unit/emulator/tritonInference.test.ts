import assert from 'node:assert/strict';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { tritonInference } from '../../../src/emulator/tritonInference';

test('whoever gives up on a deployment ends a start that would not end by itself', { timeout: 60_000 }, async () => {
  const repository = await mkdtemp(join(tmpdir(), 'triton-inference-'));
  const sample = 'key: "INPUT0" value { data_type: TYPE_STRING dims: [1] zero_data: true }';
  const config = `backend: "onnxruntime" model_warmup { name: "endless" batch_size: 1 count: 4000000000 inputs { ${sample} } }`;
  try {
    await cp('test/fixtures/triton/repository/identity_string', join(repository, 'identity_string'), { recursive: true });
    await writeFile(join(repository, 'identity_string', 'config.pbtxt'), config);
    const ending = new AbortController();
    const log = (line: string): void => {
      if (line.includes('loading: identity_string:1')) {
        ending.abort(new Error('given up'));
      }
    };
    const start = tritonInference(resolve('dist/modelWorker.js'), 1);
    await assert.rejects(start(repository, log, ending.signal), /given up/);
    await assert.rejects(
      start(repository, () => undefined, ending.signal),
      /given up/,
    );
  } finally {
    await rm(repository, { recursive: true, force: true });
  }
});
