import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StageClock } from '../../../../src/ui/shell/stageClock';

test('a stage is told with what goes on in it and how far it is, and the job with how long it has taken', () => {
  const clock = new StageClock('Deploying blue', 1000, 'en');
  clock.begin('Uploading models');
  assert.equal(clock.text(1500), 'Uploading models');
  clock.update('sending 3 MB of 9.3 MB', 0.329);
  assert.equal(clock.text(13_400), 'Uploading models · sending 3 MB of 9.3 MB · 32 % · 12 sec');
});

test('a new stage forgets what went on in the one before; the time goes on', () => {
  const clock = new StageClock('Deploying blue', 0, 'en');
  clock.begin('Uploading models');
  clock.update('sending', 0.5);
  clock.begin('Creating endpoint');
  assert.equal(clock.text(42_000), 'Creating endpoint · 42 sec');
});

test('a stage that the title names already is not said twice', () => {
  const clock = new StageClock('Deleting deployment green', 0, 'en');
  clock.begin('Deleting deployment green');
  clock.update('InProgress', undefined);
  assert.equal(clock.text(3000), 'InProgress · 3 sec');
});

test('only the first word of a stage counts as news', () => {
  const clock = new StageClock('Deploying blue', 0, 'en');
  clock.begin('Creating endpoint');
  assert.equal(clock.update('Creating', undefined), true);
  assert.equal(clock.update('Updating', undefined), false);
});
