import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearest } from '../../../src/base/nearest';

const keys = ['name', 'dims', 'data_type', 'reshape', 'instance_type', 'instance_count', 'type'];

test('finds the word of a slip: a letter too many, too few, another or two swapped', () => {
  const slips = { nane: 'name', dmis: 'dims', tpye: 'type', resape: 'reshape', instance_typ: 'instance_type', dataType: 'data_type' };
  for (const [slip, meant] of Object.entries(slips)) {
    assert.equal(nearest(slip, keys), meant, slip);
  }
});

test('proposes nothing for a word of its own', () => {
  for (const word of ['label', 'x', 'model', '', 'a'.repeat(100)]) {
    assert.equal(nearest(word, keys), undefined, word);
  }
});
