import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extensionId } from './activation';
import type { Checks } from './index';

export const manifest: Checks = {
  'gives every setting a default that VS Code knows': () => {
    const section = vscode.workspace.getConfiguration('tritonAml');
    const names = settingNames();
    assert.ok(names.length > 0);
    assert.deepEqual(
      names.filter((name) => section.inspect(name)?.defaultValue === undefined),
      [],
    );
  },

  'puts no untranslated key before the user': () => {
    const text = JSON.stringify(contributes());
    assert.deepEqual(text.match(/%[\w.]+%/g) ?? [], []);
  },

  'uses no proposed API': () => {
    assert.equal(packageJson()['enabledApiProposals'], undefined);
  },
};

function settingNames(): string[] {
  const { configuration } = contributes() as { configuration?: Configuration | readonly Configuration[] };
  const all =
    configuration === undefined ? [] : Array.isArray(configuration) ? (configuration as Configuration[]) : [configuration as Configuration];
  return all.flatMap(({ properties }) => Object.keys(properties)).map((name) => name.replace(/^tritonAml\./, ''));
}

interface Configuration {
  readonly properties: Readonly<Record<string, unknown>>;
}

function contributes(): unknown {
  return packageJson()['contributes'];
}

function packageJson(): Record<string, unknown> {
  return vscode.extensions.getExtension(extensionId)?.packageJSON as Record<string, unknown>;
}
