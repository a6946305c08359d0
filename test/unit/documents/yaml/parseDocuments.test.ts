import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { isAlias, isMap, isPair, isScalar, isSeq } from 'yaml';
import { parseDocuments, parseWhole } from '../../../../src/documents/yaml/parseDocuments';
import { plainBlocks } from '../../../../src/documents/yaml/plainLines';

/** All that the product looks at in a tree, and what it does not but could. */
function described(documents: ReturnType<typeof parseWhole>): unknown {
  return documents.map(({ range, errors, warnings, contents }) => ({
    range,
    problems: [...errors, ...warnings].map(({ name, code, message, pos }) => [name, code, message, pos]),
    contents: describedNode(contents),
  }));
}

function describedNode(node: unknown): unknown {
  if (isPair(node)) {
    return [describedNode(node.key), describedNode(node.value)];
  }
  if (isMap(node) || isSeq(node)) {
    const { range, anchor, tag, flow, items } = node;
    return { of: node.constructor.name, range, anchor, tag, flow: flow === true, items: items.map(describedNode) };
  }
  if (isScalar(node)) {
    const { range, anchor, tag, value, source, type, format } = node;
    // The key of a merge is a symbol, another one each time.
    return { range, anchor, tag, value: typeof value === 'symbol' ? value.description : value, source, type, format };
  }
  return isAlias(node) ? { alias: node.source, range: node.range } : node;
}

function assertExact(text: string): void {
  assert.deepEqual(described(parseDocuments(text)), described(parseWhole(text)), JSON.stringify(text));
}

const files = globSync(['samples/**/*.yaml', 'test/fixtures/published/**/*.yml']).map((path) => ({
  path,
  text: readFileSync(path, 'utf8'),
}));

test('every published file is read as the library alone reads it, with either end of line', () => {
  assert.ok(files.length > 40);
  for (const { text } of files) {
    assertExact(text);
    assertExact(text.replaceAll('\n', '\r\n'));
  }
});

test('most lines of a long file are left to ourselves', () => {
  const lines = Array.from({ length: 1000 }, (_, at) => `  KEY_${at}: value ${at} # ${at}\n`).join('');
  const [block] = plainBlocks(`name: a\nenvironment_variables:\n${lines}tags:\n  a: b\n`);
  assert.equal(block?.lines.length, 1001);
});

const lines = [
  'a: b',
  'name: blue # the first',
  'key:',
  'key: ',
  'key: # about it',
  'on: off',
  'n: 1_000',
  't: 1:30',
  'd: 2020-01-01',
  'd: 2020-99-99 1:2',
  'f: -.5',
  'nothing: ~',
  'x: null',
  'quoted: "a b"',
  "quoted: 'a # b'   # c",
  'quoted: "a',
  "  b'",
  'url: https://a.b/c:d#e',
  'odd: a: b',
  'odd: a #b',
  'odd:b',
  'odd : b',
  'list: [a, b',
  ']',
  'map: {',
  'a: b, c: d }',
  'text: |',
  'text: >-',
  '- item',
  '- a: b',
  '-',
  '? a',
  ': b',
  '&x a: b',
  'a: &x',
  'a: *x',
  '<<: *x',
  'a: !!str 1',
  'a: !!omap',
  '!!set',
  '---',
  '--- # two',
  '...',
  '%YAML 1.2',
  '# comment',
  '#',
  '',
  '',
  ' ',
  '\t',
  'a:\tb',
  'a: b\t',
  'word',
  'größe: ä\u00a0b',
];
const line = fc
  .tuple(fc.constantFrom(0, 0, 0, 2, 2, 4, 1), fc.constantFrom(...lines), fc.constantFrom('\n', '\n', '\n', '\r\n', '\r'))
  .map(([indent, content, end]) => ' '.repeat(indent) + content + end);

test('any lines in any order are read as the library alone reads them', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 14 }), (parts) => {
      assertExact(parts.join(''));
    }),
    { numRuns: 3_000 },
  );
});

/** Nearly all of it plain, so that lines are left out in each. */
const plainText = fc
  .array(fc.tuple(fc.nat(3), fc.constantFrom('a: b', 'key:', 'c: 1 # d', '', '# e', 'e: "f"', 'a: y')), { minLength: 6, maxLength: 30 })
  .map((parts) => parts.map(([indent, content]) => (content === '' ? '\n' : `${'  '.repeat(indent)}${content}\n`)).join(''));

test('plain lines of any depth are read as the library alone reads them', () => {
  fc.assert(fc.property(plainText, assertExact), { numRuns: 3_000 });
});

test('files are read exactly after any edit', () => {
  const edit = fc.record({
    file: fc.constantFrom(...files),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    removed: fc.nat(40),
    put: fc.oneof(fc.constantFrom(...lines, '\n', ' ', ':', '"', "'", '{', '[', '#', '\n  ', '\n'), line),
  });
  fc.assert(
    fc.property(edit, ({ file: { text }, at, removed, put }) => {
      const place = Math.floor(at * text.length);
      assertExact(text.slice(0, place) + put + text.slice(place + removed));
    }),
    { numRuns: 1_500 },
  );
});

test('a word that cannot be more than text is no value of another kind to the library either', () => {
  const tags = parseWhole('a: b\n')[0]?.schema.tags ?? [];
  const word = fc.stringMatching(/^[A-Za-z][\w.:+ -]{0,12}$/);
  assert.ok(tags.length > 10);
  fc.assert(
    fc.property(word, (text) => {
      fc.pre(!/^[A-Za-z]{0,5}$/.test(text));
      assert.ok(!tags.some((tag) => tag.default === true && 'test' in tag && tag.test instanceof RegExp && tag.test.test(text)));
    }),
  );
});
