import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { test } from 'node:test';
import { checkConfig } from '../../../src/validation/checkConfig';
import { checkPaths } from '../../../src/validation/checkPaths';
import { repositoryRules } from '../../../src/validation/repository';
import { configRules } from '../../../src/validation/rules/triton';
import { makeExampleRepository } from './exampleRepository';
import { readRuleBook, type RuleExample } from './ruleBook';

const book = readRuleBook();
const rules = [...configRules, ...repositoryRules];

async function findings({ kind, text, release }: RuleExample): Promise<{ readonly code: string; readonly severity: string }[]> {
  if (kind === 'pbtxt') {
    return checkConfig(text, undefined, release);
  }
  const folder = await makeExampleRepository(text);
  try {
    return (await checkPaths([folder], new AbortController().signal, release)).flatMap((file) => file.findings);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('every rule has its section with its severity, and every section its rule', () => {
  assert.deepEqual([...book.sections].sort(), rules.map(({ code, severity }) => [code, severity] as const).sort());
});

test('every code belongs to one rule', () => {
  const codes = rules.map(({ code }) => code);
  assert.deepEqual([...new Set(codes)].sort(), [...codes].sort());
});

for (const { code } of rules) {
  const examples = book.examples.filter((example) => example.code === code);

  test(`${code} has a refused and an accepted example`, () => {
    assert.deepEqual(examples.map(({ isRefused }) => isRefused).sort(), [false, true]);
  });

  for (const example of examples) {
    test(`${code}: the ${example.isRefused ? 'refused' : 'accepted'} example is`, async () => {
      const found = await findings(example);
      if (example.isRefused) {
        assert.ok(
          found.some((one) => one.code === code),
          JSON.stringify(found),
        );
      } else {
        assert.deepEqual(
          found.filter((one) => one.code === code || one.severity === 'error'),
          [],
        );
      }
    });
  }
}

for (const [dims, isRefused] of [
  ['2', false],
  ['-1, 2', true],
] as const) {
  test(`outputs alone with dims [${dims}] are judged with the batches that Triton completes`, async () => {
    const found = await findings({
      kind: 'repository',
      code: '',
      isRefused,
      release: undefined,
      text: `a/config.pbtxt\n  backend: "onnxruntime"\n  output { name: "y" data_type: TYPE_FP32 dims: [ ${dims} ] }\na/1/model.onnx\n  input x TYPE_FP32 [-1,3]\n  output y TYPE_FP32 [-1,2]\n`,
    });
    assert.deepEqual(
      found.filter(({ severity }) => severity === 'error').map(({ code }) => code),
      isRefused ? ['triton/onnx-shape'] : [],
    );
  });
}
