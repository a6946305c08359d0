import * as vscode from 'vscode';
import { configDocuments } from '../../manifest/languages';
import { ConfigActions } from './configActions';

/** What answers while a config.pbtxt is typed. */
export function registerConfigLanguage(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerCodeActionsProvider(configDocuments, new ConfigActions(), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
  );
}
