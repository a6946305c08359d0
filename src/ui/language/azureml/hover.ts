import * as vscode from 'vscode';
import { hoverAzureMl } from '../../../language/azureml/hover';
import { mayBeAzureMl } from '../../../manifest/languages';
import { rangeIn } from '../textEdits';
import type { CompletionServices } from './completion';

export function azureMlHover({ isSchemaElsewhere }: Pick<CompletionServices, 'isSchemaElsewhere'>): vscode.HoverProvider {
  return {
    provideHover: (document, position) => {
      const text = document.getText();
      const answer = mayBeAzureMl(text) ? hoverAzureMl(text, document.offsetAt(position), isSchemaElsewhere(document)) : undefined;
      return answer && new vscode.Hover(new vscode.MarkdownString(answer.markdown), rangeIn(document, answer.range));
    },
  };
}
