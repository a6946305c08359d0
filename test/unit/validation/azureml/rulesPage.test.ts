import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { checkAzureMlText, severalDocumentsCode, yamlSyntaxCode } from '../../../../src/validation/azureml/checkAzureMl';
import type { Finding } from '../../../../src/validation/rule';
import { azureMlRules } from '../../../../src/validation/rules/azureml';
import { fakeFiles } from './checkMarked';

const page = readFileSync('docs/rules.md', 'utf8');
const codes = [...azureMlRules.map(({ code }) => code), yamlSyntaxCode, severalDocumentsCode];
const blue = 'name: blue\nendpoint_name: my-endpoint\nmodel: azureml:m:1\ninstance_type: x\n';
const endpoint = 'name: my-endpoint\nauth_mode: key\n';
/** What lies around the examples: the sample repository, and for the rules about several files one neighbour. */
const neighbours: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'aml/traffic-deployment': { 'blue.yml': blue },
  'aml/endpoint-file': { 'endpoint.yml': endpoint },
  'aml/duplicate-name': { 'blue.yml': blue },
};

function check(code: string, text: string): readonly Finding[] {
  return checkAzureMlText(text, fakeFiles(['models/model_1/1/model.onnx', 'src/score.py'], neighbours[code]));
}

function sectionOf(code: string): string {
  const start = page.indexOf(`### ${code}\n`);
  return start === -1 ? '' : page.slice(start, page.indexOf('\n##', start + 4) + 1 || undefined);
}

test('no two rules share a code', () => {
  assert.equal(new Set(codes).size, codes.length);
});

for (const code of codes) {
  test(`${code} has a section with an example that it refuses and one that it accepts`, () => {
    const section = sectionOf(code);
    const [refused, accepted] = Array.from(section.matchAll(/```yaml\n(.*?)```/gs), ([, text = '']) => text);
    assert.ok(refused !== undefined && accepted !== undefined, 'both examples');
    assert.ok(
      check(code, refused).some((finding) => finding.code === code),
      'the first is refused',
    );
    const found = check(code, accepted);
    assert.deepEqual(
      found.filter((finding) => finding.code === code || finding.severity === 'error'),
      [],
      'the second is accepted, and Azure has nothing against it',
    );
  });

  test(`${code} has its severity on the page`, () => {
    const severity = azureMlRules.find((rule) => rule.code === code)?.severity ?? (code === severalDocumentsCode ? 'warning' : 'error');
    assert.match(sectionOf(code).toLowerCase(), new RegExp(`^\\*${severity}\\.\\*`, 'm'));
  });
}
