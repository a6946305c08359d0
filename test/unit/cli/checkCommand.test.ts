import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Fields } from '../../../src/base/decode';
import { noProgress } from '../../../src/base/progress';
import { readModelConfig } from '../../../src/documents/pbtxt/modelConfig';
import { runProgram } from '../../../src/cli/program';
import { checkConfig } from '../../../src/validation/checkConfig';
import { onnxBytes } from '../documents/onnx/onnxBytes';

let folder = '';

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'check-'));
  await mkdir(path.join(folder, 'models', 'a', '1'), { recursive: true });
  await writeFile(path.join(folder, 'models', 'a', 'config.pbtxt'), 'backend: "onnxruntime"\nmax_batch_size: -1\ninput { name: 7 }\n');
  await writeFile(path.join(folder, 'models', 'a', '1', 'model.onnx'), onnxBytes('input x TYPE_FP32 [-1,3]\noutput y TYPE_INT64 [-1]'));
  await writeFile(path.join(folder, 'template.pbtxt'), 'name: "other"\nmax_batch_size: 8\n');
  await writeFile(
    path.join(folder, 'hint.pbtxt'),
    'model_metrics { metric_control { metric_identifier { family: "f" } histogram_options { buckets: 1 } } }\n',
  );
});

after(() => rm(folder, { recursive: true }));

async function run(...words: string[]): Promise<{ readonly status: number; readonly out: string }> {
  const out: string[] = [];
  const status = await runProgram(words, {
    terminal: { out: (line) => out.push(line), tell: (line) => out.push(line), progress: noProgress },
    installation: { dist: '/nowhere', sample: '/nowhere' },
    packageFile: 'package.json',
    key: undefined,
    signal: new AbortController().signal,
  });
  return { status, out: out.join('\n') };
}

async function findings(
  ...paths: string[]
): Promise<{ readonly status: number; readonly files: number; readonly found: readonly Fields[] }> {
  const { status, out } = await run('check', ...paths.map((one) => path.join(folder, one)), '--format', 'json');
  const report = Fields.of(JSON.parse(out), 'report');
  return { status, files: report.number('files'), found: report.list('findings', (raw, at) => Fields.of(raw, at)) };
}

test('json tells file, place, severity, code and message of every finding', async () => {
  const { status, files, found } = await findings('models');
  assert.equal(status, 1);
  assert.equal(files, 1);
  const negative = found.find((one) => one.text('code') === 'triton/max-batch-size');
  assert.deepEqual(
    ['line', 'column', 'endLine', 'endColumn'].map((name) => negative?.number(name)),
    [2, 17, 2, 19],
  );
  assert.equal(negative?.text('severity'), 'error');
  assert.ok(negative.text('file').endsWith('models/a/config.pbtxt'));
  assert.ok(found.some((one) => one.text('code') === 'triton/text-wrong-type'));
});

test('a model folder, the folder above its repository and its configuration lead to the same findings', async () => {
  const codes = async (place: string): Promise<string[]> => (await findings(place)).found.map((one) => one.text('code'));
  const expected = await codes('models');
  assert.deepEqual(await codes('models/a'), expected);
  assert.deepEqual(await codes('models/a/config.pbtxt'), expected);
  assert.deepEqual(await codes('.'), expected);
});

test('a .pbtxt file of another name is checked without its folder', async () => {
  assert.deepEqual(await findings('template.pbtxt'), { status: 0, files: 1, found: [] });
});

test('a release is checked for what it does not know yet', async () => {
  const place = path.join(folder, 'hint.pbtxt');
  const { status, out } = await run('check', place, '--release', '24.10');
  assert.equal(status, 1);
  assert.ok(out.includes('triton/newer-field'), out);
  assert.equal((await run('check', place, '--release', '24.11')).status, 0);
  assert.equal((await run('check', place, '--release', '2.50')).status, 2);
});

test('warnings alone leave the status at 0', async () => {
  const { status, found } = await findings('hint.pbtxt');
  assert.deepEqual([status, found.map((one) => one.text('severity'))], [0, ['warning']]);
});

test('an ONNX file is checked by itself', async () => {
  assert.deepEqual(await findings('models/a/1/model.onnx'), { status: 0, files: 1, found: [] });
});

test('text shows the line and marks the place', async () => {
  const { out } = await run('check', path.join(folder, 'models'));
  const lines = out.split('\n');
  const at = lines.findIndex((line) => line.includes('triton/max-batch-size'));
  assert.deepEqual(lines.slice(at + 2, at + 4), ['  | max_batch_size: -1', '  |                 ^^']);
});

test('sarif has the version, the rules and a region for each result', async () => {
  const { out } = await run('check', path.join(folder, 'models'), '--format', 'sarif');
  const log = Fields.of(JSON.parse(out), 'log');
  assert.equal(log.text('version'), '2.1.0');
  const [runOf] = log.list('runs', (raw, at) => Fields.of(raw, at));
  assert.ok(runOf);
  const rules = runOf
    .fields('tool')
    .fields('driver')
    .list('rules', (raw, at) => Fields.of(raw, at).text('id'));
  for (const result of runOf.list('results', (raw, at) => Fields.of(raw, at))) {
    assert.equal(rules[result.number('ruleIndex')], result.text('ruleId'));
    const [location] = result.list('locations', (raw, at) => Fields.of(raw, at).fields('physicalLocation'));
    assert.ok((location?.fields('region').number('startLine') ?? 0) >= 1);
  }
});

test('config prints a configuration that the checks accept and that has the tensors of the file', async () => {
  const { status, out } = await run('config', path.join(folder, 'models', 'a', '1', 'model.onnx'));
  assert.equal(status, 0);
  assert.deepEqual(checkConfig(out), []);
  const { inputs, outputs, maxBatchSize, dynamicBatching } = readModelConfig(out).config;
  // What the ONNX Runtime backend completes: batches of 4, and a number for each entry as dims [1] reshaped to nothing.
  assert.equal(maxBatchSize, 4);
  assert.ok(dynamicBatching);
  assert.deepEqual(
    [...inputs, ...outputs].map(({ name, dataType, dims, reshape }) => [name, dataType, dims, reshape]),
    [
      ['x', 'TYPE_FP32', [3], undefined],
      ['y', 'TYPE_INT64', [1], []],
    ],
  );
});

test('a configuration that disagrees with its model is not printed as one that fits, and where it disagrees is told', async () => {
  const model = path.join(folder, 'disagreeing');
  await mkdir(path.join(model, '1'), { recursive: true });
  await writeFile(path.join(model, '1', 'model.onnx'), onnxBytes('input x TYPE_FP32 [-1,3]\noutput y TYPE_INT64 [-1,1]'));
  const config =
    'backend: "onnxruntime"\nmax_batch_size: 8\ninput { name: "image" data_type: TYPE_FP32 dims: 3 }\noutput { name: "y" data_type: TYPE_INT64 dims: 1 }\n';
  await writeFile(path.join(model, 'config.pbtxt'), config);
  const { status, out } = await run('config', model);
  assert.equal(status, 0);
  assert.match(out, /^ {2}3:15 triton\/onnx-tensor-name /m);
  assert.ok(out.endsWith(config.replace('"image"', '"x"').trimEnd()), out);
  await writeFile(path.join(model, 'config.pbtxt'), `name: "other"\n${config}`);
  assert.equal((await run('config', model)).status, 1);
});

test('a folder without anything of ours is said to have nothing, and is no error', async () => {
  const empty = path.join(folder, 'empty');
  await mkdir(empty);
  const { status, out } = await run('check', empty);
  assert.deepEqual([status, out.split('\n')[0]?.includes(empty)], [0, true]);
});
