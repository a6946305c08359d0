import assert from 'node:assert/strict';
import { test } from 'node:test';
import { escapeMarkdown, factSheet } from '../../../src/explorer/markdown';

test('a description cannot become a link, an image or HTML', () => {
  assert.equal(escapeMarkdown('[x](command:y) <b> ![z](q)'), '\\[x\\]\\(command:y\\) \\<b\\> \\!\\[z\\]\\(q\\)');
});

test('a description of several lines stays one fact', () => {
  assert.equal(factSheet('m', [['Description', 'one\n# two']]), '**m**\n\n- Description: one \\# two');
});

test('a fact that is not known has no line', () => {
  assert.equal(
    factSheet('m', [
      ['Size', undefined],
      ['Type', ''],
    ]),
    '**m**\n',
  );
});
