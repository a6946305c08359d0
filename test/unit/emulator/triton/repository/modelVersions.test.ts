import assert from 'node:assert/strict';
import { test } from 'node:test';
import { selectAmong } from '../../../../../src/emulator/triton/repository/modelVersions';

test('serves the highest version when nothing else is said', () => {
  assert.deepEqual(selectAmong(['2', '10', '1'], 'm', { kind: 'latest', count: 1 }).versions, [10]);
});

test('serves as many of the highest as asked for, and none for 0', () => {
  assert.deepEqual(selectAmong(['2', '10', '1'], 'm', { kind: 'latest', count: 2 }).versions, [2, 10]);
  assert.deepEqual(selectAmong(['2', '10', '1'], 'm', { kind: 'latest', count: 0 }).versions, []);
});

test('serves the listed versions and warns of those that are not there', () => {
  const { versions, warnings } = selectAmong(['1', '3'], 'm', { kind: 'specific', versions: [3, 7] });
  assert.deepEqual(versions, [3]);
  assert.deepEqual(warnings, ["version 7 is specified for model 'm', but the version directory is not present"]);
});

test('passes over folders that are no versions', () => {
  const { versions, warnings } = selectAmong(['0', '01', 'x', 'warmup', 'configs', '.git', '1abc', '99999999999999999999'], 'm', {
    kind: 'all',
  });
  assert.deepEqual(versions, [0, 1]);
  assert.deepEqual(warnings, [
    "ignore version directory '01' which contains leading zeros in its directory name",
    "ignore version directory 'x' which fails to convert to integral number",
    "ignore version directory '.git' which fails to convert to integral number",
    "ignore version directory '99999999999999999999' which fails to convert to integral number",
  ]);
});
