import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { CheckSchedule, type VersionedDocument } from '../../../../src/ui/diagnostics/checkSchedule';

interface Draft extends VersionedDocument {
  version: number;
  isClosed: boolean;
}

interface Scene {
  readonly draft: Draft;
  readonly shown: number[];
  readonly failures: unknown[];
  readonly schedule: CheckSchedule<Draft, number>;
}

/** A check takes five milliseconds and finds the version that it began with. */
function scene(fails = false): Scene {
  const shown: number[] = [];
  const failures: unknown[] = [];
  const schedule = new CheckSchedule<Draft, number>(
    {
      check: async ({ version }) => {
        await pause(5);
        if (fails) {
          throw new Error('the disk is gone');
        }
        return version;
      },
      show: (_, result) => shown.push(result),
      failed: (_, error) => failures.push(error),
    },
    10,
  );
  return { draft: { key: 'a', version: 1, isClosed: false }, shown, failures, schedule };
}

test('checks once for a burst of changes, with the last of them', async () => {
  const { draft, shown, schedule } = scene();
  for (draft.version = 1; draft.version < 20; draft.version += 1) {
    schedule.request(draft, 'after a pause');
  }
  schedule.request(draft, 'after a pause');
  await pause(60);
  assert.deepEqual(shown, [20]);
});

test('shows nothing that was found in an older text', async () => {
  const { draft, shown, schedule } = scene();
  schedule.request(draft, 'now');
  await pause(3);
  draft.version = 2;
  await pause(40);
  assert.deepEqual(shown, []);
});

test('shows nothing for a document that was closed meanwhile', async () => {
  const { draft, shown, schedule } = scene();
  schedule.request(draft, 'now');
  schedule.forget(draft.key);
  draft.isClosed = true;
  await pause(40);
  assert.deepEqual(shown, []);
});

test('a failed check is told, unless nobody waits for it any more', async () => {
  const { draft, failures, schedule } = scene(true);
  schedule.request(draft, 'now');
  await pause(40);
  assert.equal(failures.length, 1);
  schedule.request(draft, 'now');
  schedule.dispose();
  await pause(40);
  assert.equal(failures.length, 1);
});

test('does not wait for a pause where the last check took no time', { timeout: 30_000 }, async () => {
  let told: (version: number) => void = () => undefined;
  const schedule = new CheckSchedule<Draft, number>(
    {
      check: ({ version }) => Promise.resolve(version),
      show: (_, version) => {
        told(version);
      },
      failed: () => undefined,
    },
    3_600_000,
  );
  for (const [version, when] of [
    [1, 'now'],
    [2, 'after a pause'],
  ] as const) {
    const shown = new Promise<number>((resolve) => (told = resolve));
    schedule.request({ key: 'a', version, isClosed: false }, when);
    assert.equal(await shown, version);
  }
  schedule.forget('a');
  schedule.request({ key: 'a', version: 3, isClosed: false }, 'after a pause');
  const first = await Promise.race([new Promise<number>((resolve) => (told = resolve)), pause(200, 'nothing yet')]);
  assert.equal(first, 'nothing yet');
  schedule.dispose();
});
