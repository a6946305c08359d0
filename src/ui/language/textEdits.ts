import path from 'node:path';
import * as vscode from 'vscode';
import type { TextRange } from '../../base/textRange';
import type { FileEdits } from '../../language/answers';

export function rangeIn(document: vscode.TextDocument, { start, end }: TextRange): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

export function offsetsIn(document: vscode.TextDocument, { start, end }: vscode.Range): TextRange {
  return { start: document.offsetAt(start), end: document.offsetAt(end) };
}

export interface FileMove {
  readonly from: string;
  readonly to: string;
}

/**
 * Edits of several files; the texts that their offsets are of are those that the editor has. A file or folder that moves does so
 * first, and what is edited in it is edited in its new place.
 */
export async function workspaceEdit(changes: readonly FileEdits[], move?: FileMove): Promise<vscode.WorkspaceEdit> {
  const result = new vscode.WorkspaceEdit();
  if (move !== undefined) {
    result.renameFile(vscode.Uri.file(move.from), vscode.Uri.file(move.to));
  }
  for (const { file, edits, isNew } of changes) {
    if (isNew) {
      result.createFile(vscode.Uri.file(file), { contents: new TextEncoder().encode(edits.map(({ newText }) => newText).join('')) });
      continue;
    }
    const document = await documentOf(file);
    result.set(
      movedUri(document, move),
      edits.map(({ range, newText }) => new vscode.TextEdit(rangeIn(document, range), newText)),
    );
  }
  return result;
}

function movedUri({ uri, fileName }: vscode.TextDocument, move: FileMove | undefined): vscode.Uri {
  const isInside = move !== undefined && fileName.startsWith(`${move.from}${path.sep}`);
  return isInside ? vscode.Uri.file(`${move.to}${fileName.slice(move.from.length)}`) : uri;
}

/** `file` is a path, or the name of a text that was never saved. */
export function documentOf(file: string): Thenable<vscode.TextDocument> | vscode.TextDocument {
  return vscode.workspace.textDocuments.find((one) => one.fileName === file) ?? vscode.workspace.openTextDocument(file);
}
