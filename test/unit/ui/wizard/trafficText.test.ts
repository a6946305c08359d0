import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatTraffic, parseTraffic } from '../../../../src/ui/wizard/trafficText';

const names = ['blue', 'green'];
const isRefused = (text: string): boolean => 'problem' in parseTraffic(text, names);

test('what is shown can be read again', () => {
  const traffic = new Map([
    ['blue', 90],
    ['green', 10],
  ]);
  assert.deepEqual(parseTraffic(formatTraffic(traffic), names), { traffic });
});

test('commas, colons and percent signs are understood', () => {
  const read = parseTraffic('blue:90%, green=10', names);
  assert.ok('traffic' in read);
  assert.equal(read.traffic.get('blue'), 90);
});

test('shares that do not make 100 or 0 are refused', () => {
  assert.equal(isRefused('blue=90 green=5'), true);
  assert.equal(isRefused('blue=100 green=100'), true);
  assert.equal(isRefused('blue=0 green=0'), false);
});

test('a name that is no deployment, a name twice, a half-typed pair and nothing at all are refused', () => {
  for (const text of ['red=100', 'blue=50 blue=50', 'blue=', 'blue', '=100', 'blue=-1 green=101', '', '  ']) {
    assert.equal(isRefused(text), true, text);
  }
});
