import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { lockState } from '../../../../src/emulator/state/stateLock';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The number of a process that has ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

test('is held by one at a time, and free again afterwards', async () => {
  const unlock = await lockState(folder);
  await assert.rejects(lockState(folder), (error: Error & { code: string }) => {
    assert.match(error.message, new RegExp(String(process.pid)));
    return error.code === 'state-in-use';
  });
  await unlock();
  await (
    await lockState(folder)
  )();
  assert.deepEqual(readdirSync(folder), []);
});

test('takes over the lock of a process that is gone', async () => {
  writeFileSync(join(folder, 'lock'), JSON.stringify({ pid: deadPid() }));
  const unlock = await lockState(folder);
  assert.deepEqual(readdirSync(folder), ['lock']);
  await unlock();
});

test('takes over a lock whose number belongs to another process by now', { skip: process.platform !== 'linux' }, async () => {
  writeFileSync(join(folder, 'lock'), JSON.stringify({ pid: process.pid, started: '1' }));
  await (
    await lockState(folder)
  )();
});

test('takes over a lock that cannot be read', async () => {
  writeFileSync(join(folder, 'lock'), 'not json');
  await (
    await lockState(folder)
  )();
});

test('lets exactly one of many win a stale lock', async () => {
  writeFileSync(join(folder, 'lock'), JSON.stringify({ pid: deadPid() }));
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockState(folder)));
  assert.equal(outcomes.filter((it) => it.status === 'fulfilled').length, 1);
  assert.deepEqual(readdirSync(folder), ['lock']);
});
