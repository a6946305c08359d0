import * as vscode from 'vscode';
import { isConfigDocument } from '../../manifest/languages';

/** The configurations that are open, by the absolute path of their files: what is typed there counts before what is saved. */
export function openConfigs(): ReadonlyMap<string, string> {
  const open = vscode.workspace.textDocuments.filter((one) => one.uri.scheme === 'file' && isConfigDocument(one));
  return new Map(open.map((one) => [one.fileName, one.getText()]));
}
