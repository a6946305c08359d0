import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { RunningEmulator } from '../../../../src/operations/startEmulator';
import { Cancelled, UserError } from '../../../../src/base/errors';
import { silentLog } from '../../../../src/base/log';
import { writeAddress } from '../../../../src/ui/localEmulator/addressFile';
import { LocalEmulator, type LocalEmulatorPorts } from '../../../../src/ui/localEmulator/localEmulator';

const folders: string[] = [];
const children: ChildProcess[] = [];
after(async () => {
  for (const child of children) {
    child.kill('SIGKILL');
  }
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
});

const address = {
  armEndpoint: 'http://127.0.0.1:1',
  token: 'very-secret',
  subscriptionId: 's',
  resourceGroup: 'g',
  workspace: 'w',
  blobEndpoint: 'http://127.0.0.1:2',
  metadataUrl: 'http://127.0.0.1:1/metadata',
};

/** One machine of one user: a folder, a secret storage, and real processes that stand for emulators. */
async function machine() {
  const folder = await mkdtemp(join(tmpdir(), 'local-emulator-'));
  folders.push(folder);
  const secrets = new Map<string, string>();
  const started: ChildProcess[] = [];
  const start = async (stateFolder: string): Promise<RunningEmulator> => {
    await mkdir(stateFolder, { recursive: true });
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    children.push(child);
    started.push(child);
    await once(child, 'spawn');
    const ended = once(child, 'exit').then(() => undefined);
    return {
      address,
      pid: child.pid ?? 0,
      ended,
      stop: async () => {
        child.kill();
        await ended;
      },
    };
  };
  const window = (changes: Partial<LocalEmulatorPorts> = {}) =>
    new LocalEmulator({
      folder,
      start,
      secrets: {
        get: (key) => Promise.resolve(secrets.get(key)),
        store: (key, value) => Promise.resolve(void secrets.set(key, value)),
        delete: (key) => Promise.resolve(void secrets.delete(key)),
      },
      answers: (it) => Promise.resolve(it.token === address.token),
      log: silentLog,
      ...changes,
    });
  return { folder, secrets, started, window };
}

const limit = (): AbortSignal => AbortSignal.timeout(5000);

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition() && waited < 5000; waited += 20) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.ok(condition());
}

test('on a new machine there is none, and starting makes one', async () => {
  const { window } = await machine();
  const emulator = window();
  await emulator.look();
  assert.equal(emulator.state.kind, 'absent');
  const states: string[] = [];
  emulator.onDidChange(() => states.push(emulator.state.kind));
  assert.equal(await emulator.start(limit()), address);
  assert.deepEqual(states, ['starting', 'running']);
});

test('two starts at once make one emulator', async () => {
  const { window, started } = await machine();
  const emulator = window();
  await Promise.all([emulator.start(limit()), emulator.start(limit())]);
  assert.equal(started.length, 1);
});

test('the token is in the secret storage and in no file', async () => {
  const { window, folder, secrets } = await machine();
  await window().start(limit());
  assert.deepEqual([...secrets.values()], [address.token]);
  const file = join(folder, 'running.json');
  assert.ok(!(await readFile(file, 'utf8')).includes(address.token));
  assert.equal((await stat(file)).mode & 0o077, 0);
});

test('another window uses the emulator that is there', async () => {
  const { window, started } = await machine();
  await window().start(limit());
  const second = window();
  await second.look();
  assert.deepEqual(second.state, { kind: 'running', address, attached: true });
  await second.start(limit());
  assert.equal(started.length, 1);
  await second.close();
  assert.equal(started[0]?.exitCode, null);
});

test('a window that is told of a process which is no emulator of ours starts its own', async () => {
  const { window, started } = await machine();
  await window().start(limit());
  await window({ answers: () => Promise.resolve(false) }).start(limit());
  assert.equal(started.length, 2);
});

test('killed in the middle, it is stopped unexpectedly, in the window that started it and in others', async () => {
  const { window, started } = await machine();
  const first = window();
  await first.start(limit());
  const second = window();
  await second.look();
  started[0]?.kill('SIGKILL');
  await until(() => first.state.kind === 'stopped' && second.state.kind === 'stopped');
  assert.deepEqual(first.state, { kind: 'stopped', unexpectedly: true });
});

test('stopping keeps what it holds and forgets the token', async () => {
  const { window, folder, secrets } = await machine();
  const emulator = window();
  await emulator.start(limit());
  await emulator.stop();
  assert.deepEqual(emulator.state, { kind: 'stopped', unexpectedly: false });
  assert.equal(secrets.size, 0);
  assert.ok((await stat(join(folder, 'state'))).isDirectory());
  const later = window();
  await later.look();
  assert.equal(later.state.kind, 'stopped');
});

test('resetting takes everything away', async () => {
  const { window, folder } = await machine();
  const emulator = window();
  await emulator.start(limit());
  await emulator.reset();
  assert.equal(emulator.state.kind, 'absent');
  await assert.rejects(stat(join(folder, 'state')));
});

test('a window that did not start it can stop it', async () => {
  const { window, started } = await machine();
  await window().start(limit());
  const second = window();
  await second.look();
  await second.stop();
  await until(() => started[0]?.signalCode === 'SIGTERM');
});

test('a start that fails leaves things as they were and can be tried again', async () => {
  const { window } = await machine();
  let fails = true;
  const emulator = window({
    start: async (folder) => {
      if (fails) {
        throw new Error('port taken');
      }
      await mkdir(folder, { recursive: true });
      return { address, pid: process.pid, ended: new Promise(() => undefined), stop: () => Promise.resolve() };
    },
  });
  await assert.rejects(emulator.start(limit()), /port taken/);
  assert.equal(emulator.state.kind, 'absent');
  fails = false;
  await emulator.start(limit());
  assert.equal(emulator.state.kind, 'running');
});

test('an emulator of a window that keeps its secrets to itself is told of, and not reset behind its back', async () => {
  const { window, secrets, folder, started } = await machine();
  await window().start(limit());
  secrets.clear();
  const second = window({ start: () => Promise.reject(new UserError('The state folder is in use.', 'in-use')) });
  await second.look();
  assert.equal(second.state.kind, 'elsewhere');
  await assert.rejects(second.start(limit()), { code: 'emulator-elsewhere' });
  assert.equal(second.state.kind, 'elsewhere');
  await assert.rejects(second.reset(), { code: 'emulator-elsewhere' });
  assert.ok((await stat(join(folder, 'state'))).isDirectory());
  started[0]?.kill('SIGKILL');
  await until(() => second.state.kind === 'stopped');
});

test('a process that only has the number of an emulator of old does not keep a new one from starting', async () => {
  const { window, secrets, folder } = await machine();
  await writeAddress(join(folder, 'running.json'), { ...address, pid: process.pid });
  secrets.clear();
  const emulator = window();
  await emulator.start(limit());
  assert.equal(emulator.state.kind, 'running');
});

for (const end of ['stop', 'reset', 'close'] as const) {
  test(`${end} while it starts ends the start, and no process is left`, async () => {
    const { window, folder, started } = await machine();
    let alive = false;
    const emulator = window({
      start: async (stateFolder, signal) => {
        await mkdir(stateFolder, { recursive: true });
        alive = true;
        // As the real one: it rejects when the process that it began has ended.
        await once(signal, 'abort');
        await stat(stateFolder);
        alive = false;
        throw signal.reason;
      },
    });
    const starting = assert.rejects(emulator.start(limit()), Cancelled);
    await until(() => alive);
    await emulator[end]();
    assert.equal(alive, false);
    await starting;
    assert.equal(emulator.state.kind, end === 'stop' ? 'stopped' : 'absent');
    const state = await stat(join(folder, 'state')).then(
      () => 'kept',
      () => 'gone',
    );
    assert.equal(state, end === 'reset' ? 'gone' : 'kept');
    assert.equal(started.length, 0);
  });
}

test('a start that comes through although it was given up is stopped all the same', async () => {
  const { window, started } = await machine();
  const emulator = window();
  const begins = new Promise<void>((resolve) => {
    emulator.onDidChange(resolve);
  });
  const starting = emulator.start(limit());
  await begins;
  await emulator.stop();
  await starting;
  assert.deepEqual([emulator.state.kind, started[0]?.signalCode], ['stopped', 'SIGTERM']);
});

test('a start that is given up before anything was looked at makes no process', async () => {
  const { window, started } = await machine();
  const emulator = window();
  const starting = assert.rejects(emulator.start(limit()), Cancelled);
  await emulator.stop();
  await starting;
  assert.deepEqual([emulator.state.kind, started.length], ['stopped', 0]);
});

test('whoever still asks an emulator that has ended is told so, also when another one runs by then', async () => {
  const { window } = await machine();
  let end: () => void = () => undefined;
  const emulator = window({
    start: () => {
      const ended = new Promise<void>((resolve) => (end = resolve));
      return Promise.resolve({ address: { ...address }, pid: process.pid, ended, stop: () => Promise.resolve() });
    },
  });
  const first = await emulator.start(limit());
  assert.equal(await emulator.tokenFor(first), address.token);
  end();
  await until(() => emulator.state.kind === 'stopped');
  await assert.rejects(emulator.tokenFor(first), { code: 'emulator-stopped' });
  const second = await emulator.start(limit());
  await assert.rejects(emulator.tokenFor(first), { code: 'emulator-stopped' });
  assert.equal(await emulator.tokenFor(second), address.token);
});
