import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

type Bundle = Readonly<Record<string, string>>;

const read = (path: string): Bundle => JSON.parse(readFileSync(path, 'utf8')) as Bundle;
const inCode = JSON.parse(execFileSync(process.execPath, ['l10n/extract.mjs', '--json'], { encoding: 'utf8' })) as {
  readonly strings: readonly string[];
  readonly problems: readonly string[];
};
const bundles = globSync('l10n/bundle.l10n*.json').sort();
const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
/** Commands and addresses behind a link of the welcome view and the walkthrough. */
const links = (text: string): string[] => (text.match(/\]\([^)]+\)/g) ?? []).sort();

test('every text shown to a person is a literal, so that it can be translated', () => {
  assert.deepEqual(inCode.problems, []);
});

test('there is a bundle in English and one in Spanish', () => {
  assert.deepEqual(bundles, ['l10n/bundle.l10n.es.json', 'l10n/bundle.l10n.json']);
});

for (const path of bundles) {
  test(`${path} has every text of the code and no other; npm run l10n lists what is missing`, () => {
    const keys = Object.keys(read(path));
    assert.deepEqual(
      { missing: inCode.strings.filter((text) => !keys.includes(text)), stale: keys.filter((key) => !inCode.strings.includes(key)) },
      { missing: [], stale: [] },
    );
  });

  test(`${path} keeps the placeholders of each text`, () => {
    const wrong = Object.entries(read(path)).filter(([key, text]) => placeholders(key).join() !== placeholders(text).join());
    assert.deepEqual(wrong, []);
  });
}

test('the manifest is translated key by key, with the same links and placeholders', () => {
  const english = read('package.nls.json');
  const spanish = read('package.nls.es.json');
  assert.deepEqual(Object.keys(spanish).sort(), Object.keys(english).sort());
  const wrong = Object.keys(english).filter((key) => {
    const [a = '', b = ''] = [english[key], spanish[key]];
    return links(a).join() !== links(b).join() || placeholders(a).join() !== placeholders(b).join();
  });
  assert.deepEqual(wrong, []);
});
