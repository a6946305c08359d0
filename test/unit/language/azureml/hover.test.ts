import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hoverAzureMl } from '../../../../src/language/azureml/hover';

const text =
  'name: blue\nendpoint_name: my-endpoint\ninstance_type: standard_nc6s_v3\nmodel:\n  type: triton_model\n  path: ./models\nrequest_settings:\n  request_timeout_ms: 5000\n';

function hover(word: string, isSchemaElsewhere = false): string | undefined {
  return hoverAzureMl(text, text.indexOf(word) + 1, isSchemaElsewhere)?.markdown;
}

test('a key says what it is for, what it takes and its default', () => {
  assert.match(hover('request_timeout_ms') ?? '', /\*\*request_timeout_ms\*\*.*number.*Default: `5000`/s);
  assert.match(hover('type: triton') ?? '', /Values: `custom_model`, `mlflow_model`, `triton_model`/);
});

test('an instance type says what it has, and that it is retired', () => {
  assert.match(hover('standard_nc6s') ?? '', /V100, 16 GB.*6 cores.*2025-09-30/s);
});

test('where another extension explains keys, only machines are explained here', () => {
  assert.equal(hover('request_timeout_ms', true), undefined);
  assert.match(hover('standard_nc6s', true) ?? '', /V100/);
});

test('a value that speaks for itself, and other YAML, are left alone', () => {
  assert.equal(hover('my-endpoint'), undefined);
  assert.equal(hoverAzureMl('on: push\n', 1, false), undefined);
});
