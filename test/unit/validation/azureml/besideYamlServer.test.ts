import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { kindOfAll, sharedSchema } from '../../../../src/language/azureml/sharedSchemas';
import { checkAzureMlText } from '../../../../src/validation/azureml/checkAzureMl';
import { noFilesAround } from '../../../../src/validation/azureml/filesAround';

interface Position {
  readonly line: number;
  readonly character: number;
}

interface Service {
  configure(settings: object): void;
  doValidation(
    text: unknown,
    isKubernetes: boolean,
  ): Promise<readonly { readonly range: { readonly start: Position; readonly end: Position }; readonly message: string }[]>;
}

const load = createRequire(join(process.env['YAML_SERVER'] ?? 'bench', 'package.json'));
const { getLanguageService } = load('yaml-language-server') as { getLanguageService: (ports: object) => Service };
const { TextDocument } = load('vscode-languageserver-textdocument') as {
  TextDocument: { create: (uri: string, language: string, version: number, text: string) => { offsetAt: (position: Position) => number } };
};

let version = 0;

/** Where yaml-language-server says of a key that it is not allowed, as `start-end`. */
async function unknownKeysByServer(text: string, schema: string): Promise<readonly string[]> {
  const service = getLanguageService({
    schemaRequestService: () => Promise.resolve(schema),
    workspaceContext: { resolveRelativePath: (path: string) => path },
  });
  const schemas = [{ uri: 'file:///schema.json', fileMatch: ['*.yml'], schema: JSON.parse(schema) as unknown }];
  service.configure({ validate: true, customTags: [], schemas });
  version += 1;
  const document = TextDocument.create('file:///folder/file.yml', 'yaml', version, text);
  const problems = await service.doValidation(document, false);
  return problems
    .filter(({ message }) => /^Property \S+ is not allowed/.test(message))
    .map(({ range }) => `${document.offsetAt(range.start)}-${document.offsetAt(range.end)}`);
}

function unknownKeysByUs(text: string): readonly string[] {
  return checkAzureMlText(text, noFilesAround)
    .filter(({ code }) => code === 'aml/unknown-key')
    .map(({ range: { start, end } }) => `${start}-${end}`);
}

const files = globSync(['samples/single-model/*.yaml', 'test/fixtures/published/azureml/*.yml'])
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }))
  .filter(({ text }) => !/^---/m.test(text) && !/<<|\{\{/.test(text) && kindOfAll(text) !== undefined);

test('a key that no schema knows is marked where yaml-language-server marks it, in every published file', async () => {
  assert.ok(files.length > 15, `${files.length}`);
  let found = 0;
  for (const { path, text } of files) {
    const kind = kindOfAll(text);
    const known = /^( *)(?:type|path|name|initial_delay|period|description):.*$/gm;
    const mistaken = text.replace(known, (line: string, indent: string, at: number) => `${line}\n${indent}no_such_key_${at}: 1`);
    if (kind && kindOfAll(mistaken) === kind) {
      const ours = unknownKeysByUs(mistaken);
      found += ours.length;
      assert.deepEqual(ours.toSorted(), (await unknownKeysByServer(mistaken, sharedSchema(kind))).toSorted(), path);
    }
  }
  assert.ok(found > 30, `${found}`);
});
