import * as vscode from 'vscode';
import type { Extension } from './compose';
import { commandIds, openRuleCommand } from './manifest/commands';
import { isConfigDocument, isOursOrEmpty, yamlLanguage } from './manifest/languages';
import { explorerView, invokePanel } from './manifest/views';
import type { Row } from './ui/tree/row';

let loading: Promise<Extension> | undefined;

/**
 * Only registers names, so that starting VS Code costs next to nothing. Everything behind them is in dist/main.js and is loaded when a row
 * is asked for or a command is run.
 */
export function activate(context: vscode.ExtensionContext): void {
  const changed = new vscode.EventEmitter<Row | undefined>();
  const load = (): Promise<Extension> => {
    loading ??= import('./compose').then(({ compose }) => compose(context, changed));
    return loading;
  };
  const tree = vscode.window.createTreeView<Row>(explorerView, {
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getTreeItem: async (row) => (await load()).tree.getTreeItem(row),
      getChildren: async (row) => (await load()).tree.getChildren(row),
      getParent: async (row) => (await load()).tree.getParent(row),
    },
  });
  const commands = commandIds.map((id) =>
    vscode.commands.registerCommand(id, async (...given: unknown[]) => (await load()).run(id, given)),
  );
  const panels = vscode.window.registerWebviewPanelSerializer(invokePanel, {
    deserializeWebviewPanel: async (panel, state: unknown) => (await load()).restorePanel(panel, state),
  });
  context.subscriptions.push(
    changed,
    tree,
    panels,
    ...commands,
    vscode.commands.registerCommand(openRuleCommand, async (code: unknown) => (await load()).openRule(code)),
    languageWhenNeeded(context, load),
  );
}

/** The checks of what is typed are in dist/language.js and are loaded with the first file that they are about. */
function languageWhenNeeded(context: vscode.ExtensionContext, load: () => Promise<Extension>): vscode.Disposable {
  let isLoaded = false;
  const open = (document: vscode.TextDocument): void => {
    if (!isLoaded && isOurs(document)) {
      isLoaded = true;
      // A failure here would be one of the installation; VS Code logs it.
      void import('./ui/composeLanguage').then(({ composeLanguage }) => {
        context.subscriptions.push(
          composeLanguage({
            knownNames: async () => (await load()).knownNames(),
            checkFailed: async (file, error) => {
              (await load()).log.error(`${file} could not be checked`, error);
            },
          }),
        );
      });
    }
  };
  vscode.workspace.textDocuments.forEach(open);
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(open),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      open(document);
    }),
  );
}

function isOurs(document: vscode.TextDocument): boolean {
  return isConfigDocument(document) || (document.languageId === yamlLanguage && isOursOrEmpty(document.getText()));
}

/** VS Code waits for this: an emulator of this window ends with it. */
export async function deactivate(): Promise<void> {
  await (await loading)?.close();
}
