import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

/** A path that exists on one machine only, or a package host: neither belongs in a project that others clone. */
const machine = [
  /(?<![\w.~$}])\/(?:work|root|home\/[\w-]+|Users\/[\w-]+)\/[\w.-]/,
  /\bregistry\.(?:npmjs|yarnpkg)\b/,
  /\b(?:deb|security)\.debian\.org\b/,
];

const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\0')
  .filter((path) => path !== '' && path !== 'package-lock.json' && !path.startsWith('samples/single-model/licenses/'));

function textOf(path: string): string {
  try {
    const bytes = readFileSync(path);
    return bytes.includes(0) ? '' : bytes.toString('utf8');
  } catch {
    // Deleted, but not yet committed.
    return '';
  }
}

test('no file speaks of one machine', () => {
  const found = files.flatMap((path) =>
    textOf(path)
      .split('\n')
      .flatMap((line, index) =>
        machine.some((pattern) => pattern.test(line)) ? [`${path}:${index + 1} ${line.trim().slice(0, 120)}`] : [],
      ),
  );
  assert.deepEqual(found, []);
});

test('text files end with a line break', () => {
  const open = files.filter((path) => /\.(?:ts|mjs|json|md|ya?ml|css)$/.test(path) && !/^(?:samples|test\/fixtures)\//.test(path));
  assert.deepEqual(
    open.filter((path) => textOf(path) !== '' && !textOf(path).endsWith('\n')),
    [],
  );
});
