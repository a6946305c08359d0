import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync, gzipSync } from 'node:zlib';
import { decompress, preferredCoding } from '../../../../../src/emulator/triton/http/compression';

const preferences: readonly (readonly [string | undefined, string | undefined])[] = [
  [undefined, undefined],
  ['gzip, deflate', 'gzip'],
  ['deflate', 'deflate'],
  ['br, gzip', 'gzip'],
  ['gzip;q=0, deflate;q=0.5', 'deflate'],
  ['gzip;q=0.2, identity;q=0.9', undefined],
  ['*', undefined],
  ['br', undefined],
];

for (const [header, coding] of preferences) {
  test(`answers ${coding ?? 'plainly'} when a client accepts ${header ?? 'nothing in particular'}`, () => {
    assert.equal(preferredCoding(header), coding);
  });
}

const plain = Buffer.from('{"inputs":[]}'.repeat(100));

test('undoes gzip and deflate', async () => {
  assert.deepEqual(Buffer.from(await decompress(gzipSync(plain), 'gzip')), plain);
  assert.deepEqual(Buffer.from(await decompress(deflateSync(plain), 'deflate')), plain);
  assert.equal(await decompress(plain, 'identity'), plain);
});

test('takes a stream that is cut short as far as it goes, and what is no stream for nothing', async () => {
  const cut = gzipSync(plain).subarray(0, -10);
  const read = Buffer.from(await decompress(cut, 'gzip')).toString();
  assert.ok(read.length > 0 && plain.toString().startsWith(read));
  assert.equal((await decompress(plain, 'gzip')).byteLength, 0);
});

test('knows no other coding, and no other case', async () => {
  await assert.rejects(decompress(plain, 'br'), { text: 'Unsupported compression type', status: 501 });
  await assert.rejects(decompress(plain, 'GZIP'), { status: 501 });
});
