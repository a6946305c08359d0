import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { azureMlDocuments } from '../../../src/documents/azureml/azureMlDocument';
import { parseYaml } from '../../../src/documents/yaml/yamlText';
import { isCheckedWhileTyped, mayBeAzureMl } from '../../../src/manifest/languages';

const rules = Array.from(readFileSync('docs/rules.md', 'utf8').matchAll(/```yaml\n(.*?)```/gs), ([, text = '']) => text);
const folder = 'test/fixtures/published/azureml';
const published = readdirSync(folder).map((name) => readFileSync(`${folder}/${name}`, 'utf8'));

test('no text that describes something of Azure ML is turned away', () => {
  const texts = [...rules, ...published].filter((text) => {
    const source = parseYaml(text);
    return typeof source !== 'string' && azureMlDocuments(source).length > 0;
  });
  assert.ok(texts.length > 50);
  assert.deepEqual(
    texts.filter((text) => !mayBeAzureMl(text)),
    [],
  );
});

test('what people mostly have in YAML files is turned away unread', () => {
  for (const text of [
    'on: push\njobs: { build: { runs-on: ubuntu-latest } }\n',
    'services:\n  web:\n    image: nginx\n',
    'apiVersion: v1\nkind: Pod\n',
    '',
  ]) {
    assert.equal(mayBeAzureMl(text), false, text);
  }
});

test('a configuration and a YAML file of ours are checked while they are typed, and no other file', () => {
  const isChecked = (fileName: string, languageId: string, text: string): boolean =>
    isCheckedWhileTyped({ fileName, languageId, getText: () => text });
  assert.equal(isChecked('/m/config.pbtxt', 'plaintext', ''), true);
  assert.equal(isChecked('/m/blue.yml', 'yaml', 'name: blue\nendpoint_name: e\n'), true);
  assert.equal(isChecked('/m/build.yml', 'yaml', 'on: push\n'), false);
  assert.equal(isChecked('/m/blue.yml', 'plaintext', 'name: blue\nendpoint_name: e\n'), false);
});
