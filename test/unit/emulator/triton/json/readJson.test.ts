import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isList, isObject, namesIn, WholeDouble, type JsonValue } from '../../../../../src/emulator/triton/json/jsonValue';
import { readJson, TooDeepError } from '../../../../../src/emulator/triton/json/readJson';
import { writeDouble, writeText } from '../../../../../src/base/writeJson';
import { byteTextOf, textOfBytes } from '../../../../../src/emulator/triton/byteText';
import { TritonError } from '../../../../../src/emulator/triton/tritonError';

/** What JSON.parse would give. */
function plain(value: JsonValue): unknown {
  if (isList(value)) return value.map(plain);
  if (isObject(value)) return Object.fromEntries([...value].map(([name, member]) => [textOfBytes(name), plain(member)]));
  if (value instanceof WholeDouble) return value.value;
  return typeof value === 'string' ? textOfBytes(value) : typeof value === 'bigint' ? Number(value) : value;
}

test('reads all JSON as JSON.parse does', () => {
  fc.assert(
    fc.property(fc.json({ noUnicodeString: false }), (text) => {
      // Of a member given twice JSON.parse takes the last, and it keeps -0.
      fc.pre(!/"__proto__"/.test(text));
      assert.deepEqual(JSON.parse(JSON.stringify(plain(readJson(byteTextOf(text))))), JSON.parse(JSON.stringify(JSON.parse(text))));
    }),
  );
});

test('tells integers from floating point by how they are written', () => {
  assert.equal(readJson('1'), 1);
  assert.deepEqual(readJson('1.0'), new WholeDouble(1));
  assert.deepEqual(readJson('1e2'), new WholeDouble(100));
  assert.equal(readJson('1.5'), 1.5);
  assert.equal(readJson('9223372036854775807'), 9223372036854775807n);
  assert.equal(readJson('18446744073709551615'), 18446744073709551615n);
  assert.deepEqual(readJson('18446744073709551616'), new WholeDouble(2 ** 64));
});

test('takes NaN and Infinity as bare words', () => {
  assert.deepEqual(readJson('[NaN,Infinity,-Infinity,Inf]'), [NaN, Infinity, -Infinity, Infinity]);
});

test('of a member given twice the first counts', () => {
  const json = readJson('{"a":1,"a":2}');
  assert.ok(isObject(json));
  assert.deepEqual([...json], [['a', 1]]);
});

test('skips a byte order mark, and takes a NUL for the end', () => {
  assert.equal(readJson('\u00ef\u00bb\u00bf1'), 1);
  assert.equal(readJson('1\0garbage'), 1);
});

test('keeps bytes that are no UTF-8 as they are', () => {
  assert.equal(readJson('"\u00ff\u00fe"'), '\u00ff\u00fe');
  assert.equal(readJson('"\\u00e9\\ud83d\\ude00"'), byteTextOf('é😀'));
});

const refusals: readonly (readonly [string, string])[] = [
  ['', 'The document is empty. at 0'],
  ['{"a":1', "Missing a comma or '}' after an object member. at 6"],
  ['{"a"1}', 'Missing a colon after a name of object member. at 4'],
  ['{a:1}', 'Missing a name for object member. at 1'],
  ['{"a":1,}', 'Missing a name for object member. at 7'],
  ['[1 2]', "Missing a comma or ']' after an array element. at 3"],
  ['[1,]', 'Invalid value. at 3'],
  ['nul', 'Invalid value. at 3'],
  ['tru3', 'Invalid value. at 3'],
  ['1 2', 'The document root must not be followed by other values. at 2'],
  ['01', 'The document root must not be followed by other values. at 1'],
  ['1.', 'Miss fraction part in number. at 2'],
  ['1e', 'Miss exponent in number. at 2'],
  ['[1e400]', 'Number too big to be stored in double. at 1'],
  ['[0e309]', 'Number too big to be stored in double. at 1'],
  ['"a', 'Missing a closing quotation mark in string. at 2'],
  ['"\\x"', 'Invalid escape character in string. at 1'],
  ['"\\u12g4"', 'Incorrect hex digit after \\u escape in string. at 1'],
  ['"\\ud800x"', 'The surrogate pair in string is invalid. at 1'],
  ['"\n"', 'Invalid escape character in string. at 1'],
];

for (const [text, reason] of refusals) {
  test(`refuses ${JSON.stringify(text.slice(0, 20))} with RapidJSON's reason and offset`, () => {
    assert.throws(
      () => readJson(text),
      (error) =>
        error instanceof TritonError && error.status === 500 && error.text === `failed to parse the request JSON buffer: ${reason}`,
    );
  });
}

test('writes floating point so that it is read back as the same and never as an integer', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const back = readJson(writeDouble(value));
      assert.ok(Object.is(back instanceof WholeDouble ? back.value : back, value));
    }),
  );
  assert.deepEqual([0.1, 1, 1e21, -0, NaN, -Infinity].map(writeDouble), ['0.1', '1.0', '1e21', '-0.0', 'NaN', '-Infinity']);
});

test('writes text so that it is read back', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const text = Buffer.from(bytes).toString('latin1');
      assert.equal(readJson(writeText(text)), text);
    }),
  );
});

test('the lower half of a surrogate pair may stand alone, the upper half may not', () => {
  assert.equal(readJson('"\\udc00"'), '\u00ed\u00b0\u0080');
  assert.throws(() => readJson('"\\udc00\\ud800"'), /The surrogate pair in string is invalid\. at 7$/);
});

test('remembers which names came again', () => {
  const json = readJson('{"a":1,"b":2,"a":3}');
  assert.ok(isObject(json));
  assert.deepEqual(namesIn(json), ['a', 'b', 'a']);
});

test('what follows Infinity like a fraction or an exponent says nothing', () => {
  assert.deepEqual(readJson('[-Infinitye39,Inf.5,NaN]'), [-Infinity, Infinity, NaN]);
});

test('refuses more levels than the stack has room for', () => {
  assert.throws(() => readJson('['.repeat(100_000)), TooDeepError);
  assert.throws(() => readJson('[[[]]]', 1), /more than 1 levels/);
});
