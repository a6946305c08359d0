import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newestVersion, tensorText } from '../../../src/inference/modelTexts';

test('the newest version is the highest number, wherever it stands in the list', () => {
  assert.equal(newestVersion(['2', '10', '9']), '10');
  assert.equal(newestVersion(['1']), '1');
  assert.equal(newestVersion([]), undefined);
});

test('a tensor is said with its name, type and shape', () => {
  assert.equal(tensorText({ name: 'data_0', datatype: 'FP32', shape: [-1, 3, 224, 224] }), 'data_0 FP32 [-1, 3, 224, 224]');
});
