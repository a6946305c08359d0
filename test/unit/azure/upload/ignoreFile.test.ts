import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readIgnoreFile } from '../../../../src/azure/upload/ignoreFile';
import { UserError } from '../../../../src/base/errors';
import { withModel } from './modelOnDisk';

/** Which of the paths a file of these lines leaves out. */
async function leftOut(lines: readonly string[], paths: readonly string[]): Promise<string[]> {
  let found: string[] = [];
  await withModel('models', [{ path: '.amlignore', text: lines.join('\n') }], async (folder) => {
    const rules = await readIgnoreFile(folder);
    found = paths.filter((path) => rules.leavesOut(path));
  });
  return found;
}

const cases: readonly [string, readonly string[], readonly string[]][] = [
  ['*.log', ['a.log', 'm/a.log', 'm/a.log/x'], ['a.logs', 'log']],
  ['/m', ['m', 'm/1/x'], ['x/m']],
  ['m/1', ['m/1', 'm/1/x'], ['x/m/1', 'm/12']],
  ['m/', ['m/x', 'x/m/y'], ['m', 'x/m']],
  ['m/**', ['m/x', 'm/x/y'], ['m', 'x/m/y']],
  ['**/x', ['x', 'a/x', 'a/b/x', 'a/x/b'], ['ax', 'a/xb']],
  ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b', 'a/b/c'], ['ab', 'a/xb', 'x/a/b']],
  ['**', ['a', 'a/b'], []],
  ['**/', ['a/b', 'a/b/c'], ['a']],
  ['/*', ['a', 'a/b'], []],
  ['a?c', ['abc', 'x/abc'], ['ac', 'abbc', 'a/c']],
  ['a[b-d]e', ['abe', 'ade'], ['aee', 'ae']],
  ['a[!b-d]e', ['aee'], ['abe']],
  ['[]]x', [']x'], ['x']],
  ['[x', ['[x'], ['x']],
  ['a\\*b', ['a*b'], ['axb']],
  ['(a|b)+.$', ['(a|b)+.$'], ['a', 'ab']],
  ['?', ['😀'], ['ab']],
];

for (const [line, out, kept] of cases) {
  test(`the line ${line} leaves out ${out.join(', ')}`, async () => {
    assert.deepEqual(await leftOut([line], [...out, ...kept]), out);
  });
}

test('the last line that matches decides', async () => {
  assert.deepEqual(await leftOut(['*', '!m', '*.tmp'], ['m/x', 'n/x', 'm/x.tmp']), ['n/x', 'm/x.tmp']);
});

test('a line with many stars takes no longer than another', { timeout: 5000 }, async () => {
  const long = 'a'.repeat(2000);
  assert.deepEqual(await leftOut(['*a*a*a*a*a*a*a*a*a*b', '**/a/**/a/**/a/**/a/**/b'], [long, 'a/'.repeat(500) + 'a']), []);
  assert.deepEqual(await leftOut(['*a*a*a*a*a*a*a*a*a*b'], [`${long}b`]), [`${long}b`]);
});

for (const line of ['[z-a]', 'm\\']) {
  test(`the line ${line} is no pattern, and named`, async () => {
    await assert.rejects(leftOut([line], []), (error: unknown) => {
      assert.ok(error instanceof UserError && error.code === 'ignore-file' && error.message.includes(line));
      return true;
    });
  });
}
