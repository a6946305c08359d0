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
    ['below/samples/birds/labels.txt', 'F'],
    ['below/node_modules/labels.txt', 'OTHERS'],
    ['ambiguous/one/labels.txt', 'G'],
    ['ambiguous/two/labels.txt', 'H'],
    ['far/1/2/3/labels.txt', 'I'],
  ] as const) {
    const file = path.join(root, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
});

after(() => rm(root, { recursive: true, force: true }));

const at = (place: string): string => path.join(root, place);

async function labelsOf(places: { repository?: string; picture?: string; folders?: readonly string[] }) {
  const { repository, picture, folders = ['workspace'] } = places;
  const found = await findLabels({
    ...(repository === undefined ? {} : { repository: at(repository) }),
    ...(picture === undefined ? {} : { picture: at(picture) }),
    folders: folders.map(at),
  });
  return found?.labels;
}

test('a picture has the labels of the nearest folder above it', async () => {
  assert.deepEqual(await labelsOf({ picture: 'workspace/pictures/cat.jpg' }), ['A', 'B']);
  assert.deepEqual(await labelsOf({ picture: 'workspace/other/deep/x.jpg' }), ['C']);
});

test('the labels beside the repository that was deployed come before those near the picture', async () => {
  assert.deepEqual(await labelsOf({ repository: 'workspace/other/models', picture: 'workspace/pictures/cat.jpg' }), ['C']);
  assert.deepEqual(await labelsOf({ repository: 'without/models', picture: 'workspace/pictures/cat.jpg' }), ['A', 'B']);
});

test('two files that could be meant are none', async () => {
  assert.deepEqual(await labelsOf({ picture: 'workspace/two/x.jpg' }), ['A', 'B']);
  assert.equal(await labelsOf({ folders: ['workspace/two'] }), undefined);
});

test('a picture that lies elsewhere has the labels of the folder that somebody works in', async () => {
  assert.deepEqual(await labelsOf({ picture: 'without/picture.jpg' }), ['A', 'B']);
});

test('below such a folder the nearest level counts, where only one file can be meant', async () => {
  assert.deepEqual(await labelsOf({ folders: ['below'] }), ['F']);
  assert.equal(await labelsOf({ folders: ['ambiguous'] }), undefined);
  assert.equal(await labelsOf({ folders: ['far'] }), undefined);
});

test('of several such folders only one may have labels', async () => {
  assert.deepEqual(await labelsOf({ folders: ['without', 'workspace'] }), ['A', 'B']);
  assert.equal(await labelsOf({ folders: ['below', 'workspace'] }), undefined);
});

test('nothing above the folder of a picture is looked at when it is in none of them', async () => {
  assert.equal(await labelsOf({ picture: 'without/picture.jpg', folders: ['without/empty'] }), undefined);
});
