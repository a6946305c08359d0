import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findInstanceType } from '../../../../src/documents/azureml/instanceTypes';
import { nearestSize } from '../../../../src/validation/azureml/nearestSize';

test('a mistyped size leads to the one that was meant, also without the prefix', () => {
  assert.equal(nearestSize('Standard_NC5as_T4_v3'), 'Standard_NC4as_T4_v3');
  assert.equal(nearestSize('NC4as_T4_v3'), 'Standard_NC4as_T4_v3');
  assert.equal(nearestSize('Standrad_DS3v2'), 'Standard_DS3_v2');
  assert.equal(nearestSize('Standard_F2s'), 'Standard_F2s_v2');
});

test('no other series is proposed, no size without a GPU for one with it, and none that Azure has retired', () => {
  for (const written of ['Standard_NC6', 'Standard_M64s_v2', 'Standard_B2s', 'Standard_X', 'Standard_', '']) {
    assert.equal(nearestSize(written), undefined, written);
  }
  for (const written of ['Standard_NC6s_v4', 'Standard_NC7s_v3', 'Standard_NV6', 'Standard_ND6s', 'Standard_N4as_v4']) {
    const meant = nearestSize(written);
    const size = meant === undefined ? undefined : findInstanceType(meant);
    assert.ok(size === undefined || (size.gpus > 0 && size.retired === undefined), `${written}: ${meant ?? ''}`);
  }
});
