import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { UserError } from '../../../../src/base/errors';
import type { OutlineEntry, Place } from '../../../../src/language/answers';
import { readConfigModel, type ConfigModel } from '../../../../src/language/config/configModel';
import {
  configDefinition,
  configLinks,
  configReferences,
  configRename,
  configRenameTarget,
} from '../../../../src/language/config/configNavigation';
import { configFolds, configOutline } from '../../../../src/language/config/configOutline';
import { makeExampleRepository } from '../../validation/exampleRepository';
import { applyTo } from '../applyEdits';

const repository = `pre/config.pbtxt
  name: "pre"
  backend: "python"
  input { name: "raw" data_type: TYPE_UINT8 dims: [ -1 ] }
  output { name: "pixels" data_type: TYPE_FP32 dims: [ 3 ] label_filename: "labels.txt" }
  model_warmup { name: "w" batch_size: 1 inputs { key: "raw" value { data_type: TYPE_UINT8 dims: [ 1 ] input_data_file: "gone.raw" } } }
pre/labels.txt
  cat
pre/1/model.py
pipe/config.pbtxt
  platform: "ensemble"
  input { name: "IN" data_type: TYPE_UINT8 dims: [ -1 ] }
  output { name: "OUT" data_type: TYPE_FP32 dims: [ 3 ] }
  ensemble_scheduling {
    step [
      {
        model_name: "pre"
        model_version: -1
        input_map { key: "raw" value: "IN" }
        output_map { key: "pixels" value: "OUT" }
      }
    ]
  }
pipe/1/
`;
let folder = '';
const none = new Map<string, string>();

before(async () => {
  folder = await makeExampleRepository(repository);
});

after(() => rm(folder, { recursive: true, force: true }));

const fileOf = (model: string): string => path.join(folder, model, 'config.pbtxt');

/** A configuration and the offset inside the nth literal of this text. */
async function at(model: string, literal: string, nth = 1): Promise<[ConfigModel, number]> {
  const text = await readFile(fileOf(model), 'utf8');
  return [await readConfigModel(fileOf(model), text), text.split(literal).slice(0, nth).join(literal).length + 1];
}

/** `pre:3 "raw"` for a place in line 3. */
async function shown(places: readonly Place[]): Promise<string[]> {
  return Promise.all(
    places.map(async ({ file, range }) => {
      const text = await readFile(file, 'utf8');
      const line = text.slice(0, range.start).split('\n').length;
      return `${path.relative(folder, file)}:${line} ${text.slice(range.start, range.end)}`;
    }),
  );
}

for (const [model, literal, nth, expected] of [
  ['pipe', '"pre"', 1, ['pre/config.pbtxt:1 "pre"']],
  ['pipe', '"raw"', 1, ['pre/config.pbtxt:3 "raw"']],
  ['pipe', '"pixels"', 1, ['pre/config.pbtxt:4 "pixels"']],
  ['pipe', '"IN"', 2, ['pipe/config.pbtxt:2 "IN"']],
  ['pipe', '"OUT"', 1, ['pipe/config.pbtxt:10 "OUT"']],
  ['pre', '"raw"', 2, ['pre/config.pbtxt:3 "raw"']],
  ['pre', '"labels.txt"', 1, ['pre/labels.txt:1 ']],
  ['pre', '"gone.raw"', 1, []],
  ['pre', '"python"', 1, []],
] as const) {
  test(`${literal} of ${model} leads to ${expected.join() || 'nothing'}`, async () => {
    const [config, offset] = await at(model, literal, nth);
    assert.deepEqual(await shown(await configDefinition(config, offset, none)), expected);
  });
}

test('the uses of a tensor are found in its own configuration and in those of ensembles', async () => {
  const expected = ['pre/config.pbtxt:3 "raw"', 'pre/config.pbtxt:5 "raw"', 'pipe/config.pbtxt:9 "raw"'];
  assert.deepEqual(await shown(await configReferences(...(await at('pre', '"raw"')), none)), expected);
  assert.deepEqual((await shown(await configReferences(...(await at('pipe', '"raw"')), none))).sort(), [...expected].sort());
});

async function renamed(
  model: string,
  literal: string,
  name: string,
): Promise<{ readonly pre: string; readonly pipe: string; readonly move: unknown }> {
  const rename = await configRename(...(await at(model, literal)), name, none);
  assert.ok(rename);
  const text = async (one: string): Promise<string> => applyTo(fileOf(one), await readFile(fileOf(one), 'utf8'), rename.changes);
  return { pre: await text('pre'), pipe: await text('pipe'), move: rename.move };
}

test('a tensor gets its new name in its configuration and in the maps of ensembles', async () => {
  const { pre, pipe, move } = await renamed('pre', '"pixels"', 'image "1"');
  assert.match(pre, /output \{ name: "image \\"1\\"" /);
  assert.match(pipe, /key: "image \\"1\\"" value: "OUT"/);
  assert.equal(move, undefined);
});

test('a tensor of an ensemble gets its new name in the ensemble alone', async () => {
  const { pre, pipe } = await renamed('pipe', '"IN"', 'START');
  assert.equal(pre, await readFile(fileOf('pre'), 'utf8'));
  assert.equal(pipe.match(/"START"/g)?.length, 2);
});

test('a model moves to a folder of its new name, and a label file to its own', async () => {
  const model = await renamed('pipe', '"pre"', 'first');
  assert.deepEqual(model.move, { from: path.join(folder, 'pre'), to: path.join(folder, 'first') });
  assert.match(model.pre, /^name: "first"/);
  assert.match(model.pipe, /model_name: "first"/);
  const labels = await renamed('pre', '"labels.txt"', 'names.txt');
  assert.deepEqual(labels.move, { from: path.join(folder, 'pre', 'labels.txt'), to: path.join(folder, 'pre', 'names.txt') });
});

test('a name that is taken, or that no folder can have, is refused before anything changes', async () => {
  for (const [name, code] of [
    ['pipe', 'name-taken'],
    ['a/b', 'bad-name'],
    ['..', 'bad-name'],
    ['', 'bad-name'],
  ] as const) {
    await assert.rejects(
      configRename(...(await at('pipe', '"pre"')), name, none),
      (error) => error instanceof UserError && error.code === code,
    );
  }
});

test('nothing is renamed where nothing is named', async () => {
  const backend = await at('pre', '"python"');
  assert.throws(() => configRenameTarget(...backend), /models, tensors and files/);
  assert.equal(await configRename(...(await at('pre', '"python"')), 'x', none), undefined);
  assert.equal(configRenameTarget(...(await at('pre', '"raw"'))).name, 'raw');
});

test('links lead to the files and models that are there', async () => {
  const [pre] = await at('pre', '"raw"');
  const [pipe] = await at('pipe', '"pre"');
  assert.deepEqual(
    [...configLinks(pre), ...configLinks(pipe)].map(({ file }) => path.relative(folder, file)),
    ['pre/labels.txt', 'pre/config.pbtxt'],
  );
});

const lines = (entries: readonly OutlineEntry[], depth = 0): string[] =>
  entries.flatMap(({ name, detail, kind, children }) => [`${' '.repeat(depth)}${name} ${detail} ${kind}`, ...lines(children, depth + 1)]);

test('the outline names tensors, keys and steps, also of a text that is half typed', () => {
  assert.deepEqual(
    lines(configOutline('name: "a" input [ { name: "x" dims: [ 3, -1 ] kind: KIND_GPU } ] parameters { key: "k" value { a: true } } x')),
    [
      'name a string',
      'input  array',
      ' x  object',
      '  name x string',
      '  dims 3, -1 array',
      '  kind KIND_GPU enum',
      'parameters k object',
      ' key k string',
      ' value  object',
      '  a true boolean',
      'x  string',
    ],
  );
});

test('messages, lists and runs of comments can be folded', () => {
  const text = '# a\n# b\ninput [\n  {\n    name: "x"\n  }\n]\n# c\nname: "y" # d\n# e\n';
  assert.deepEqual(
    configFolds(text)
      .map(({ range, kind }) => `${kind} ${text.slice(range.start, range.end).split('\n').length}`)
      .sort(),
    ['block 3', 'block 5', 'comment 2', 'comment 2'],
  );
});

test('comments are one run where only the end of a line and the margin part them', () => {
  const folded = (text: string): string[] => configFolds(text).map(({ range }) => text.slice(range.start, range.end));
  assert.deepEqual(folded('# a\n\n# b\nname: "x" # c\n'), []);
  assert.deepEqual(folded('input {\r\n  # a\r\n\t# b\r\n}').slice(1), ['# a\r\n\t# b']);
});

test('what lies outside the repository is not moved by a rename', async () => {
  const outside = await mkdtemp(path.join(tmpdir(), 'outside-'));
  try {
    const model = path.join(outside, 'models', 'm');
    await mkdir(path.join(model, '1'), { recursive: true });
    await writeFile(path.join(outside, 'secret.txt'), 'kept');
    const text = 'name: "m"\noutput { name: "y" data_type: TYPE_FP32 dims: 1 label_filename: "../../secret.txt" }\n';
    const file = path.join(model, 'config.pbtxt');
    await writeFile(file, text);
    const read = await readConfigModel(file, text);
    await assert.rejects(configRename(read, text.indexOf('../../secret'), 'gone.txt', none), { code: 'outside' });
  } finally {
    await rm(outside, { recursive: true });
  }
});
