import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { configCompletion } from '../../../../src/language/config/configCompletion';
import { configHover } from '../../../../src/language/config/configHover';
import { readConfigModel, type ConfigModel } from '../../../../src/language/config/configModel';
import { shapeNotes } from '../../../../src/language/config/configNotes';
import type { CompletionChoice } from '../../../../src/language/answers';
import { readModelConfig } from '../../../../src/documents/pbtxt/modelConfig';
import { enumNames, fieldsOf } from '../../../../src/documents/pbtxt/modelConfigSchema';
import { fieldText } from '../../../../src/language/config/configTexts';
import { makeExampleRepository } from '../../validation/exampleRepository';
import { applyEdits } from '../applyEdits';

const repository = `resnet/config.pbtxt
resnet/labels.txt
  cat
resnet/1/model.onnx
  input data TYPE_FP32 [-1,3,224,224]
  output prob TYPE_FP32 [-1,1000]
  output features TYPE_FP16 [-1,7]
resnet/warmup/cat.raw
pre/config.pbtxt
  backend: "python"
  input { name: "raw" data_type: TYPE_UINT8 dims: [ -1 ] }
  output { name: "pixels" data_type: TYPE_FP32 dims: [ 3, 224, 224 ] }
pre/1/model.py
.git/
`;
let folder = '';

before(async () => {
  folder = await makeExampleRepository(repository);
});

after(() => rm(folder, { recursive: true, force: true }));

/** A text with the cursor at |, in the folder of the model resnet. */
async function at(marked: string, model = 'resnet'): Promise<{ readonly model: ConfigModel; readonly offset: number }> {
  const offset = marked.indexOf('|');
  return { model: await readConfigModel(path.join(folder, model, 'config.pbtxt'), marked.replace('|', '')), offset };
}

async function choices(marked: string): Promise<CompletionChoice[]> {
  const { model, offset } = await at(marked);
  return configCompletion(model, offset).sort((a, b) => ((a.order ?? a.label) < (b.order ?? b.label) ? -1 : 1));
}

async function labels(marked: string): Promise<string[]> {
  return (await choices(marked)).map(({ label }) => label);
}

/** The text after a choice is taken, its cursors and placeholders filled in. */
async function taken(marked: string, label: string): Promise<string> {
  const choice = (await choices(marked)).find((one) => one.label === label);
  assert.ok(choice, `${label} is not offered: ${(await labels(marked)).join(', ')}`);
  const plain = choice.insert
    .replace(/\$\{\d+\|([^,]*)[^}]*\|\}/g, '$1')
    .replace(/\$\{\d+:?([^}]*)\}|\$\d/g, '$1')
    .replace(/\\([\\$}])/g, '$1');
  return applyEdits(marked.replace('|', ''), [{ range: choice.range, newText: plain }]);
}

test('a file offers its fields, and not those that are set and take one value', async () => {
  const offered = await labels('max_batch_size: 8\ninput { }\n|');
  assert.ok(offered.includes('dynamic_batching') && offered.includes('input') && offered.includes('backend'));
  assert.ok(!offered.includes('max_batch_size') && !offered.includes('dims'));
});

test('one scheduler is offered only while there is none', async () => {
  const offered = await labels('dynamic_batching { }\n|');
  assert.ok(!offered.includes('sequence_batching') && !offered.includes('dynamic_batching'));
});

for (const marked of [
  'input [\n  {\n    name: "x"\n    da|\n  }\n]',
  'input [ { name: "x" da|',
  'input { name: "x"\n|\n}',
  'input < |',
  'input [ { data_type:\n| dims: [ 1 ] } ]',
]) {
  test(`a tensor offers its own fields in ${JSON.stringify(marked)}`, async () => {
    const offered = await labels(marked);
    assert.ok(offered.includes('dims') || marked.includes('dims'), offered.join());
    assert.ok(!offered.includes('backend') && !offered.includes('label_filename') && offered.includes('reshape'));
  });
}

test('a value is chosen among the names of its type, that of the ONNX file first', async () => {
  const [first, ...rest] = await labels('input { name: "data" data_type: | }');
  assert.equal(first, 'TYPE_FP32');
  assert.ok(rest.includes('TYPE_INT64') && !rest.includes('TYPE_FP32') && !rest.includes('TYPE_INVALID'));
  assert.deepEqual(await labels('instance_group [ { kind: KIND_| } ]'), enumNames('ModelInstanceGroup.Kind'));
  assert.deepEqual(await labels('response_cache { enable: | }'), ['true', 'false']);
});

test('dims are those of the ONNX file, without the batch dimension where the model batches', async () => {
  assert.equal(
    await taken('max_batch_size: 8 input { name: "data" dims: | }', '[ 3, 224, 224 ]'),
    'max_batch_size: 8 input { name: "data" dims: [ 3, 224, 224 ] }',
  );
  assert.equal(await taken('input { name: "data" dims: [ | ] }', '-1, 3, 224, 224'), 'input { name: "data" dims: [ -1, 3, 224, 224 ] }');
});

for (const [marked, label, expected] of [
  ['backend: |', 'onnxruntime', 'backend: "onnxruntime"'],
  ['backend: "|', 'onnxruntime', 'backend: "onnxruntime"'],
  ['backend: "on|x"', 'onnxruntime', 'backend: "onnxruntime"'],
  ['platform: "|"', 'ensemble', 'platform: "ensemble"'],
  ['input { name: "|" }', 'data', 'input { name: "data" }'],
  ['output [ { name: "prob" }, { name: "|" } ]', 'features', 'output [ { name: "prob" }, { name: "features" } ]'],
  ['output { label_filename: "|" }', 'labels.txt', 'output { label_filename: "labels.txt" }'],
  ['ensemble_scheduling { step [ { model_name: "|" } ] }', 'pre', 'ensemble_scheduling { step [ { model_name: "pre" } ] }'],
  [
    'platform: "ensemble" ensemble_scheduling { step { model_name: "pre" input_map { key: "|" value: "x" } } }',
    'raw',
    'platform: "ensemble" ensemble_scheduling { step { model_name: "pre" input_map { key: "raw" value: "x" } } }',
  ],
  [
    'input { name: "a" } model_warmup { inputs { key: "a" value { input_data_file: "|" } } }',
    'cat.raw',
    'input { name: "a" } model_warmup { inputs { key: "a" value { input_data_file: "cat.raw" } } }',
  ],
  ['max|: 3', 'max_batch_size', 'max_batch_size: 3'],
  ['dyn|', 'dynamic_batching', 'dynamic_batching {\n\t\n}'],
  ['|', 'reshape', ''],
] as const) {
  if (expected !== '') {
    test(`${marked} becomes ${expected}`, async () => {
      assert.equal(await taken(marked, label), expected);
    });
  }
}

test('the folders of a repository are its models, hidden ones and the own one excepted', async () => {
  assert.deepEqual(await labels('ensemble_scheduling { step { model_name: "|" } }'), ['pre']);
});

test('a list of tensors offers those of the ONNX file that are not listed', async () => {
  const offered = await labels('output [ { name: "prob" }, | ]');
  assert.deepEqual(offered, ['features', '{ … }']);
  const text = await taken('max_batch_size: 4 output [ | ]', 'prob');
  assert.deepEqual(
    readModelConfig(text).config.outputs.map(({ name, dataType, dims }) => ({ name, dataType, dims })),
    [{ name: 'prob', dataType: 'TYPE_FP32', dims: [1000] }],
  );
});

for (const marked of ['input { data_type: TYPE_FP32| }', 'input { name: "data|" }', 'backend: "onnxruntime|"', 'max_batch_size|: 8']) {
  test(`what is typed already is not offered again in ${marked}`, async () => {
    const [typed = ''] = /\w+(?=\|)/.exec(marked) ?? [];
    assert.ok((await labels(marked.replace(/\w\|/, '|'))).includes(typed));
    assert.ok(!(await labels(marked)).includes(typed));
  });
}

test('pieces are indented by steps alone, so that each file gets its own', async () => {
  const inserts = [...(await choices('|')), ...(await choices('output [ | ]'))].map(({ insert }) => insert);
  assert.ok(inserts.some((insert) => insert.includes('"prob"')));
  assert.deepEqual(
    inserts.filter((insert) => /^\t* /m.test(insert)),
    [],
  );
});

test('instances that are filled in run on a machine without a GPU', async () => {
  assert.match(await taken('|', 'instance_group (filled in)'), /kind: KIND_AUTO$/m);
});

test('what is offered as a field or a piece can be read, whatever it is', async () => {
  const root = [...(fieldsOf('ModelConfig')?.keys() ?? [])];
  const offered = await choices('|');
  assert.ok(root.every((name) => offered.some(({ label }) => label === name)));
  for (const { label } of offered) {
    const { problems } = readModelConfig((await taken('|', label)).replace(/: (?=\s|$)/g, ': 1').replace(/\[ {2}\]/g, '[ ]'));
    assert.deepEqual(
      problems.filter(({ code }) => code === 'syntax' || code === 'unknown-field'),
      [],
      label,
    );
  }
});

test('a comment and a foreign field offer nothing', async () => {
  assert.deepEqual(await labels('# max_|'), []);
  assert.deepEqual(await labels('flavour: |'), []);
  assert.deepEqual(await labels('flavour { | }'), []);
});

test('no offset of a half-typed text is too strange for a completion or a hover', async () => {
  const text = 'input [ { name: "data" dims: [ 3, -1 ] } # c\n] parameters { key: "a" value { string_value: "b" } } x: <';
  for (let end = 0; end <= text.length; end += 1) {
    const model = await readConfigModel('/nowhere/config.pbtxt', text.slice(0, end));
    for (const offset of [0, end >> 1, end]) {
      assert.doesNotThrow(() => [configCompletion(model, offset), configHover(model, offset), shapeNotes(model)]);
    }
  }
});

test('every field of every message has its text', () => {
  const waiting = ['ModelConfig'];
  const lacking: string[] = [];
  for (const type of waiting) {
    for (const field of fieldsOf(type)?.values() ?? []) {
      if (fieldText(type, field.name) === undefined) lacking.push(`${type}.${field.name}`);
      if (!waiting.includes(field.type)) waiting.push(field.type);
    }
  }
  assert.deepEqual(lacking, []);
});

async function hover(marked: string, name?: string): Promise<string | undefined> {
  const { model, offset } = await at(marked, name);
  return configHover(model, offset)?.markdown;
}

test('a field is explained with its type, its default and the release that brought it', async () => {
  assert.match((await hover('max_bat|ch_size: 8')) ?? '', /\*\*max_batch_size\*\* `int32`[^]*batch[^]*Default: `0`/);
  assert.match((await hover('input { opt|ional: true }')) ?? '', /22\.01/);
  assert.match((await hover('instance_group { kind: KIND_G|PU }')) ?? '', /KIND_GPU/);
  assert.equal(await hover('flav|our: 3'), undefined);
});

test('a tensor and a step tell what their models have', async () => {
  assert.match((await hover('input { name: "da|ta" }')) ?? '', /TYPE_FP32 \[-1, 3, 224, 224\]/);
  const step = await hover('platform: "ensemble" ensemble_scheduling { step { model_name: "p|re" } }');
  assert.match(step ?? '', /python[^]*raw[^]*TYPE_UINT8[^]*pixels/);
});

test('the shape on the wire stands behind the dims', async () => {
  const notes = async (text: string): Promise<string[]> =>
    shapeNotes((await at(`${text}|`)).model).map((note) => `${note.offset} ${note.text}`);
  assert.deepEqual(await notes('max_batch_size: 8 input { dims: [ 3, 224 ] }'), ['42 → [-1, 3, 224]']);
  assert.deepEqual(await notes('output { dims: [ 3, -1 ] }'), ['24 → [3, -1]']);
  assert.deepEqual(
    await notes('output { dims: [ ] } input { dims: [ "a" ] } input { dims: 5 dims: 6 }').then((all) =>
      all.map((one) => one.split(' → ')[1]),
    ),
    ['[5, 6]'],
  );
  const { model } = await at('max_batch_size: 2 input { dims: [ 4 ] reshape { shape: [ 2, 2 ] } }|');
  assert.match(shapeNotes(model)[0]?.tooltip ?? '', /\[-1, 4\][^]*from 1 to 2[^]*\[-1, 2, 2\]/);
});
