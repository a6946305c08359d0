import * as vscode from 'vscode';
import type { TextRange } from '../../base/textRange';
import type { FileEdits } from '../../language/answers';

export function rangeIn(document: vscode.TextDocument, { start, end }: TextRange): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

export function offsetsIn(document: vscode.TextDocument, { start, end }: vscode.Range): TextRange {
  return { start: document.offsetAt(start), end: document.offsetAt(end) };
}

/** Edits of several files; the texts that their offsets are of are those that the editor has. */
export async function workspaceEdit(changes: readonly FileEdits[]): Promise<vscode.WorkspaceEdit> {
  const result = new vscode.WorkspaceEdit();
  for (const { file, edits, isNew } of changes) {
    if (isNew) {
      result.createFile(vscode.Uri.file(file), { contents: new TextEncoder().encode(edits.map(({ newText }) => newText).join('')) });
      continue;
    }
    const document = await documentOf(file);
    result.set(
      document.uri,
      edits.map(({ range, newText }) => new vscode.TextEdit(rangeIn(document, range), newText)),
    );
  }
  return result;
}

/** `file` is a path, or the name of a text that was never saved. */
function documentOf(file: string): Thenable<vscode.TextDocument> | vscode.TextDocument {
  return vscode.workspace.textDocuments.find((one) => one.fileName === file) ?? vscode.workspace.openTextDocument(file);
}
