import { basename } from 'node:path';
import * as vscode from 'vscode';
import { findLabels } from '../../operations/findLabels';

export interface FoundLabels {
  readonly name: string;
  readonly labels: readonly string[];
}

/** `repository` is what was deployed, where that is known; `picture` the URI of what is asked about. */
export async function labelsFor(repository: string | undefined, picture: string): Promise<FoundLabels | undefined> {
  const uri = vscode.Uri.parse(picture);
  const found = await findLabels({
    ...(repository === undefined ? {} : { repository }),
    ...(uri.scheme === 'file' ? { picture: uri.fsPath } : {}),
    folders: (vscode.workspace.workspaceFolders ?? []).filter((it) => it.uri.scheme === 'file').map((it) => it.uri.fsPath),
  });
  return found && { name: basename(found.path), labels: found.labels };
}
