import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { walkModel } from '../../../../src/azure/upload/walk';
import { UserError } from '../../../../src/base/errors';
import { signal } from '../openTestClient';
import { withModel } from './modelOnDisk';

const model = { path: 'm/1/model.onnx', text: 'abc' };
const hasCode = (code: string) => (error: unknown) => error instanceof UserError && error.code === code;

test('a link out of the folder is refused with its name and target, which is not touched', () =>
  withModel('outside', [{ path: 'secret', text: 'key' }], async (outside) => {
    const secret = join(outside, 'secret');
    await utimes(secret, 1, 1);
    for (const [link, target] of [
      ['m/stolen', secret],
      ['all', outside],
    ] as const) {
      await withModel('models', [model, { path: link, link: target }], (path) =>
        assert.rejects(walkModel(path, signal), (error: unknown) => {
          assert.ok(hasCode('link-outside')(error) && error instanceof Error);
          assert.ok(error.message.includes(link) && error.message.includes(target), error.message);
          return true;
        }),
      );
    }
    assert.equal((await stat(secret)).atimeMs, 1000);
  }));

test('a link out of the folder that the ignore file names is none of the model', () =>
  withModel('outside', [{ path: 'data', text: 'x' }], (outside) =>
    withModel('models', [model, { path: 'all', link: outside }, { path: '.amlignore', text: 'all\n.amlignore\n' }], async (path) => {
      const { files, leftOut } = await walkModel(path, signal);
      assert.equal(files.length, 1);
      assert.deepEqual(leftOut, [
        { name: '.amlignore', reason: 'ignored', by: '.amlignore' },
        { name: 'all', reason: 'ignored', by: '.amlignore' },
      ]);
    }),
  ));

test('links in a circle end', () =>
  withModel('models', [model, { path: 'm/again', link: '..' }, { path: 'm/self', link: '.' }], async (path) => {
    const { files, leftOut } = await walkModel(path, signal);
    assert.equal(files.length, 1);
    assert.deepEqual(leftOut, [
      { name: 'm/again', reason: 'linkLoop' },
      { name: 'm/self', reason: 'linkLoop' },
    ]);
  }));

test('a pipe is never opened', { skip: process.platform === 'win32' ? 'there are no pipes in Windows folders' : false }, () =>
  withModel('models', [model], async (path) => {
    execFileSync('mkfifo', [join(path, 'm', 'pipe')]);
    const { leftOut } = await walkModel(path, signal);
    assert.deepEqual(leftOut, [{ name: 'm/pipe', reason: 'notAFile' }]);
  }),
);

test('a name that is not UTF-8 is named, not mangled', { skip: process.platform === 'linux' ? false : 'only Linux has such names' }, () =>
  withModel('models', [model], async (path) => {
    await writeFile(Buffer.concat([Buffer.from(`${path}/m/`), Buffer.from([0x66, 0xff])]), 'x');
    await assert.rejects(walkModel(path, signal), hasCode('file-name'));
  }),
);

test('a link to nothing is an error: the model would lack a file', () =>
  withModel('models', [{ path: 'm/1/model.onnx', link: 'gone' }], async (path) => {
    await assert.rejects(walkModel(path, signal), hasCode('not-found'));
  }));

test('an empty folder, and one whose ignore file leaves out everything, are errors of their own', async () => {
  await withModel('models', [], (path) => assert.rejects(walkModel(path, signal), hasCode('empty-folder')));
  const ignored = [model, { path: '.gitignore', text: '*\n' }];
  await withModel('models', ignored, (path) => assert.rejects(walkModel(path, signal), hasCode('all-ignored')));
});

test('a folder with nothing but links in a circle is not called empty', () =>
  withModel('models', [{ path: 'm/again', link: '.' }], (path) => assert.rejects(walkModel(path, signal), hasCode('no-regular-file'))));

test('what is left out by the ignore file is listed', () =>
  withModel('models', [model, { path: 'm/1/notes.txt', text: 'n' }, { path: '.amlignore', text: '*.txt\n.amlignore\n' }], async (path) => {
    const { files, leftOut } = await walkModel(path, signal);
    assert.deepEqual(
      files.map(({ name }) => name),
      ['m/1/model.onnx'],
    );
    assert.deepEqual(leftOut, [
      { name: '.amlignore', reason: 'ignored', by: '.amlignore' },
      { name: 'm/1/notes.txt', reason: 'ignored', by: '.amlignore' },
    ]);
  }));

test('a path of more than 300 characters and two names that differ by case are walked', () => {
  const long = `${'d'.repeat(100)}/${'e'.repeat(100)}/${'f'.repeat(110)}`;
  const entries = [
    { path: long, text: 'x' },
    { path: 'Model', text: '1' },
    { path: 'model', text: '2' },
  ];
  return withModel('models', entries, async (path) => {
    const { files } = await walkModel(path, signal);
    assert.deepEqual(files.map(({ name }) => name).sort(), ['Model', long, 'model']);
  });
});
