import * as vscode from 'vscode';
import type { CompletionChoice } from '../../../language/answers';
import type { KnownNames } from '../../../language/azureml/asked';
import { completeAzureMl } from '../../../language/azureml/completion';
import { isOursOrEmpty } from '../../../manifest/languages';
import { filesOfDocument } from '../../shell/filesOfDocument';
import { rangeIn } from '../textEdits';

export interface CompletionServices {
  readonly knownNames: () => Promise<KnownNames>;
  readonly isSchemaElsewhere: (document: vscode.TextDocument) => boolean;
}

const kinds: Readonly<Record<CompletionChoice['kind'], vscode.CompletionItemKind>> = {
  field: vscode.CompletionItemKind.Property,
  value: vscode.CompletionItemKind.Value,
  reference: vscode.CompletionItemKind.Reference,
  snippet: vscode.CompletionItemKind.Snippet,
  folder: vscode.CompletionItemKind.Folder,
};

/** Characters that a choice may begin after, besides those of words. */
export const completionTriggers = [' ', ':', '/', '"'];

export class AzureMlCompletion implements vscode.CompletionItemProvider {
  constructor(private readonly services: CompletionServices) {}

  async provideCompletionItems(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.CompletionItem[]> {
    const text = document.getText();
    if (!isOursOrEmpty(text)) {
      return [];
    }
    const files = await filesOfDocument(document);
    const choices = await completeAzureMl({ text, file: document.fileName, files }, document.offsetAt(position), {
      knownNames: this.services.knownNames,
      isSchemaElsewhere: this.services.isSchemaElsewhere(document),
    });
    return choices.map((choice) => itemOf(choice, document));
  }
}

/** The detail stands in each row, so that machines and references can be compared. */
function labelOf({ label, detail }: CompletionChoice): vscode.CompletionItemLabel {
  return detail === undefined ? { label } : { label, description: detail };
}

function itemOf(choice: CompletionChoice, document: vscode.TextDocument): vscode.CompletionItem {
  const item = new vscode.CompletionItem(labelOf(choice), kinds[choice.kind]);
  item.insertText = new vscode.SnippetString(choice.insert);
  item.range = rangeIn(document, choice.range);
  // What is typed is compared with this; a value may begin with a dot or have colons in it.
  item.filterText = choice.label;
  if (choice.documentation !== undefined) {
    item.documentation = new vscode.MarkdownString(choice.documentation);
  }
  if (choice.order !== undefined) {
    item.sortText = choice.order;
  }
  if (choice.isDeprecated) {
    item.tags = [vscode.CompletionItemTag.Deprecated];
  }
  // The value comes next.
  if (choice.kind === 'field' && choice.insert.endsWith('$0')) {
    item.command = { title: '', command: 'editor.action.triggerSuggest' };
  }
  return item;
}
