import * as vscode from 'vscode';
import { yamlLanguage } from '../../../manifest/languages';
import { quickFixes } from './quickFixes';

/** Answers for YAML files that are Azure ML's; each leaves every other alone. */
export function registerAzureMlLanguage(): vscode.Disposable {
  const selector: vscode.DocumentSelector = { language: yamlLanguage };
  return vscode.Disposable.from(
    vscode.languages.registerCodeActionsProvider(selector, quickFixes, { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] }),
  );
}
