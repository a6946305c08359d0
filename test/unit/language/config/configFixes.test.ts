import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { QuickFix } from '../../../../src/language/answers';
import { configFixes, configOffers } from '../../../../src/language/config/configFixes';
import { readConfigModel } from '../../../../src/language/config/configModel';
import { checkConfig } from '../../../../src/validation/checkConfig';
import { checkPaths, type CheckedFile } from '../../../../src/validation/checkPaths';
import { makeExampleRepository } from '../../validation/exampleRepository';
import { readRuleBook, type RuleExample } from '../../validation/ruleBook';
import { applyTo } from '../applyEdits';

const alone = '/nowhere/alone.pbtxt';

/** The text after the preferred fix of the first finding of this code; undefined when nothing is preferred. */
async function mended(text: string, code: string): Promise<string | undefined> {
  const finding = checkConfig(text).find((one) => one.code === code);
  assert.ok(finding, `${code} is not found in ${text}`);
  const fixes = configFixes(await readConfigModel(alone, text), code, finding.range);
  const best = fixes.find(({ isPreferred }) => isPreferred);
  return best && applyTo(alone, text, best.changes);
}

const cases: readonly (readonly [name: string, code: string, before: string, after: string])[] = [
  ['a type without its prefix', 'unknown-enum-value', 'input { data_type: FP32 }', 'input { data_type: TYPE_FP32 }'],
  ['a type as NumPy names it', 'unknown-enum-value', 'input { data_type: float32 }', 'input { data_type: TYPE_FP32 }'],
  ['a kind without its prefix', 'unknown-enum-value', 'instance_group { kind: GPU }', 'instance_group { kind: KIND_GPU }'],
  ['a mistyped kind', 'unknown-enum-value', 'instance_group { kind: KIND_GPUS }', 'instance_group { kind: KIND_GPU }'],
  ['a type in quotation marks', 'wrong-type', 'input { data_type: "FP16" }', 'input { data_type: TYPE_FP16 }'],
  ['a number in quotation marks', 'wrong-type', 'max_batch_size: "8"', 'max_batch_size: 8'],
  ['a name without quotation marks', 'wrong-type', 'backend: onnxruntime', 'backend: "onnxruntime"'],
  ['a list where one value stands', 'wrong-type', 'max_batch_size: [ 8 ]', 'max_batch_size: 8'],
  ['dims without brackets', 'syntax', 'input { dims: 3, 224, 224 }', 'input { dims: [ 3, 224, 224 ] }'],
  ['dims without brackets and commas', 'syntax', 'input { dims: 3 -1 224\n}', 'input { dims: [ 3, -1, 224 ]\n}'],
  ['a missing colon', 'syntax', 'max_batch_size 8', 'max_batch_size: 8'],
  ['a missing colon before a list', 'syntax', 'input { dims [ 3 ] }', 'input { dims: [ 3 ] }'],
  ['a missing comma', 'syntax', 'input [ { name: "a" } { name: "b" } ]', 'input [ { name: "a" }, { name: "b" } ]'],
  ['a missing brace', 'syntax', 'dynamic_batching {\n', 'dynamic_batching {\n}\n'],
  ['a mistyped field', 'unknown-field', 'max_batchsize: 8', 'max_batch_size: 8'],
  ['a mistyped field of a tensor', 'unknown-field', 'input { dim: [ 1 ] }', 'input { dims: [ 1 ] }'],
  ['a field that nobody knows', 'unknown-field', 'name: "a"\nflavour: 3\n', 'name: "a"\n'],
  ['typographic quotation marks', 'bad-character', 'name: “a”\nbackend: “b”', 'name: "a"\nbackend: "b"'],
  ['a Windows path', 'bad-escape', 'name: "a\\m"', 'name: "a\\\\m"'],
  ['a string that is not closed', 'unterminated-string', 'name: "a\nbackend: "b"', 'name: "a"\nbackend: "b"'],
  ['a second value', 'specified-twice', 'name: "a"\nname: "b"\n', 'name: "a"\n'],
];

for (const [name, code, before, after] of cases) {
  test(`mends ${name}`, async () => {
    assert.equal(await mended(before, `triton/text-${code}`), after);
  });
}

/** Findings whose best fix is tried on the example of the rule's section. */
async function findings({ kind, text }: RuleExample, folder: string): Promise<CheckedFile[]> {
  return kind === 'repository' ? checkPaths([folder], new AbortController().signal) : [{ file: alone, text, findings: checkConfig(text) }];
}

const triedWithoutSuccess: string[] = [];
const fixedCodes = new Set<string>();

async function tryExample(example: RuleExample): Promise<void> {
  const folder = example.kind === 'repository' ? await makeExampleRepository(example.text) : await mkdtemp(path.join(tmpdir(), 'fix-'));
  try {
    const count = (files: readonly CheckedFile[]): number =>
      files.flatMap((one) => one.findings).filter(({ code }) => code === example.code).length;
    const before = await findings(example, folder);
    const file = before.find((one) => one.findings.some(({ code }) => code === example.code) && one.file.endsWith('.pbtxt'));
    const finding = file?.findings.find(({ code }) => code === example.code);
    if (file === undefined || finding === undefined) return;
    const best = configFixes(await readConfigModel(file.file, file.text), example.code, finding.range).find(
      ({ isPreferred }) => isPreferred,
    );
    if (best === undefined) return;
    fixedCodes.add(example.code);
    const text = applyTo(file.file, file.text, best.changes);
    if (example.kind === 'repository') await writeFile(file.file, text);
    const after = await findings({ ...example, text }, folder);
    const isWorse = checkConfig(text).some(({ code }) => code.startsWith('triton/text-')) && !example.code.startsWith('triton/text-');
    if (count(after) >= count(before) || isWorse) triedWithoutSuccess.push(`${example.code}: ${best.title}\n${text}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('the preferred fix of a rule takes away what the refused example of its section has', async () => {
  for (const example of readRuleBook().examples.filter(({ isRefused }) => isRefused)) await tryExample(example);
  assert.deepEqual(triedWithoutSuccess, []);
  assert.ok(fixedCodes.size >= 40, `fixes for ${fixedCodes.size} rules`);
});

async function withRepository(example: string, use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await makeExampleRepository(example);
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const titles = (fixes: readonly QuickFix[]): string[] => fixes.map(({ title }) => title);

test('labels that lie beside the configuration are offered to an output that has none', async () => {
  const config =
    'a/config.pbtxt\n  backend: "onnxruntime"\n  output [\n    {\n      name: "y"\n    }\n  ]\na/labels.txt\n  cat\na/1/model.onnx\n  output y TYPE_FP32 [-1,2]\n';
  await withRepository(config, async (folder) => {
    const file = path.join(folder, 'a', 'config.pbtxt');
    const text = await readFile(file, 'utf8');
    const at = text.indexOf('name: "y"');
    const offers = configOffers(await readConfigModel(file, text), { start: at, end: at });
    assert.deepEqual(titles(offers), ['Add label_filename: "labels.txt"']);
    assert.match(
      applyTo(
        file,
        text,
        offers.flatMap(({ changes }) => changes),
      ),
      /name: "y"\n {4}label_filename: "labels.txt"\n {2}}/,
    );
    assert.deepEqual(configOffers(await readConfigModel(file, text), { start: 0, end: 0 }), []);
  });
});

test('a code without a fix and a place without a field are no faults', async () => {
  const model = await readConfigModel(alone, '');
  assert.deepEqual(configFixes(model, 'triton/text-unknown-field', { start: 0, end: 0 }), []);
  assert.deepEqual(configFixes(model, 'no/such-rule', { start: 0, end: 0 }), []);
});

const twoInputs = 'a/1/model.onnx\n  input x TYPE_FP32 [-1,3]\n  input z TYPE_FP32 [-1,1]\n  output y TYPE_FP32 [-1,2]\na/config.pbtxt\n';

/** The text of a model's configuration after the preferred fix of the first finding of this code. */
async function mendedInRepository(files: string, code: string, config: string): Promise<string> {
  let result = '';
  await withRepository(files, async (folder) => {
    const file = path.join(folder, 'a', 'config.pbtxt');
    await writeFile(file, config);
    const found = (await checkPaths([file], new AbortController().signal)).flatMap((one) => one.findings);
    const finding = found.find((one) => one.code === code);
    assert.ok(finding, found.map((one) => one.code).join());
    const best = configFixes(await readConfigModel(file, config), code, finding.range).find(({ isPreferred }) => isPreferred);
    result = applyTo(file, config, best?.changes ?? []);
  });
  return result;
}

for (const [indent, name] of [
  ['\t', 'tabs'],
  ['    ', 'four spaces'],
] as const) {
  test(`an input that is added is indented by ${name} where the file is`, async () => {
    const config = `backend: "onnxruntime"\nmax_batch_size: 4\ninput {\n${indent}name: "x"\n${indent}data_type: TYPE_FP32\n${indent}dims: [ 3 ]\n}\n`;
    const text = await mendedInRepository(twoInputs, 'triton/onnx-input-count', config);
    assert.match(text, new RegExp(`\\ninput \\{\\n${indent}name: "z"\\n${indent}data_type: TYPE_FP32\\n${indent}dims: \\[ 1 \\]\\n\\}`));
  });
}

const surplus = '{ name: "w" data_type: TYPE_FP32 dims: [ 2 ] }';
const own = '{ name: "y" data_type: TYPE_FP32 dims: [ 2 ] }';
const inputs =
  'backend: "onnxruntime"\nmax_batch_size: 4\ninput [ { name: "x" data_type: TYPE_FP32 dims: 3 }, { name: "z" data_type: TYPE_FP32 dims: 1 } ]\n';
for (const [before, after] of [
  [`output [ ${surplus}, ${own} ]\n`, `output [ ${own} ]\n`],
  [`output [ ${own}, ${surplus} ]\n`, `output [ ${own} ]\n`],
  [`output ${own}\noutput ${surplus}\n`, `output ${own}\n`],
] as const) {
  test(`an output that the model has not is removed from ${before.trim()}`, async () => {
    assert.equal(await mendedInRepository(twoInputs, 'triton/onnx-tensor-name', inputs + before), inputs + after);
  });
}

test('a reshape that the model has not goes with its line', async () => {
  const config = `${inputs}output {\n  name: "y"\n  data_type: TYPE_FP32\n  dims: [ 1 ]\n  reshape: { shape: [ ] }\n}\n`;
  assert.ok((await mendedInRepository(twoInputs, 'triton/onnx-shape', config)).endsWith('  dims: [ 2 ]\n}\n'));
});
