import * as vscode from 'vscode';
import type { QuickFix } from '../../language/answers';
import { configFixes, configOffers } from '../../language/config/configFixes';
import { ruleOf } from '../shell/ruleLink';
import { configModel } from './configModels';
import { offsetsIn, workspaceEdit } from './textEdits';

export class ConfigActions implements vscode.CodeActionProvider {
  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { diagnostics, only }: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    if (only?.contains(vscode.CodeActionKind.QuickFix) === false) {
      return [];
    }
    const model = await configModel(document);
    const found = diagnostics.map(async (diagnostic) => {
      const fixes = configFixes(model, ruleOf(diagnostic) ?? '', offsetsIn(document, diagnostic.range));
      return Promise.all(fixes.map((fix) => quickFixAction(fix, [diagnostic])));
    });
    const offers = configOffers(model, offsetsIn(document, range)).map((fix) => quickFixAction(fix, []));
    return [...(await Promise.all(found)).flat(), ...(await Promise.all(offers))];
  }
}

export async function quickFixAction(
  { title, changes, isPreferred }: QuickFix,
  diagnostics: vscode.Diagnostic[],
): Promise<vscode.CodeAction> {
  const result = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  result.edit = await workspaceEdit(changes);
  result.diagnostics = diagnostics;
  result.isPreferred = isPreferred;
  return result;
}
