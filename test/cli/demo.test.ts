import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandLineProgram, processesOf, withTemporaryFolder } from './commandLineProgram';

const peacock = 'Is server ready - True\nIs model ready - True\n84 : PEACOCK\n';

/** A process that was told to end may need a moment to be gone from the list. */
async function assertNothingLeft(temporary: string): Promise<void> {
  for (let patience = 0; patience < 20 && (await processesOf(temporary)).length > 0; patience += 1) {
    await sleep(50);
  }
  assert.deepEqual(await processesOf(temporary), []);
  assert.deepEqual(await readdir(temporary), []);
}

test('the demo prints the three lines, tells its stages, and leaves nothing behind', () =>
  withTemporaryFolder(async (temporary) => {
    const before = await readdir('.');
    const { status, out, told } = await new CommandLineProgram(['demo'], temporary).finished();
    assert.equal(out, peacock, told);
    assert.equal(status, 0);
    for (const stage of ['Uploading', '9.3 MB', 'endpoint', 'deployment', 'traffic', 'Deleting']) {
      assert.match(told, new RegExp(stage));
    }
    await assertNothingLeft(temporary);
    assert.deepEqual(await readdir('.'), before);
  }));

test('the demo does it with any picture', () =>
  withTemporaryFolder(async (temporary) => {
    const picture = path.resolve('samples/single-model/pictures/espresso.jpg');
    const { out } = await new CommandLineProgram(['demo', '--image', picture], temporary).finished();
    assert.equal(out.split('\n')[2], '967 : ESPRESSO');
  }));

test('a picture that cannot be read ends the demo with a reason, and everything is taken away', () =>
  withTemporaryFolder(async (temporary) => {
    const { status, out, told } = await new CommandLineProgram(['demo', '--image', 'package.json'], temporary).finished();
    assert.deepEqual([status, out], [1, '']);
    assert.match(told, /not a picture/);
    await assertNothingLeft(temporary);
  }));

test('words that the demo does not know are said, and nothing is started', () =>
  withTemporaryFolder(async (temporary) => {
    const { status, out, told } = await new CommandLineProgram(['demo', 'extra'], temporary).finished();
    assert.deepEqual([status, out], [2, '']);
    assert.match(told, /extra/);
    await assertNothingLeft(temporary);
  }));

for (const milliseconds of [60, 120, 200, 300]) {
  test(`Ctrl-C ${milliseconds} ms after the start leaves nothing behind`, () =>
    withTemporaryFolder(async (temporary) => {
      const demo = new CommandLineProgram(['demo'], temporary);
      await sleep(milliseconds);
      demo.signal('SIGINT');
      const { out } = await demo.finished();
      assert.equal(out, '');
      await assertNothingLeft(temporary);
    }));
}

for (const [stage, signal, status] of [
  ['Starting the local emulator', 'SIGINT', 130],
  ['Uploading', 'SIGINT', 130],
  ['Creating endpoint', 'SIGTERM', 143],
  ['Creating deployment', 'SIGINT', 130],
  ['Invoking', 'SIGINT', 130],
  ['Deleting deployment', 'SIGHUP', 129],
] as const) {
  test(`${signal} after "${stage}" leaves nothing behind`, () =>
    withTemporaryFolder(async (temporary) => {
      const demo = new CommandLineProgram(['demo'], temporary);
      await demo.says(new RegExp(stage));
      demo.signal(signal);
      demo.signal(signal);
      assert.equal((await demo.finished()).status, status);
      await assertNothingLeft(temporary);
    }));
}

test('the emulator ends by itself when the demo is killed', () =>
  withTemporaryFolder(async (temporary) => {
    const demo = new CommandLineProgram(['demo'], temporary);
    await demo.says(/Registering/);
    demo.signal('SIGKILL');
    await demo.finished();
    for (let patience = 0; patience < 100 && (await processesOf(temporary)).length > 0; patience += 1) {
      await sleep(50);
    }
    assert.deepEqual(await processesOf(temporary), []);
  }));
