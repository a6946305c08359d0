import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { UserError } from '../../../src/base/errors';
import { parseLabels } from '../../../src/inference/labels';

const parse = (text: string): string[] => parseLabels(Buffer.from(text), 'labels.txt');

test("reads the sample's labels in the order of the classes", () => {
  const labels = parseLabels(readFileSync('samples/single-model/labels.txt'), 'labels.txt');
  assert.equal(labels.length, 1000);
  assert.equal(labels[84], 'PEACOCK');
});

test('line ends of Windows, a byte order mark and empty lines at the end are no part of a label', () => {
  assert.deepEqual(parse('\u{feff}A\r\nB\r\n\r\n'), ['A', 'B']);
  assert.deepEqual(parse('A\nB'), ['A', 'B']);
});

test('an empty line in between keeps its index', () => {
  assert.deepEqual(parse('A\n\nC\n'), ['A', '', 'C']);
});

test('a file without labels, and one that is not UTF-8, are said', () => {
  const code = (bytes: Uint8Array): string => {
    try {
      parseLabels(bytes, 'x.txt');
      return 'none';
    } catch (error) {
      return error instanceof UserError && error.message.includes('x.txt') ? error.code : String(error);
    }
  };
  assert.equal(code(Buffer.from('\n \n')), 'labels-empty');
  assert.equal(code(Buffer.from([0x41, 0xe9, 0x0a])), 'labels-not-text');
});
