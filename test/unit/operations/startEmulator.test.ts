import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Cancelled, UserError } from '../../../src/base/errors';
import { startEmulator, type EmulatorOptions } from '../../../src/operations/startEmulator';

const address = {
  armEndpoint: 'http://127.0.0.1:1',
  token: 't',
  subscriptionId: 's',
  resourceGroup: 'g',
  workspace: 'w',
  blobEndpoint: 'http://127.0.0.1:2',
  metadataUrl: 'http://127.0.0.1:3',
};
/** Ends when its standard input does, as the emulator does with --exit-with-parent. */
const obedient = `process.stdin.on('end', () => process.exit(0)).resume();`;

let folder = '';
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'start-emulator-'));
});
after(() => rm(folder, { recursive: true, force: true }));

async function optionsFor(source: string, onLog: (line: string) => void = () => undefined): Promise<EmulatorOptions> {
  const script = path.join(folder, `${Math.random().toString(36).slice(2)}.cjs`);
  await writeFile(script, source);
  return { script, stateFolder: folder, port: 0, onLog };
}

async function failureOf(source: string, signal = AbortSignal.timeout(20_000)): Promise<unknown> {
  return startEmulator(await optionsFor(source), signal).then(
    () => undefined,
    (error: unknown) => error,
  );
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('reads the address from the first line, passes the log on, and stops', async () => {
  const lines: string[] = [];
  const source = `console.error('listening', process.argv.slice(2).join(' ')); console.log(${JSON.stringify(JSON.stringify(address))}); ${obedient}`;
  const options = await optionsFor(source, (line) => lines.push(line));
  const emulator = await startEmulator({ ...options, tritonServer: '/t', directoryFile: 'd.json' }, AbortSignal.timeout(20_000));
  assert.deepEqual(emulator.address, address);
  assert.equal(isRunning(emulator.pid), true);
  await emulator.stop();
  await emulator.ended;
  assert.equal(isRunning(emulator.pid), false);
  assert.deepEqual(lines, [
    `listening emulator --state ${folder} --port 0 --json --exit-with-parent --triton-server /t --directory d.json`,
  ]);
});

test('one that does not end when asked is ended', async () => {
  const stubborn = `process.on('SIGTERM', () => {}); console.log(${JSON.stringify(JSON.stringify(address))}); setInterval(() => {}, 1000);`;
  const emulator = await startEmulator(await optionsFor(stubborn), AbortSignal.timeout(20_000));
  await emulator.stop();
  assert.equal(isRunning(emulator.pid), false);
});

test('one that is killed from outside is told by ended', async () => {
  const emulator = await startEmulator(
    await optionsFor(`console.log(${JSON.stringify(JSON.stringify(address))}); ${obedient}`),
    AbortSignal.timeout(20_000),
  );
  process.kill(emulator.pid, 'SIGKILL');
  await emulator.ended;
  await emulator.stop();
});

test('one that cannot start is told with its own last words', async () => {
  const error = await failureOf(`console.error('Port 1 is taken.'); process.exitCode = 2;`);
  assert.ok(error instanceof UserError && error.code === 'emulator-ended-at-start');
  assert.match(error.message, /Port 1 is taken\./);
});

test('a script that is not there and one that crashes are told too', async () => {
  const missing = await startEmulator(
    { ...(await optionsFor('')), script: path.join(folder, 'missing.cjs') },
    AbortSignal.timeout(20_000),
  ).catch((error: unknown) => error);
  assert.ok(missing instanceof UserError);
  assert.ok((await failureOf('throw new Error("broken")')) instanceof UserError);
});

test('an answer that is no address is told as another version', async () => {
  for (const line of ['hello', '{}', '{"armEndpoint":1}']) {
    const error = await failureOf(`console.log(${JSON.stringify(line)}); ${obedient}`);
    assert.ok(error instanceof UserError && error.code === 'emulator-version', line);
  }
});

test('cancelled while it starts, it is stopped again', async () => {
  const cancelling = new AbortController();
  let pid = 0;
  const options = await optionsFor(`console.error(process.pid); ${obedient}`, (line) => {
    pid = Number(line);
    cancelling.abort(new Cancelled());
  });
  await assert.rejects(startEmulator(options, cancelling.signal), Cancelled);
  assert.ok(pid > 0);
  assert.equal(isRunning(pid), false);
});
