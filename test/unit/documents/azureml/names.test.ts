import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  validateDeploymentName,
  validateEndpointName,
  validateModelName,
  validateModelVersion,
} from '../../../../src/documents/azureml/names';
import { findInstanceType, instanceTypes } from '../../../../src/documents/azureml/instanceTypes';

const goodHosts = ['abc', 'my-endpoint', 'a1b', `a${'b'.repeat(31)}`];
const badHosts = [
  '',
  'ab',
  `a${'b'.repeat(32)}`,
  '1abc',
  '-abc',
  'abc-',
  'my_endpoint',
  'my endpoint',
  'bläu',
  'My-Endpoint',
  'a.b.c',
  'my--endpoint',
];

for (const [what, validate] of [
  ['endpoint', validateEndpointName],
  ['deployment', validateDeploymentName],
] as const) {
  test(`an ${what} is named by 3 to 32 lower-case letters, digits and hyphens`, () => {
    assert.deepEqual(
      goodHosts.filter((name) => validate(name) !== undefined),
      [],
    );
    assert.deepEqual(
      badHosts.filter((name) => validate(name) === undefined),
      [],
    );
  });
}

test('the character that is in the way is named, a blank by its name', () => {
  assert.match(validateEndpointName('my_endpoint') ?? '', /_/);
  assert.match(validateEndpointName('my endpoint') ?? '', /a space/);
});

test('a model is named by up to 255 letters, digits, hyphens and underscores', () => {
  assert.deepEqual(
    ['m', '1', 'Model_1-x', 'a'.repeat(255)].filter((name) => validateModelName(name) !== undefined),
    [],
  );
  assert.deepEqual(
    ['', '_m', '-m', 'm.onnx', 'a/b', 'a b', 'a'.repeat(256)].filter((name) => validateModelName(name) === undefined),
    [],
  );
});

test('a version may be any text that fits an address', () => {
  assert.deepEqual(
    ['1', '1.10', '2024-01-01', 'beta_2'].filter((version) => validateModelVersion(version) !== undefined),
    [],
  );
  assert.deepEqual(
    ['', '.1', 'a/b', 'a b'].filter((version) => validateModelVersion(version) === undefined),
    [],
  );
});

test('an instance type is found whatever its case, and a retired one says when it went', () => {
  assert.equal(findInstanceType('STANDARD_NC4AS_T4_V3')?.gpu, 'T4');
  assert.deepEqual([findInstanceType('standard_ds3_v2')?.cores, findInstanceType('standard_ds3_v2')?.memory], [4, 14]);
  assert.equal(findInstanceType('Standard_NC6s_v3')?.retired, '2025-09-30');
  assert.deepEqual(
    ['Standard_NC6', 'Standard_NV12s_v3', 'Standard_NV4as_v4', 'Standard_ND24s'].map((name) => findInstanceType(name)?.retired),
    ['2023-09-06', '2026-09-30', '2026-09-30', '2023-09-06'],
  );
  assert.equal(findInstanceType('Standard_NC7'), undefined);
});

test('every instance type is listed once', () => {
  assert.equal(new Set(instanceTypes.map(({ name }) => name.toLowerCase())).size, instanceTypes.length);
});
