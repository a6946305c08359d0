import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { pathsMeet } from '../../../src/base/pathsMeet';

const place = (path: string): string => resolve('/p', path);

test('a path meets itself, what lies below it and what it lies in', () => {
  assert.equal(pathsMeet(place('models'), place('models')), true);
  assert.equal(pathsMeet(place('models'), place('models/one/config.pbtxt')), true);
  assert.equal(pathsMeet(place('models/one'), place('.')), true);
  assert.equal(pathsMeet(place('models'), place('models/..hidden')), true);
});

test('a path meets neither its neighbours nor one that only begins as it does', () => {
  assert.equal(pathsMeet(place('models'), place('models2')), false);
  assert.equal(pathsMeet(place('models/one'), place('models/two/one')), false);
});
