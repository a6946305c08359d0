import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandLineProgram, processesOf, withTemporaryFolder } from './commandLineProgram';

const models = path.resolve('samples/single-model/models');

async function withTakenPort(job: (port: string) => Promise<void>): Promise<void> {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  try {
    await job(String((holder.address() as AddressInfo).port));
  } finally {
    holder.close();
  }
}

test('serve on a port that is taken ends with a reason and status 2', () =>
  withTemporaryFolder((temporary) =>
    withTakenPort(async (port) => {
      const { status, out, told } = await new CommandLineProgram(['serve', models, '--port', port], temporary).finished();
      assert.deepEqual([status, out], [2, '']);
      assert.match(told, /^The port cannot be used because it is taken or not allowed\..*\n$/, 'and no model was loaded for it');
    }),
  ));

for (const [what, folder] of [
  ['a model folder', path.join(models, 'model_1')],
  ['a version folder', path.join(models, 'model_1', '1')],
  ['the folder above the repository', path.dirname(models)],
] as const) {
  test(`serve on ${what} says which folder is meant`, () =>
    withTemporaryFolder(async (temporary) => {
      const { status, out, told } = await new CommandLineProgram(['serve', folder], temporary).finished();
      assert.deepEqual([status, out], [2, '']);
      assert.ok(told.split('\n')[0]?.endsWith(models), told);
    }));
}

test('the emulator on a port that is taken ends with a reason and status 2, and makes no state folder', () =>
  withTemporaryFolder((temporary) =>
    withTakenPort(async (port) => {
      const words = ['emulator', '--port', port, '--state', path.join(temporary, 'state')];
      const { status, out, told } = await new CommandLineProgram(words, temporary).finished();
      assert.deepEqual([status, out, await readdir(temporary)], [2, '', []]);
      assert.match(told, new RegExp(`^Port ${port} is in use .*\\n$`));
    }),
  ));

for (const state of process.platform === 'linux'
  ? ['/proc/nope', '/proc/nope/deeper', '/dev/null', path.resolve('package.json', 'state')]
  : []) {
  test(`the emulator says that ${path.basename(path.dirname(state))}/${path.basename(state)} cannot be its state folder`, () =>
    withTemporaryFolder(async (temporary) => {
      const { status, out, told } = await new CommandLineProgram(['emulator', '--state', state], temporary).finished();
      assert.deepEqual([status, out], [2, '']);
      assert.match(told, /^The state folder .* cannot be used.*\n$/);
      assert.ok(told.includes(state));
    }));
}

for (const words of [
  ['serve', models],
  ['emulator', '--state'],
]) {
  test(`what ${words[0] ?? ''} started ends by itself when the command is killed`, { skip: process.platform !== 'linux' }, () =>
    withTemporaryFolder(async (temporary) => {
      // The last word names the folder in the child's command line, by which it is found again.
      const mark = path.join(temporary, 'mark');
      const all = words[0] === 'serve' ? [...words, '--model-control-mode', 'explicit', '--load-model', mark] : [...words, mark];
      const program = new CommandLineProgram(all, temporary);
      await program.says(/http:\/\/127\.0\.0\.1:\d+/);
      assert.equal((await processesOf(mark)).length, 2);
      program.signal('SIGKILL');
      for (let patience = 0; patience < 100 && (await processesOf(mark)).length > 0; patience += 1) {
        await sleep(50);
      }
      assert.deepEqual(await processesOf(mark), []);
    }),
  );
}
