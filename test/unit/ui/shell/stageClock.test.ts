import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StageClock } from '../../../../src/ui/shell/stageClock';

test('a stage is told with what goes on in it, how far it is and how long it has taken', () => {
  const clock = new StageClock('en');
  clock.begin('Uploading models', 1000);
  assert.equal(clock.text(1500), 'Uploading models');
  clock.update('sending 3 MB of 9.3 MB', 0.329);
  assert.equal(clock.text(13_400), 'Uploading models · sending 3 MB of 9.3 MB · 32 % · 12 sec');
});

test('a new stage starts its own time and forgets what went on in the one before', () => {
  const clock = new StageClock('en');
  clock.begin('Uploading models', 0);
  clock.update('sending', 0.5);
  clock.begin('Creating endpoint', 60_000);
  assert.equal(clock.text(62_000), 'Creating endpoint · 2 sec');
});

test('only the first word of a stage counts as news', () => {
  const clock = new StageClock('en');
  clock.begin('Creating endpoint', 0);
  assert.equal(clock.update('Creating', undefined), true);
  assert.equal(clock.update('Updating', undefined), false);
});
