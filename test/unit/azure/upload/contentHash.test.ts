import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { anonymousName, blockSize, hashContent, type ContentDigest } from '../../../../src/azure/upload/contentHash';
import { walkModel } from '../../../../src/azure/upload/walk';
import { Fields, textOf } from '../../../../src/base/decode';
import { signal } from '../openTestClient';
import { withModel, type Entry } from './modelOnDisk';

/** Folders with the hash and the blob names that the official Python SDK gives them. */
const golden = Fields.of(JSON.parse(readFileSync('test/fixtures/azure/contentHash.json', 'utf8')), 'contentHash').list(
  'cases',
  (raw, path) => {
    const fields = Fields.of(raw, path);
    const entries = fields.list('entries', (entry, at): Entry => {
      const it = Fields.of(entry, at);
      const link = it.optionalText('link');
      return link === undefined ? { path: it.text('path'), text: it.text('text') } : { path: it.text('path'), link };
    });
    return {
      name: fields.text('name'),
      folder: fields.text('folder'),
      hash: fields.text('hash'),
      blobs: fields.list('blobs', textOf),
      entries,
    };
  },
);

async function digestOf(path: string): Promise<ContentDigest> {
  const { hashParts } = await walkModel(path, signal);
  return hashContent({ parts: hashParts, unseen: [] }, () => undefined);
}

for (const { name, folder, entries, hash, blobs } of golden) {
  test(`as the official SDK: ${name}`, () =>
    withModel(folder, entries, async (path) => {
      const walked = await walkModel(path, signal);
      const names = walked.files
        .map((file) => `${walked.name}/${file.name}`)
        .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      assert.deepEqual(names, blobs);
      assert.equal((await digestOf(path)).hash, hash);
    }));
}

test('a single file is hashed without its name', () =>
  withModel('models', [{ path: 'model.onnx', text: 'abc' }], async (path) => {
    const { hash } = await digestOf(`${path}/model.onnx`);
    assert.equal(hash, '8c9f3c3c7166fa465b6774bdf7df9836af6b9f51475fcb9d53d8589958376b25');
  }));

test('an anonymous model is named by the hash of the hash', () => {
  const name = anonymousName('e96de27c00ba2f8c067a8ec532d04b57d70460ba3e254b20ebd70b2c47a2b651');
  assert.equal(name, 'a94d60da0b8df95ea9e5f0686680c39441dfa45888c0fe916abfad1576ca91df');
});

test('a file has one checksum for each block, the last one shorter, and an empty file none', () =>
  withModel(
    'models',
    [
      { path: 'large', text: 'x'.repeat(blockSize + 1) },
      { path: 'empty', text: '' },
    ],
    async (path) => {
      const { files } = await digestOf(path);
      assert.deepEqual(
        files.map(({ size, blocks }) => [size, blocks.length]),
        [
          [0, 0],
          [blockSize + 1, 2],
        ],
      );
    },
  ));
