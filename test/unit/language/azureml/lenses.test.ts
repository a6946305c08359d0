import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAzureMlFile } from '../../../../src/documents/azureml/readAzureMlFile';
import { oneDocument } from '../../../../src/documents/yaml/oneDocument';
import { azureMlLenses } from '../../../../src/language/azureml/lenses';

const endpoint = '# ours\nname: my-endpoint\nauth_mode: key\n';
const deployment = 'name: blue\nendpoint_name: my-endpoint\nmodel: azureml:m:1\ninstance_type: Standard_DS3_v2\n';
const model = 'name: m\nversion: 1\ntype: triton_model\npath: ./models\n';

function lenses(text: string): (readonly [string, number, number])[] {
  return azureMlLenses(text).map(({ action, document, offset }) => [action, document, text.slice(0, offset).split('\n').length]);
}

test('each kind of document has what can be done with it, above its first line', () => {
  assert.deepEqual(lenses(endpoint), [
    ['createEndpoint', 0, 2],
    ['invoke', 0, 2],
  ]);
  assert.deepEqual(lenses(deployment), [
    ['deploy', 0, 1],
    ['invoke', 0, 1],
  ]);
  assert.deepEqual(lenses(model), [['register', 0, 1]]);
});

test('each of several documents has its own; others in between have none', () => {
  assert.deepEqual(lenses(`${model}---\non: push\n---\n${deployment}`), [
    ['register', 0, 1],
    ['deploy', 2, 8],
    ['invoke', 2, 8],
  ]);
});

test('what is no YAML yet, and what is not ours, has none', () => {
  assert.deepEqual(lenses(`${deployment}model: [\n`), []);
  assert.deepEqual(lenses('on: push\n'), []);
});

test('one of several documents is read as if it were alone, at its own place', () => {
  const text = `${endpoint}---\n${deployment}---\n${model}`;
  const second = oneDocument(text, 1);
  assert.equal(second.length, text.length);
  assert.equal(second.indexOf('name: blue'), text.indexOf('name: blue'));
  assert.deepEqual(
    [0, 1, 2].map((index) => readAzureMlFile(oneDocument(text, index)).kind),
    ['endpoint', 'deployment', 'model'],
  );
  assert.equal(oneDocument(model, 0), model);
});
