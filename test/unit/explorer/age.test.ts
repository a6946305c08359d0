import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatAge } from '../../../src/explorer/age';

const now = new Date('2026-11-22T12:00:00Z');
const age = (seconds: number, locale = 'en'): string => formatAge(new Date(now.getTime() - seconds * 1000), now, locale);

test('an age is told in the largest unit that it fills', () => {
  assert.deepEqual(
    [age(59), age(60), age(3599), age(3600), age(86_400), age(8 * 86_400), age(400 * 86_400)],
    ['now', '1 minute ago', '59 minutes ago', '1 hour ago', 'yesterday', 'last week', 'last year'],
  );
});

test('something of the near future, by a clock that is ahead, is of now', () => {
  assert.equal(age(-30), 'now');
});

test('an age is told in the language of the window', () => {
  assert.equal(age(180, 'es'), 'hace 3 minutos');
});
