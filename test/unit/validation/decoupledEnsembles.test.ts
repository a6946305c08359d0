import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { test } from 'node:test';
import { checkPaths } from '../../../src/validation/checkPaths';
import { makeExampleRepository } from './exampleRepository';

const tensor = (field: string, name: string): string => `  ${field} { name: "${name}" data_type: TYPE_FP32 dims: [ 3 ] }\n`;
const model = (name: string, inputs: readonly string[], isDecoupled: boolean): string =>
  `${name}/config.pbtxt\n  backend: "identity"\n  model_transaction_policy { decoupled: ${isDecoupled} }\n` +
  `${inputs.map((input) => tensor('input', input)).join('')}${tensor('output', 'y')}${name}/1/\n`;
const step = (name: string, reads: Readonly<Record<string, string>>, writes: string): string =>
  `{ model_name: "${name}" model_version: -1 ${Object.entries(reads)
    .map(([key, value]) => `input_map { key: "${key}" value: "${value}" }`)
    .join(' ')} output_map { key: "y" value: "${writes}" } }`;
const ensemble = (name: string, steps: readonly string[]): string =>
  `${name}/config.pbtxt\n  platform: "ensemble"\n${tensor('input', 'x')}${tensor('output', 'y')}` +
  `  ensemble_scheduling { step [ ${steps.join(', ')} ] }\n${name}/1/\n`;

const models = model('many', ['x'], true) + model('one', ['x'], false) + model('two', ['x', 'z'], false);

async function codesOf(repository: string): Promise<string[]> {
  const folder = await makeExampleRepository(repository);
  try {
    const files = await checkPaths([folder], new AbortController().signal);
    return files.flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'error').map(({ code }) => code));
  } finally {
    await rm(folder, { recursive: true });
  }
}

const refused = ['triton/ensemble-decoupled'];
/** What a server said of the same repository. */
const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ['the request and a decoupled model', ensemble('e', [step('many', { x: 'x' }, 't'), step('two', { x: 't', z: 'x' }, 'y')]), refused],
  [
    'a decoupled model and one behind it',
    ensemble('e', [step('many', { x: 'x' }, 't'), step('many', { x: 't' }, 'u'), step('two', { x: 't', z: 'u' }, 'y')]),
    refused,
  ],
  [
    'a decoupled model, once through another model',
    ensemble('e', [step('many', { x: 'x' }, 't'), step('one', { x: 't' }, 'u'), step('two', { x: 't', z: 'u' }, 'y')]),
    [],
  ],
  ['the request, once through a model', ensemble('e', [step('one', { x: 'x' }, 't'), step('two', { x: 't', z: 'x' }, 'y')]), []],
  [
    'the request and an ensemble with a decoupled step',
    ensemble('inner', [step('many', { x: 'x' }, 'y')]) +
      ensemble('e', [step('inner', { x: 'x' }, 't'), step('two', { x: 't', z: 'x' }, 'y')]),
    refused,
  ],
];

for (const [what, text, expected] of cases) {
  test(`${expected.length > 0 ? 'refuses' : 'takes'} a step that reads from ${what}`, async () => {
    assert.deepEqual(await codesOf(models + text), expected);
  });
}
