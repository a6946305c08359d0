import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AzureError, type AzureErrorKind } from '../../../../src/azure/azureError';
import { UserError } from '../../../../src/base/errors';
import { inEditorWords } from '../../../../src/ui/shell/inEditorWords';

const azureError = (kind: AzureErrorKind) => new AzureError(kind, { code: 'Code', message: 'raw', details: [] }, 'GET tenants');

test('what was put in words before stays as it is', () => {
  const error = new UserError('The folder is empty.', 'empty');
  assert.equal(inEditorWords(error), error);
});

test('a refused token leads to signing in, also where an operation has put it in words', () => {
  assert.equal(inEditorWords(azureError('signedOut')).code, 'signed-out');
  const wrapped = new UserError('Could not create it.', 'azure-signedOut', { cause: azureError('signedOut') });
  assert.equal(inEditorWords(wrapped).code, 'signed-out');
  assert.equal(inEditorWords(wrapped).message, 'Could not create it.');
});

test('any other failure of Azure does not', () => {
  assert.equal(inEditorWords(azureError('forbidden')).code, 'azure-forbidden');
});

test('a bug is told without its stack, which the log has', () => {
  const words = inEditorWords(new TypeError('x is not a function'));
  assert.equal(words.code, 'unexpected');
  assert.ok(!words.message.includes('function'));
  assert.ok(words.cause instanceof TypeError);
});
