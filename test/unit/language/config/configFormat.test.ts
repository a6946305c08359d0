import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { tokenizePbtxt } from '../../../../src/documents/pbtxt/tokenizePbtxt';
import { formatConfig } from '../../../../src/language/config/configFormat';
import { applyEdits } from '../applyEdits';

const formatted = (text: string, indent = '  '): string => applyEdits(text, formatConfig(text, { indent }));

test('fields, messages and lists are laid out as people write them', () => {
  const text = `name:"a"   max_batch_size :8
input [{name:"x" data_type:TYPE_FP32
dims:[3,
224,-1]},{ name: "y" dims: 1 dims: 2 }]


# the group
instance_group<count:1 kind:KIND_GPU>  # trailing
dynamic_batching{}
parameters{key:"a"
value:{string_value:"long"
"er"}}`;
  assert.equal(
    formatted(text),
    `name: "a"
max_batch_size: 8
input [
  {
    name: "x"
    data_type: TYPE_FP32
    dims: [ 3, 224, -1 ]
  },
  { name: "y" dims: 1 dims: 2 }
]

# the group
instance_group < count: 1 kind: KIND_GPU >  # trailing
dynamic_batching { }
parameters {
  key: "a"
  value: {
    string_value: "long"
      "er"
  }
}
`,
  );
});

test('a line that is too wide is broken up', () => {
  const wide = `input { name: "${'x'.repeat(70)}" data_type: TYPE_FP32 dims: [ 1, 2, 3 ] }\n`;
  assert.equal(formatted(wide), `input {\n  name: "${'x'.repeat(70)}"\n  data_type: TYPE_FP32\n  dims: [ 1, 2, 3 ]\n}\n`);
});

test('tabs and the line ends of the file are kept', () => {
  assert.equal(formatted('input {\r\nname: "a"\r\n}', '\t'), 'input {\r\n\tname: "a"\r\n}\r\n');
});

test('only the lines that are asked for are laid out, and they as in the whole', () => {
  const text = 'max_batch_size :8\ninput {\n name :"x"\n     dims:[3,4]\n}\nbackend :"identity"\n';
  const start = text.indexOf(' name');
  const within = { start, end: text.indexOf('\n', text.indexOf('dims')) };
  assert.equal(
    applyEdits(text, formatConfig(text, { indent: '  ', within })),
    'max_batch_size :8\ninput {\n  name: "x"\n  dims: [ 3, 4 ]\n}\nbackend :"identity"\n',
  );
});

test('a text that cannot be parsed is left alone', () => {
  assert.deepEqual(formatConfig('input [ { name: "a" ', { indent: '  ' }), []);
  assert.deepEqual(formatConfig('', { indent: '  ' }), []);
});

/** Texts with the marks of text format in any order that protobuf takes, with comments and blanks anywhere. */
const gap = fc.constantFrom(' ', '\n', '\n\n\n', '\t', ' # note\n', '  ', '\r\n');
const scalar = fc.constantFrom('1', '-2', '- 3', '1.5f', '"a"', '\'b\' "c"', 'TYPE_FP32', '-inf', '.5', '0x1F', '"# no comment"');
const { message } = fc.letrec<{ message: string; field: string; value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.tuple(gap, scalar).map(([space, text]) => `:${space}${text}`),
    fc.tuple(gap, fc.array(scalar, { maxLength: 4 })).map(([space, items]) => `: [${space}${items.join(`,${space}`)}${space}]`),
    fc.tuple(gap, tie('message')).map(([space, text]) => `${space}{${space}${text}${space}}`),
    fc
      .tuple(gap, fc.array(tie('message'), { maxLength: 3 }))
      .map(([space, items]) => `:[${space}${items.map((one) => `<${one} >`).join(`${space},`)}]`),
  ),
  field: fc
    .tuple(fc.constantFrom('name', 'input', 'dims', 'x'), tie('value'), fc.constantFrom('', ';', ',', ' '))
    .map((parts) => parts.join('')),
  message: fc
    .array(
      fc.tuple(tie('field'), gap).map((parts) => parts.join('')),
      { maxLength: 4 },
    )
    .map((fields) => fields.join('')),
}));

const meaning = (text: string): unknown => {
  const { tokens, comments, problems } = tokenizePbtxt(text);
  return [tokens.map(({ kind, value }) => [kind, value]), comments.map((one) => one.text.trimEnd()), problems.length];
};

test('no value and no comment changes, and a text that is laid out stays as it is', () => {
  fc.assert(
    fc.property(message, (text) => {
      const once = formatted(text);
      assert.deepEqual(meaning(once), meaning(text));
      assert.equal(formatted(once), once);
    }),
    { numRuns: 2000 },
  );
});
