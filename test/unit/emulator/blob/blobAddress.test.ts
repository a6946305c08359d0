import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blobAddress } from '../../../../src/emulator/blob/blobAddress';

test('reads the account from the path, or from the host where it has a label "blob"', () => {
  const expected = { account: 'acct', container: 'c', blob: 'a b/ü.onnx' };
  assert.deepEqual(blobAddress('127.0.0.1:1', '/acct/c/a%20b/%C3%BC.onnx'), expected);
  assert.deepEqual(blobAddress('acct.blob.core.localhost:1', '/c/a%20b/%C3%BC.onnx'), expected);
});

test('knows a container, and an account, alone', () => {
  assert.deepEqual(blobAddress('127.0.0.1', '/acct/c'), { account: 'acct', container: 'c', blob: undefined });
  assert.deepEqual(blobAddress('127.0.0.1', '/acct/c/'), { account: 'acct', container: 'c', blob: undefined });
  assert.deepEqual(blobAddress('127.0.0.1', '/acct'), { account: 'acct', container: undefined, blob: undefined });
});

const outside: Readonly<Record<string, string>> = {
  'a parent folder': '..',
  'a parent folder inside': 'a/../../b',
  'an encoded parent folder': '%2e%2e/b',
  'an encoded slash before a parent folder': 'a%2f..%2fb',
  'an absolute path': '%2Fetc/passwd',
  'an empty segment': 'a//b',
  'the folder itself': './a',
  NUL: 'a%00b',
  'a backslash': 'a%5C..%5Cb',
  'a bad escape': '%zz',
  'more than 1024 characters': Array.from({ length: 110 }, () => '0123456789').join('/'),
  'a segment no file system takes': 'x'.repeat(256),
  'more than 254 segments': Array.from({ length: 255 }, () => 'a').join('/'),
};

for (const [what, name] of Object.entries(outside)) {
  test(`refuses ${what} as the name of a blob`, () => {
    assert.throws(() => blobAddress('127.0.0.1', `/acct/c/${name}`), { status: 400 });
  });
}

test('takes the longest names', () => {
  const name = `${'x'.repeat(255)}/${'y'.repeat(255)}/${'z'.repeat(255)}/${'w'.repeat(255)}`;
  assert.equal(blobAddress('127.0.0.1', `/acct/c/${name}`).blob, name);
});
