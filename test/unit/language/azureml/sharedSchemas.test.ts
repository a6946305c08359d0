import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { azureMlSchemas, type AzureMlKind } from '../../../../src/documents/azureml/schemas';
import { kindOfAll, sharedSchema } from '../../../../src/language/azureml/sharedSchemas';

const deployment = 'name: blue\nendpoint_name: my-endpoint\nmodel: azureml:m:1\ninstance_type: x\n';

function isValid(kind: AzureMlKind, text: string): boolean {
  const raw: unknown = JSON.parse(sharedSchema(kind));
  assert.ok(typeof raw === 'object' && raw !== null);
  return new Ajv({ strict: false }).validate(raw, parse(text));
}

test('what other readers are given says what our schemas say', () => {
  assert.ok(isValid('managedOnlineDeployment', deployment));
  assert.ok(!isValid('managedOnlineDeployment', `${deployment}instance_counts: 2\n`));
  assert.ok(!isValid('managedOnlineDeployment', 'name: blue\n'));
});

test('spellings of 2021 are left to the rule that can mend them', () => {
  assert.ok(isValid('model', 'name: m\nmodel_format: Triton\nlocal_path: ./models\n'));
  assert.ok(isValid('managedOnlineDeployment', `${deployment}scale_settings:\n  scale_type: manual\n  instance_count: 1\n`));
  assert.equal(azureMlSchemas.model.properties?.['model_format'], undefined);
});

test('one file has one schema, so files of several kinds have none', () => {
  assert.equal(kindOfAll(deployment), 'managedOnlineDeployment');
  assert.equal(kindOfAll(`${deployment}---\n${deployment}`), 'managedOnlineDeployment');
  assert.equal(kindOfAll(`${deployment}---\nname: e\nauth_mode: key\n`), undefined);
  assert.equal(kindOfAll('on: push\n'), undefined);
});
