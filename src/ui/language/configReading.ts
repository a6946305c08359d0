import * as vscode from 'vscode';
import type { TextRange } from '../../base/textRange';
import type { CompletionChoice } from '../../language/answers';
import { configCompletion } from '../../language/config/configCompletion';
import { formatConfig } from '../../language/config/configFormat';
import { configHover } from '../../language/config/configHover';
import { shapeNotes } from '../../language/config/configNotes';
import { configModel } from './configModels';
import { offsetsIn, rangeIn } from './textEdits';

const kinds = {
  field: vscode.CompletionItemKind.Field,
  value: vscode.CompletionItemKind.EnumMember,
  reference: vscode.CompletionItemKind.Reference,
  snippet: vscode.CompletionItemKind.Snippet,
  folder: vscode.CompletionItemKind.File,
} as const;

export const configCompletions: vscode.CompletionItemProvider = {
  async provideCompletionItems(document, position, _token, { triggerCharacter }) {
    const choices = configCompletion(await configModel(document), document.offsetAt(position));
    // A space asks for the value behind a colon; after a value it asks for nothing.
    if (triggerCharacter !== undefined && choices.some(({ kind }) => kind === 'field')) {
      return [];
    }
    return choices.map((choice) => item(document, choice));
  },
};

function item(document: vscode.TextDocument, choice: CompletionChoice): vscode.CompletionItem {
  const result = new vscode.CompletionItem(choice.label, kinds[choice.kind]);
  // Enter is left to the line where a choice is what is typed already, but VS Code compares plain texts only.
  result.insertText = /[$\\}]/.test(choice.insert) ? new vscode.SnippetString(choice.insert) : choice.insert;
  result.range = rangeIn(document, choice.range);
  if (choice.detail !== undefined) {
    result.detail = choice.detail;
  }
  if (choice.documentation !== undefined) {
    result.documentation = new vscode.MarkdownString(choice.documentation);
  }
  if (choice.order !== undefined) {
    result.sortText = choice.order;
  }
  // A field that was chosen is asked for its value at once.
  if (choice.kind === 'field' && choice.insert.includes('$0')) {
    result.command = { command: 'editor.action.triggerSuggest', title: '' };
  }
  return result;
}

export const configHovers: vscode.HoverProvider = {
  async provideHover(document, position) {
    const answer = configHover(await configModel(document), document.offsetAt(position));
    return answer && new vscode.Hover(new vscode.MarkdownString(answer.markdown), rangeIn(document, answer.range));
  },
};

export const configShapes: vscode.InlayHintsProvider = {
  async provideInlayHints(document, range) {
    const notes = shapeNotes(await configModel(document));
    return notes
      .map(({ offset, text, tooltip }) => ({ at: document.positionAt(offset), text, tooltip }))
      .filter(({ at }) => range.contains(at))
      .map(({ at, text, tooltip }) => {
        const hint = new vscode.InlayHint(at, text);
        hint.tooltip = tooltip;
        hint.paddingLeft = true;
        return hint;
      });
  },
};

export const configFormatter: vscode.DocumentFormattingEditProvider & vscode.DocumentRangeFormattingEditProvider = {
  provideDocumentFormattingEdits: (document, options) => layout(document, options),
  // Whole lines, since the blanks before the first word of a line are laid out with it.
  provideDocumentRangeFormattingEdits: (document, { start, end }, options) =>
    layout(document, options, offsetsIn(document, new vscode.Range(start.line, 0, end.line, document.lineAt(end).text.length))),
};

function layout(document: vscode.TextDocument, { insertSpaces, tabSize }: vscode.FormattingOptions, within?: TextRange): vscode.TextEdit[] {
  const indent = insertSpaces ? ' '.repeat(tabSize) : '\t';
  const edits = formatConfig(document.getText(), { indent, ...(within === undefined ? {} : { within }) });
  return edits.map(({ range, newText }) => new vscode.TextEdit(rangeIn(document, range), newText));
}
