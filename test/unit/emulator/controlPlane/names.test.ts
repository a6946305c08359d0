import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  validateDeploymentName,
  validateEndpointName,
  validateModelName,
  validateModelVersion,
} from '../../../../src/documents/azureml/names';
import { checkAssetName, checkAssetVersion, checkEndpointName } from '../../../../src/emulator/controlPlane/names';

const names = [
  'abc',
  'my-endpoint',
  'my--endpoint',
  'my-',
  '-my',
  '1st',
  'ab',
  'a.b.c',
  'a_b',
  'a b',
  'a/b',
  '',
  'a'.repeat(32),
  'a'.repeat(33),
];
const takes = (check: () => void): boolean => {
  try {
    check();
    return true;
  } catch {
    return false;
  }
};

test('the emulator takes the names that fields and files take, and refuses the others', () => {
  for (const name of names) {
    const what = JSON.stringify(name);
    assert.equal(
      takes(() => {
        checkEndpointName(name, 'endpoint');
      }),
      validateEndpointName(name) === undefined,
      what,
    );
    assert.equal(
      takes(() => {
        checkEndpointName(name, 'deployment');
      }),
      validateDeploymentName(name) === undefined,
      what,
    );
    assert.equal(
      takes(() => {
        checkAssetName(name);
      }),
      validateModelName(name) === undefined,
      what,
    );
    assert.equal(
      takes(() => {
        checkAssetVersion(name);
      }),
      validateModelVersion(name) === undefined,
      what,
    );
  }
});
