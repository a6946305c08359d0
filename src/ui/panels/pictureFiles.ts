import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { PictureFile } from '../../inference/picture/pictureFile';

/** What the decoder reads, by the file's extension. */
const readablePictures = ['jpg', 'jpeg', 'png', 'webp', 'gif', 'tif', 'tiff', 'avif'];
/** What of it Chromium cannot draw. */
const notDrawable = new Set(['tif', 'tiff']);

export function nameOfPicture(picture: vscode.Uri): string {
  return picture.path.slice(picture.path.lastIndexOf('/') + 1);
}

export function isDrawable(picture: vscode.Uri): boolean {
  return !notDrawable.has(extensionOf(picture));
}

/** The picture that a saved panel names, as long as it can be one. */
export function savedPicture(text: string): vscode.Uri | undefined {
  const picture = vscode.Uri.parse(text);
  return readablePictures.includes(extensionOf(picture)) ? picture : undefined;
}

export async function pickPicture(beside: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  const folder = beside === undefined ? vscode.workspace.workspaceFolders?.[0]?.uri : vscode.Uri.joinPath(beside, '..');
  const picked = await vscode.window.showOpenDialog({
    title: l10n.t('Choose the picture to send'),
    openLabel: l10n.t('Choose'),
    filters: { [l10n.t('Pictures')]: readablePictures },
    ...(folder === undefined ? {} : { defaultUri: folder }),
  });
  return picked?.[0];
}

/** A picture wherever VS Code finds it, be it on this machine or behind another file system. */
export function pictureFileAt(uri: string): PictureFile {
  const file = vscode.Uri.parse(uri);
  return {
    name: nameOfPicture(file),
    stat: async () => {
      const { type, size } = await vscode.workspace.fs.stat(file);
      return { kind: kindOf(type), bytes: size };
    },
    read: async () => vscode.workspace.fs.readFile(file),
  };
}

/** A link has the bit of what it leads to, beside its own. */
function kindOf(type: vscode.FileType): 'file' | 'folder' | 'other' {
  if ((type & vscode.FileType.Directory) !== 0) {
    return 'folder';
  }
  return (type & vscode.FileType.File) !== 0 ? 'file' : 'other';
}

function extensionOf(picture: vscode.Uri): string {
  return /\.(?<extension>[^./]+)$/.exec(picture.path)?.groups?.['extension']?.toLowerCase() ?? '';
}
