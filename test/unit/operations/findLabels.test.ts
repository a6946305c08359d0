import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { findLabels } from '../../../src/operations/findLabels';

let root = '';

before(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'find-labels-'));
  for (const [name, text] of [
    ['labels.txt', 'OUTSIDE'],
    ['workspace/labels.txt', 'A\nB\n'],
    ['workspace/pictures/cat.jpg', ''],
    ['workspace/other/densenet_labels.txt', 'C'],
    ['workspace/other/deep/x.jpg', ''],
    ['workspace/two/a_labels.txt', 'D'],
    ['workspace/two/b_labels.txt', 'E'],
    ['without/picture.jpg', ''],
  ] as const) {
    const file = path.join(root, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
});

after(() => rm(root, { recursive: true, force: true }));

async function labelsFor(place: string, top = 'workspace'): Promise<readonly string[] | undefined> {
  return (await findLabels(path.join(root, place), path.join(root, top)))?.labels;
}

test('a picture has the labels of the nearest folder above it', async () => {
  assert.deepEqual(await labelsFor('workspace/pictures/cat.jpg'), ['A', 'B']);
  assert.deepEqual(await labelsFor('workspace/other/deep/x.jpg'), ['C']);
});

test('a folder may have its own', async () => {
  assert.deepEqual(await labelsFor('workspace'), ['A', 'B']);
});

test('two files that could be meant are none', async () => {
  assert.deepEqual(await labelsFor('workspace/two'), ['A', 'B']);
});

test('nothing above the top is looked at, nor beside it', async () => {
  assert.equal(await labelsFor('without/picture.jpg', 'without'), undefined);
  assert.equal(await labelsFor('without/picture.jpg', 'workspace'), undefined);
});
