import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parsePbtxt } from '../../../../src/documents/pbtxt/parsePbtxt';
import type { PbtxtMessage, PbtxtValue } from '../../../../src/documents/pbtxt/pbtxtDocument';

/** The tree as nested lists, to be read at a glance. */
function shape(value: PbtxtValue | undefined): unknown {
  switch (value?.kind) {
    case undefined:
      return undefined;
    case 'message':
      return value.fields.map((field) => [field.name, shape(field.value)]);
    case 'list':
      return { list: value.items.map(shape) };
    case 'string':
      return value.value;
    case 'word':
      return value.text;
    case 'integer':
    case 'float':
      return `${value.negative ? '-' : ''}${value.digits}`;
  }
}

const problems = (text: string): string[] =>
  parsePbtxt(text).problems.map((one) => `${one.code} ${text.slice(one.range.start, one.range.end)}`);
const tree = (text: string): unknown => shape(parsePbtxt(text).root);

test('understands messages, lists, scalars and their separators', () => {
  const text = 'name: "a" "b"; input < dims: [1, -2] >, input [{ x: t }, {}] f: -inf g: .5f';
  assert.deepEqual(tree(text), [
    ['name', 'ab'],
    ['input', [['dims', { list: ['1', '-2'] }]]],
    ['input', { list: [[['x', 't']], []] }],
    ['f', 'inf'],
    ['g', '.5f'],
  ]);
  assert.deepEqual(problems(text), []);
});

test('keeps comments with their places', () => {
  const text = '# one\r\nname: "a" # two';
  assert.deepEqual(
    parsePbtxt(text).comments.map(({ text: comment, range }) => [comment, text.slice(range.start, range.end)]),
    [
      [' one', '# one'],
      [' two', '# two'],
    ],
  );
});

test('places are exact, counted in UTF-16 units', () => {
  const text = '# 😀\ninput { name: "é" }';
  const [field] = parsePbtxt(text).root.fields;
  assert.equal(field && text.slice(field.range.start, field.range.end), 'input { name: "é" }');
  assert.equal(field && text.slice(field.nameRange.start, field.nameRange.end), 'input');
  const inner = (field?.value as PbtxtMessage).fields[0];
  assert.equal(inner?.value && text.slice(inner.value.range.start, inner.value.range.end), '"é"');
});

test('one fault does not hide what stands around it', () => {
  const cases: readonly (readonly [string, unknown, string[]])[] = [
    [
      'name "a" max_batch_size: 4',
      [
        ['name', 'a'],
        ['max_batch_size', '4'],
      ],
      ['syntax "a"'],
    ],
    [
      'input { name: } max: 4',
      [
        ['input', [['name', undefined]]],
        ['max', '4'],
      ],
      ['syntax }'],
    ],
    [
      'a: 1,, b: 2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
      ['syntax ,'],
    ],
    [
      'dims: [1 2] b: 3',
      [
        ['dims', { list: ['1', '2'] }],
        ['b', '3'],
      ],
      ['syntax 2'],
    ],
    ['input { name: "x" ', [['input', [['name', 'x']]]], ['syntax {']],
    ['} b: 3', [['b', '3']], ['syntax }']],
    [
      'a: "unclosed\nb: 3',
      [
        ['a', 'unclosed'],
        ['b', '3'],
      ],
      ['unterminated-string "unclosed'],
    ],
    [
      'a: “x”\nb: 3',
      [
        ['a', 'x'],
        ['b', '3'],
      ],
      ['bad-character “', 'bad-character ”'],
    ],
    [
      'a: "C:\\models" b: 3',
      [
        ['a', 'C:odels'],
        ['b', '3'],
      ],
      ['bad-escape \\m'],
    ],
    ['a: "\\X41"', [['a', '41']], ['bad-escape \\X']],
    ['a: "\\U00200000"', [['a', '00200000']], ['bad-escape \\U']],
    [
      'a: "x\0y" # \0\nb: 3',
      [
        ['a', 'x\0y'],
        ['b', '3'],
      ],
      ['bad-character \0', 'bad-character \0'],
    ],
  ];
  for (const [text, expected, faults] of cases) {
    assert.deepEqual([tree(text), problems(text)], [expected, faults], text);
  }
});

test('escapes stand for bytes and characters as in C', () => {
  assert.deepEqual(tree('a: "\\n\\x41\\101\\303\\251\\u00e9\\U0001F600\\\'"'), [['a', "\nAAéé😀'"]]);
  assert.deepEqual(tree('a: "\\ud83d\\uDE00\\U001fffff"'), [['a', '😀\\U001fffff']]);
});

test('a file nested without end is refused, not crashed on', () => {
  assert.ok(parsePbtxt('a{'.repeat(100_000)).problems.some((one) => one.code === 'too-deep'));
});

const piece = fc.constantFrom(
  'name',
  'input',
  ':',
  '{',
  '}',
  '<',
  '>',
  '[',
  ']',
  ',',
  ';',
  '-',
  '"a',
  '"',
  "'x'",
  '1',
  '08',
  '0x',
  '1e',
  '.5f',
  '#c\n',
  '\n',
  '“',
  '\\',
  ' ',
);

test('never throws, and every range lies in the text', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
      ),
      (text) => {
        const document = parsePbtxt(text);
        for (const { range } of [...document.problems, ...document.comments, ...document.root.fields]) {
          assert.ok(0 <= range.start && range.start <= range.end && range.end <= text.length);
        }
      },
    ),
    { numRuns: 2000 },
  );
});
