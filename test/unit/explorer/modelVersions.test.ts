import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Model } from '../../../src/azure/models';
import type { Branch } from '../../../src/explorer/branch';
import { firstVersions } from '../../../src/explorer/modelVersions';
import { fakeBranch, fakeVersion, workspace } from './fakeBranch';

const signal = new AbortController().signal;
const model = (name: string, latestVersion = '1'): Model => ({ ref: { ...workspace, model: name }, latestVersion });
const twenty = Array.from({ length: 20 }, (_, at) => model(`m${at}`));

/** A service that counts what it is asked; its clock and its writes are the test's. */
function counted() {
  const seen = { asked: 0, running: 0, most: 0, minutes: 0, writes: 0 };
  const fake = fakeBranch({});
  const branch: Branch = {
    ...fake,
    now: () => new Date(seen.minutes * 60_000),
    azure: {
      ...fake.azure,
      models: {
        ...fake.azure.models,
        writes: ({ model: name }) => (name === 'm3' ? seen.writes : 0),
        versions: async (ref) => {
          seen.asked += 1;
          seen.running += 1;
          seen.most = Math.max(seen.most, seen.running);
          await new Promise((resolve) => setImmediate(resolve));
          seen.running -= 1;
          return { items: [fakeVersion({ ref: { ...ref, version: '1' } })] };
        },
      },
    },
  };
  return { seen, branch };
}

test('each model is asked for once, six at a time, in the order of the list', async () => {
  const { seen, branch } = counted();
  const pages = await firstVersions(branch, twenty, signal);
  assert.deepEqual(
    pages.map(({ items }) => items[0]?.ref.model),
    twenty.map(({ ref }) => ref.model),
  );
  await firstVersions(branch, twenty, signal);
  assert.deepEqual([seen.asked, seen.most], [20, 6]);
});

test('only a model that has changed is asked for again', async () => {
  const { seen, branch } = counted();
  await firstVersions(branch, twenty, signal);
  await firstVersions(branch, [...twenty.slice(1), model('m0', '2')], signal);
  assert.equal(seen.asked, 21);
  seen.writes += 1;
  await firstVersions(branch, twenty.slice(1), signal);
  assert.equal(seen.asked, 22);
});

test('after a minute every model is asked for again: others may have deleted older versions', async () => {
  const { seen, branch } = counted();
  await firstVersions(branch, twenty, signal);
  seen.minutes += 1;
  await firstVersions(branch, twenty, signal);
  assert.equal(seen.asked, 40);
});
