import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choice, readArguments, UsageError, wholeNumber, type Options } from '../../../src/cli/commandLine';

const options: Options = {
  port: { type: 'string', value: 'N', explanation: '' },
  name: { type: 'string', explanation: '' },
  json: { type: 'boolean', explanation: '' },
};

test('options and words may stand in any order, and a dash alone stops the options', () => {
  const given = readArguments(['a', '--port', '8', '--json', 'b', '--name=x', '--name', 'y', '--', '--port'], options);
  assert.deepEqual(given.positionals, ['a', 'b', '--port']);
  assert.equal(given.text('port'), '8');
  assert.deepEqual(given.texts('name'), ['x', 'y']);
  assert.equal(given.flag('json'), true);
  assert.equal(readArguments([], options).flag('json'), false);
});

for (const [mistake, words] of [
  ['an unknown option', ['--prot', '8']],
  ['an unknown short option', ['-p', '8']],
  ['an option called as every object has one', ['--toString']],
  ['an option without its value', ['--port']],
  ['an option with an empty value', ['--port=']],
  ['a value for an option that takes none', ['--json=yes']],
] as const) {
  test(`${mistake} is a wrong call`, () => {
    assert.throws(() => readArguments(words, options), UsageError);
  });
}

test('a number keeps its limits', () => {
  const limits = { from: 0, to: 65_535, otherwise: 7 };
  const read = (text: string): number => wholeNumber(readArguments(['--port', text], options), 'port', limits);
  assert.deepEqual([read('0'), read('65535'), wholeNumber(readArguments([], options), 'port', limits)], [0, 65_535, 7]);
  for (const text of ['65536', '1.5', 'x', '0x10', '1e3', '999999999999']) {
    assert.throws(() => read(text), UsageError, text);
  }
});

test('a choice is one of those there are', () => {
  const read = (...words: string[]): string | undefined => choice(readArguments(words, options), 'name', ['a', 'b']);
  assert.equal(read('--name', 'b'), 'b');
  assert.equal(read(), undefined);
  assert.throws(() => read('--name', 'c'), UsageError);
});
