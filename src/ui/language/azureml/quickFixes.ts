import type * as vscode from 'vscode';
import { azureMlFixes } from '../../../language/azureml/fixes';
import { mayBeAzureMl } from '../../../manifest/languages';
import { checkAzureMlText } from '../../../validation/azureml/checkAzureMl';
import type { Finding } from '../../../validation/rule';
import { quickFixAction } from '../configActions';
import { rangeIn } from '../textEdits';
import { filesOfDocument } from '../../shell/filesOfDocument';

/**
 * Asks the checks again instead of reading the diagnostics: where another extension says what is wrong with a key, the way to mend it
 * is ours all the same.
 */
export const quickFixes: vscode.CodeActionProvider = {
  provideCodeActions: async (document, range, { diagnostics }) => {
    const text = document.getText();
    if (diagnostics.length === 0 || !mayBeAzureMl(text)) {
      return [];
    }
    const files = await filesOfDocument(document);
    const findings = checkAzureMlText(text, files).filter((finding) => rangeIn(document, finding.range).intersection(range));
    const actions = findings.flatMap((finding) => {
      const mended = diagnostics.filter((diagnostic) => isAbout(diagnostic, finding, document));
      return azureMlFixes({ text, file: document.fileName, files }, finding).map((fix) => quickFixAction(fix, mended));
    });
    return (await Promise.all(actions)).filter((action, index, all) => all.findIndex(({ title }) => title === action.title) === index);
  },
};

function isAbout(diagnostic: vscode.Diagnostic, finding: Finding, document: vscode.TextDocument): boolean {
  return diagnostic.range.isEqual(rangeIn(document, finding.range));
}
