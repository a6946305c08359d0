import * as vscode from 'vscode';
import { yamlLanguage } from '../../../manifest/languages';
import { AzureMlCodeLenses } from './codeLenses';
import { AzureMlCompletion, completionTriggers, type CompletionServices } from './completion';
import { azureMlHover } from './hover';
import { azureMlNavigation, registerRevealFolder } from './navigation';
import { quickFixes } from './quickFixes';

/** Answers for YAML files that are Azure ML's; each leaves every other alone. */
export function registerAzureMlLanguage(services: CompletionServices): vscode.Disposable {
  const selector: vscode.DocumentSelector = { language: yamlLanguage };
  const lenses = new AzureMlCodeLenses();
  return vscode.Disposable.from(
    registerRevealFolder(),
    vscode.languages.registerDefinitionProvider(selector, azureMlNavigation),
    vscode.languages.registerReferenceProvider(selector, azureMlNavigation),
    vscode.languages.registerRenameProvider(selector, azureMlNavigation),
    vscode.languages.registerDocumentLinkProvider(selector, azureMlNavigation),
    lenses,
    vscode.languages.registerCodeLensProvider(selector, lenses),
    vscode.languages.registerCodeActionsProvider(selector, quickFixes, { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] }),
    vscode.languages.registerCompletionItemProvider(selector, new AzureMlCompletion(services), ...completionTriggers),
    vscode.languages.registerHoverProvider(selector, azureMlHover(services)),
  );
}
