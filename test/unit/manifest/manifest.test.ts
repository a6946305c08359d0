import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Fields, textOf } from '../../../src/base/decode';
import { commandIds } from '../../../src/manifest/commands';
import { contextValues } from '../../../src/manifest/contextValues';
import { yamlLanguage } from '../../../src/manifest/languages';
import { settings } from '../../../src/manifest/settings';
import { explorerView, invokePanel, viewContainer } from '../../../src/manifest/views';

interface MenuItem {
  readonly menu: string;
  readonly command: string;
  readonly when: string | undefined;
  readonly group: string | undefined;
}

const text = readFileSync('package.json', 'utf8');
const manifest = Fields.of(JSON.parse(text), 'package.json');
const contributes = manifest.fields('contributes');
const commands = contributes.list('commands', (raw, path) => Fields.of(raw, path));
const declared = commands.map((it) => it.text('command'));
const menus = contributes.fields('menus');
const items: readonly MenuItem[] = menus.names.flatMap((menu) =>
  menus.list(menu, (raw, path) => {
    const fields = Fields.of(raw, path);
    return { menu, command: fields.text('command'), when: fields.optionalText('when'), group: fields.optionalText('group') };
  }),
);
const placed = items.filter(({ menu }) => menu !== 'commandPalette');
const rowItems = items.filter(({ menu }) => menu === 'view/item/context');

test('package.json and manifest/commands.ts list the same commands', () => {
  assert.deepEqual([...declared].sort(), [...commandIds].sort());
});

test('every command has a category and a title named after its id', () => {
  const odd = commands.filter((it) => {
    const key = it.text('command').replace('tritonAml.', '');
    return it.optionalText('category') === undefined || it.text('title') !== `%command.${key}.title%`;
  });
  assert.deepEqual(odd, []);
});

test('every string key is defined and used, in English and in Spanish', () => {
  const used = [...new Set(Array.from(text.matchAll(/"%([^%"]+)%"/g), ([, key = '']) => key))].sort();
  for (const file of ['package.nls.json', 'package.nls.es.json']) {
    assert.deepEqual(Fields.of(JSON.parse(readFileSync(file, 'utf8')), file).names.sort(), used, file);
  }
});

test('the buttons of every text run commands that there are', () => {
  for (const file of ['package.nls.json', 'package.nls.es.json']) {
    const linked = Array.from(readFileSync(file, 'utf8').matchAll(/\(command:([^)]+)\)/g), ([, id = '']) => id);
    assert.ok(linked.length > 0);
    assert.deepEqual(
      linked.filter((id) => !declared.includes(id) && id !== 'workbench.trust.manage'),
      [],
      file,
    );
  }
});

test('every menu item names a known command and has a when clause and a group', () => {
  assert.deepEqual(
    placed.filter((it) => !declared.includes(it.command) || it.when === undefined || it.group === undefined),
    [],
  );
});

test('every item on a row says which view it is for', () => {
  assert.deepEqual(
    rowItems.filter(({ when }) => when?.startsWith(`view == ${explorerView} && `) !== true),
    [],
  );
});

test('every group is one of the agreed ones', () => {
  const agreed = /^(navigation|inline|1_open|2_run|5_edit|5_triton|6_copy|8_refresh|9_destructive)@\d$/;
  assert.deepEqual(
    placed.filter(({ group }) => !agreed.test(group ?? '')),
    [],
  );
});

const patterns = rowItems.map(({ command, when = '' }) => {
  const [, pattern = '(?!)'] = /viewItem =~ \/(.+)\/$/.exec(when) ?? [];
  return { command, pattern: new RegExp(pattern) };
});

test('every viewItem pattern in a menu matches a context value and is anchored', () => {
  const odd = patterns.filter(({ pattern }) => !contextValues.some((value) => pattern.test(value)) || !pattern.source.startsWith('^'));
  assert.deepEqual(odd, []);
});

test('every row but those that only say something has an action', () => {
  const idle = contextValues.filter((value) => !patterns.some(({ pattern }) => pattern.test(value)));
  // A row "Load more…" acts when it is selected.
  assert.deepEqual(idle, ['more', 'empty']);
});

test('an inline action has an icon', () => {
  const inline = rowItems.filter(({ group }) => group?.startsWith('inline') === true).map(({ command }) => command);
  const bare = commands.filter((it) => inline.includes(it.text('command')) && it.optionalText('icon') === undefined);
  assert.deepEqual(bare, []);
});

test('what cannot be undone stands in the destructive group and asks, as its title says', () => {
  const destructive = placed.filter(({ command }) => /\.(delete|deleteVersion|reset)$/.test(command));
  assert.ok(destructive.length >= 5);
  assert.deepEqual(
    destructive.filter(({ group }) => group?.startsWith('9_destructive') !== true),
    [],
  );
});

test('commands that start, upload or invoke something are off in an untrusted folder', () => {
  const careful = /\.(start|deploy|register|createEndpoint|create|invoke)$/;
  const open = commands.filter((it) => careful.test(it.text('command')) && it.optionalText('enablement') !== 'isWorkspaceTrusted');
  assert.deepEqual(open, []);
});

test('package.json and manifest/settings.ts agree on the settings and their defaults', () => {
  const properties = contributes.fields('configuration').fields('properties');
  assert.deepEqual(properties.names.sort(), Object.keys(settings).sort());
  for (const [name, value] of Object.entries(settings)) {
    assert.equal(properties.fields(name).unknown('default'), value, name);
  }
});

test('no folder decides what the emulator runs', () => {
  const properties = contributes.fields('configuration').fields('properties');
  const ofEmulator = properties.names.filter((name) => name.startsWith('tritonAml.emulator.'));
  assert.deepEqual([...new Set(ofEmulator.map((name) => properties.fields(name).text('scope')))], ['machine']);
  const restricted = manifest.fields('capabilities').fields('untrustedWorkspaces').list('restrictedConfigurations', textOf);
  assert.deepEqual(restricted, ofEmulator);
});

test('every description of a setting ends with a full stop', () => {
  const english = Fields.of(JSON.parse(readFileSync('package.nls.json', 'utf8')), 'package.nls.json');
  const descriptions = english.names.filter((key) => key.startsWith('setting.'));
  assert.ok(descriptions.length > 0);
  assert.deepEqual(
    descriptions.filter((key) => !english.text(key).endsWith('.')),
    [],
  );
});

test('the view, its container and the panel have the names that the code uses', () => {
  const [container] = contributes.fields('viewsContainers').list('activitybar', (raw, path) => Fields.of(raw, path));
  assert.equal(container?.text('id'), viewContainer);
  const [view] = contributes.fields('views').list(viewContainer, (raw, path) => Fields.of(raw, path));
  assert.equal(view?.text('id'), explorerView);
  assert.deepEqual(manifest.list('activationEvents', textOf), [`onLanguage:${yamlLanguage}`, `onWebviewPanel:${invokePanel}`]);
});

test('every file that the manifest names is there', () => {
  const files = Array.from(text.matchAll(/"(?:icon|svg)": "([^"$]+)"/g), ([, file = '']) => file);
  assert.ok(files.length >= 3);
  for (const file of files) {
    assert.ok(readFileSync(file).length > 0, file);
  }
});

test('no proposed API, and types of the oldest VS Code that is supported', () => {
  assert.equal(manifest.unknown('enabledApiProposals'), undefined);
  const floor = manifest.fields('engines').text('vscode').replace('^', '');
  assert.equal(manifest.fields('devDependencies').text('@types/vscode'), floor);
});
