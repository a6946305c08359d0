import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageOf } from '../../../src/cli/language';

test('LC_ALL counts more than LC_MESSAGES, and that more than LANG', () => {
  assert.equal(languageOf({ LC_ALL: 'es_ES.UTF-8', LANG: 'en_US.UTF-8' }), 'es');
  assert.equal(languageOf({ LC_ALL: '', LC_MESSAGES: 'es_MX', LANG: 'de_DE' }), 'es');
  assert.equal(languageOf({ LANG: 'ES@euro' }), 'es');
});

test('C, POSIX and nothing at all are English', () => {
  for (const LANG of ['C', 'C.UTF-8', 'POSIX', '', undefined]) {
    assert.equal(languageOf({ LANG }), 'en');
  }
});
