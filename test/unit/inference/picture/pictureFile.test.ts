import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Cancelled, UserError } from '../../../../src/base/errors';
import { localPictureFile, readPictureFile, type PictureFile } from '../../../../src/inference/picture/pictureFile';

let folder: string;
const never = new AbortController().signal;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'picture-file-'));
});

after(() => rm(folder, { recursive: true, force: true }));

const read = (name: string): Promise<Uint8Array> => readPictureFile(localPictureFile(join(folder, name)), 'en', never);

/** A file of some other file system. */
function elsewhere(different: Partial<PictureFile> = {}): PictureFile {
  return {
    name: 'cat.jpg',
    stat: () => Promise.resolve({ kind: 'file', bytes: 3 }),
    read: () => Promise.resolve(Uint8Array.of(1, 2, 3)),
    ...different,
  };
}

function failsWith(code: string): () => Promise<never> {
  return () => Promise.reject(Object.assign(new Error('of the file system'), { code }));
}

test('gives the bytes of a file', async () => {
  await writeFile(join(folder, 'a.jpg'), Uint8Array.of(1, 2, 3));
  assert.deepEqual([...(await read('a.jpg'))], [1, 2, 3]);
});

test('names a folder, and a file that is not there', async () => {
  await assert.rejects(read('.'), { name: 'UserError', code: 'picture-is-folder' });
  await assert.rejects(read('gone.jpg'), { name: 'UserError', code: 'picture-gone' });
});

test('never opens a pipe, which might never end', async (t) => {
  const pipe = join(folder, 'pipe.jpg');
  if (spawnSync('mkfifo', [pipe]).status !== 0) {
    t.skip('no pipes can be made here');
    return;
  }
  await assert.rejects(read('pipe.jpg'), { name: 'UserError', code: 'picture-no-file' });
});

test('refuses more than 256 MB before any of it is read', async () => {
  const big = join(folder, 'big.jpg');
  await writeFile(big, '');
  await truncate(big, 256_000_001);
  await assert.rejects(read('big.jpg'), (error: unknown) => {
    assert.ok(error instanceof UserError);
    assert.equal(error.code, 'picture-too-big');
    assert.match(error.message, /256 MB/);
    return true;
  });
  const unread = elsewhere({ stat: () => Promise.resolve({ kind: 'file', bytes: 256_000_000 }) });
  assert.equal((await readPictureFile(unread, 'en', never)).length, 3, 'the limit itself is read');
});

for (const [fileSystem, code, expected] of [
  ['Node', 'EACCES', 'picture-denied'],
  ['VS Code', 'NoPermissions', 'picture-denied'],
  ['VS Code', 'FileNotFound', 'picture-gone'],
  ['VS Code', 'Unavailable', 'picture-unreadable'],
] as const) {
  test(`understands ${code} of ${fileSystem}, be it told at the first look or while reading`, async () => {
    await assert.rejects(readPictureFile(elsewhere({ stat: failsWith(code) }), 'en', never), { code: expected });
    await assert.rejects(readPictureFile(elsewhere({ read: failsWith(code) }), 'en', never), { code: expected });
  });
}

test('ends at once when nobody wants the picture any more, though the disk does not answer', async () => {
  const abort = new AbortController();
  const reading = readPictureFile(
    elsewhere({
      read: () => {
        abort.abort(new Cancelled());
        return new Promise<never>(() => undefined);
      },
    }),
    'en',
    abort.signal,
  );
  await assert.rejects(reading, Cancelled);
});
