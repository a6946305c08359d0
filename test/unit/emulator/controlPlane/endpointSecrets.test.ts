import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isValidKey, isValidToken, issueToken, newKey } from '../../../../src/emulator/controlPlane/endpoints/endpointSecrets';

const secrets = { primaryKey: 'first', secondaryKey: 'second', tokenKey: newKey() };
const tokenFor = (endpoint: string, seconds: number): string => String(issueToken(secrets, endpoint, seconds)['accessToken']);

test('opens with either key and with nothing like them', () => {
  assert.deepEqual(
    ['first', 'second', 'First', 'first ', '', 'firstsecond'].map((key) => isValidKey(secrets, key)),
    [true, true, false, false, false, false],
  );
});

test('opens with a token of this endpoint until it runs out', () => {
  assert.equal(isValidToken(secrets, '/WS/endpoint', tokenFor('/ws/Endpoint', 10)), true);
  assert.equal(isValidToken(secrets, '/ws/other', tokenFor('/ws/endpoint', 10)), false);
  assert.equal(isValidToken(secrets, '/ws/endpoint', tokenFor('/ws/endpoint', -1)), false);
});

test('refuses tokens that were changed, signed with another key, or are none', () => {
  const [header = '', , signature = ''] = tokenFor('/ws/endpoint', 10).split('.');
  const longer = Buffer.from(JSON.stringify({ sub: '/ws/endpoint', exp: 9_999_999_999 })).toString('base64url');
  const other = issueToken({ ...secrets, tokenKey: newKey() }, '/ws/endpoint', 10)['accessToken'];
  for (const token of [`${header}.${longer}.${signature}`, `${header}.${longer}.`, String(other), '', 'a.b.c', 'first']) {
    assert.equal(isValidToken(secrets, '/ws/endpoint', token), false);
  }
});
