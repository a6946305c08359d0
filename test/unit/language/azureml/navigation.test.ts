import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../../src/base/errors';
import { applyEdits } from '../../../../src/documents/yaml/yamlEdits';
import type { Place } from '../../../../src/language/answers';
import {
  definitionOf,
  linksOf,
  nameAt,
  referencesOf,
  refusalOf,
  renameOf,
  renameTarget,
} from '../../../../src/language/azureml/navigation';
import { fakeFiles } from '../../validation/azureml/checkMarked';

const texts: Readonly<Record<string, string>> = {
  'endpoint.yml': 'name: my-endpoint\nauth_mode: key\ntraffic:\n  blue: 90\n  "green": 10\n',
  'blue.yml': 'name: blue\nendpoint_name: My-Endpoint\nmodel: azureml:resnet:3\ninstance_type: x\n',
  'green.yml': 'name: green\nendpoint_name: my-endpoint\nmodel: "azureml:resnet@latest"\ninstance_type: x\n',
  'other.yml': 'name: blue\nendpoint_name: another\nmodel: azureml:bert:1\ninstance_type: x\n',
  'model.yml': 'name: resnet\nversion: 3\ntype: triton_model\npath: ./models\n',
};

function asked(file: string): Parameters<typeof definitionOf>[0] {
  const others = Object.fromEntries(Object.entries(texts).filter(([name]) => name !== file));
  return { text: texts[file] ?? '', file: `/p/${file}`, files: fakeFiles([], others) };
}

const at = (file: string, word: string): number => (texts[file] ?? '').lastIndexOf(word) + 1;

function shown(places: readonly Place[]): string[] {
  return places.map(({ file, range }) => `${file.slice(3)} ${(texts[file.slice(3)] ?? '').slice(range.start, range.end)} ${range.start}`);
}

test('a name leads to the file that describes what it names', () => {
  assert.deepEqual(shown(definitionOf(asked('blue.yml'), at('blue.yml', 'My-Endpoint'))), ['endpoint.yml my-endpoint 6']);
  assert.deepEqual(shown(definitionOf(asked('endpoint.yml'), at('endpoint.yml', 'blue'))), ['blue.yml blue 6']);
  assert.deepEqual(shown(definitionOf(asked('green.yml'), at('green.yml', 'resnet'))), ['model.yml resnet 6']);
  assert.deepEqual(definitionOf(asked('other.yml'), at('other.yml', 'another')), []);
});

test('references are those of the same endpoint only', () => {
  assert.deepEqual(shown(referencesOf(asked('blue.yml'), at('blue.yml', 'blue'), true)), ['blue.yml blue 6', 'endpoint.yml blue 44']);
  assert.deepEqual(shown(referencesOf(asked('other.yml'), at('other.yml', 'blue'), false)), []);
  assert.equal(referencesOf(asked('model.yml'), at('model.yml', 'resnet'), false).length, 2);
});

test('a new name is written wherever the old one stands, quotes and versions kept', () => {
  const rename = (file: string, word: string, name: string): Record<string, string> =>
    Object.fromEntries(
      renameOf(asked(file), at(file, word), name).map((change) => [
        change.file.slice(3),
        applyEdits(texts[change.file.slice(3)] ?? '', change.edits),
      ]),
    );
  const green = rename('endpoint.yml', 'green', 'canary');
  assert.match(green['endpoint.yml'] ?? '', /\n {2}"canary": 10\n/);
  assert.match(green['green.yml'] ?? '', /^name: canary\n/);
  const model = rename('model.yml', 'resnet', 'res2');
  assert.match(model['blue.yml'] ?? '', /model: azureml:res2:3\n/);
  assert.match(model['green.yml'] ?? '', /model: "azureml:res2@latest"\n/);
  assert.deepEqual(Object.keys(model).sort(), ['blue.yml', 'green.yml', 'model.yml']);
});

test('a name that Azure refuses is refused before anything is written', () => {
  assert.equal(typeof refusalOf({ what: 'endpoint' }, 'no_underscores'), 'string');
  assert.equal(refusalOf({ what: 'model' }, 'with_underscores'), undefined);
});

test('where no name stands nothing is found', () => {
  assert.equal(nameAt(texts['endpoint.yml'] ?? '', 20), undefined);
});

test('a rename where no name stands is refused in words in a file of ours, and left to others in any other file', () => {
  const text = texts['model.yml'] ?? '';
  assert.equal(renameTarget(text, at('model.yml', 'resnet'))?.name, 'resnet');
  assert.throws(
    () => renameTarget(text, text.indexOf('triton_model')),
    (error) => error instanceof UserError && /endpoints, deployments and models/.test(error.message),
  );
  assert.equal(renameTarget('on: push\ntraffic: high\n', 10), undefined);
});

test('paths of this disk are links, addresses are not', () => {
  assert.deepEqual(
    linksOf(texts['model.yml'] ?? '', '/p/model.yml').map(({ file }) => file),
    ['/p/models'],
  );
  assert.deepEqual(linksOf('name: m\ntype: triton_model\npath: azureml://datastores/x/paths/y\n', '/p/m.yml'), []);
});
