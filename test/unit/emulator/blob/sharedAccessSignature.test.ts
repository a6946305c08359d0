import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  BlobSASPermissions,
  ContainerSASPermissions,
  generateBlobSASQueryParameters,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import { checkSas, containerSas } from '../../../../src/emulator/blob/sharedAccessSignature';

const key = Buffer.from('a key of thirty-two bytes, nearly').toString('base64');
const resource = { account: 'acct', container: 'models', blob: 'a/b.onnx' };
const hour = 3_600_000;
const credential = new StorageSharedKeyCredential('acct', key);

function signedBySdk(times: { startsOn?: Date; expiresOn: Date }, permissions: string, blobName?: string): URLSearchParams {
  const values =
    blobName === undefined
      ? { permissions: ContainerSASPermissions.parse(permissions) }
      : { blobName, permissions: BlobSASPermissions.parse(permissions) };
  return new URLSearchParams(generateBlobSASQueryParameters({ containerName: 'models', ...times, ...values }, credential).toString());
}

test('lets its own signature write, read and list', () => {
  const sas = new URLSearchParams(containerSas('acct', key, 'models', 1));
  for (const permissions of ['r', 'cw', 'd', 'l']) {
    assert.equal(checkSas(sas, key, resource, permissions), 'valid');
  }
});

test('accepts what the official SDK signs, for a container and for one blob', () => {
  const expiresOn = new Date(Date.now() + hour);
  assert.equal(checkSas(signedBySdk({ expiresOn }, 'rw'), key, resource, 'w'), 'valid');
  assert.equal(checkSas(signedBySdk({ expiresOn }, 'r', 'a/b.onnx'), key, resource, 'r'), 'valid');
  assert.equal(checkSas(signedBySdk({ expiresOn }, 'r', 'a/other.onnx'), key, resource, 'r'), 'badSignature');
});

test('refuses another key, another container and changed fields', () => {
  const sas = containerSas('acct', key, 'models', 1);
  const query = new URLSearchParams(sas);
  assert.equal(checkSas(query, Buffer.from('other').toString('base64'), resource, 'r'), 'badSignature');
  assert.equal(checkSas(query, key, { ...resource, container: 'secrets' }, 'r'), 'badSignature');
  const longer = new URLSearchParams(sas);
  longer.set('se', '2099-01-01T00:00:00Z');
  assert.equal(checkSas(longer, key, resource, 'r'), 'badSignature');
});

test('refuses what has run out, what is not yet valid, and what is not permitted', () => {
  const past = { expiresOn: new Date(Date.now() - 1000) };
  const future = { startsOn: new Date(Date.now() + hour), expiresOn: new Date(Date.now() + 2 * hour) };
  assert.equal(checkSas(signedBySdk(past, 'r'), key, resource, 'r'), 'notInTime');
  assert.equal(checkSas(signedBySdk(future, 'r'), key, resource, 'r'), 'notInTime');
  assert.equal(checkSas(signedBySdk({ expiresOn: new Date(Date.now() + hour) }, 'r'), key, resource, 'cw'), 'notPermitted');
});
