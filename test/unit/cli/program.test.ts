import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noProgress } from '../../../src/base/progress';
import { runProgram } from '../../../src/cli/program';

interface Run {
  readonly status: number;
  readonly out: string;
  readonly told: string;
}

async function run(...words: string[]): Promise<Run> {
  const out: string[] = [];
  const told: string[] = [];
  const status = await runProgram(words, {
    terminal: { out: (line) => out.push(line), tell: (line) => told.push(line), progress: noProgress },
    installation: { dist: '/nowhere', sample: '/nowhere' },
    packageFile: 'package.json',
    key: undefined,
    signal: new AbortController().signal,
  });
  return { status, out: out.join('\n'), told: told.join('\n') };
}

test('the version is that of package.json', async () => {
  const { status, out } = await run('--version');
  assert.equal(status, 0);
  assert.match(out, /^\d+\.\d+\.\d+$/);
});

test('the help lists every command, and every command has a help with all of its options', async () => {
  const { out } = await run('--help');
  const commands = Array.from(out.matchAll(/^ {2}(\w+) /gm), ([, name = '']) => name);
  assert.deepEqual(commands, ['demo', 'emulator', 'faults', 'serve', 'check', 'config', 'migrate', 'invoke']);
  for (const command of commands) {
    const help = await run(command, '--help');
    assert.equal(help.status, 0);
    const synopsis = help.out.split('\n')[0] ?? '';
    for (const [option] of synopsis.matchAll(/--[\w-]+/g)) {
      assert.match(help.out, new RegExp(`^  ${option}\\b`, 'm'));
    }
  }
});

for (const words of [
  [],
  ['fly'],
  ['--fly'],
  ['demo', '--fly'],
  ['serve'],
  ['serve', 'a', 'b'],
  ['serve', 'a', '--port', 'http'],
  ['serve', 'a', '--model-control-mode', 'poll'],
  ['emulator', 'now'],
  ['check'],
  ['check', 'nowhere'],
  ['check', 'package.json'],
  ['check', 'samples', '--format', 'xml'],
  ['config'],
  ['config', 'a', 'b'],
  ['invoke', '--url', 'http://127.0.0.1:1'],
  ['invoke', 'a.jpg'],
  ['invoke', '--url', 'localhost:8000', 'a.jpg'],
  ['invoke', '--url', 'ftp://somewhere', 'a.jpg'],
  ['invoke', '--url', 'http://127.0.0.1:1', '--scaling', 'best', 'a.jpg'],
  ['invoke', '--url', 'http://127.0.0.1:1', '--top', '0', 'a.jpg'],
]) {
  test(`"${words.join(' ')}" is called wrongly: says why, points to the help, status 2`, async () => {
    const { status, out, told } = await run(...words);
    assert.deepEqual([status, out], [2, '']);
    assert.match(told, /--help/);
  });
}

test('a picture that is not there is said before anything is started', async () => {
  const { status, told } = await run('demo', '--image', '/nowhere/bird.jpg');
  assert.equal(status, 1);
  assert.match(told, /\/nowhere\/bird\.jpg/);
});
