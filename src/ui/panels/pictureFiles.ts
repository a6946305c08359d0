import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { UserError } from '../../base/errors';
import { formatBytes } from '../../base/quantities';

/** What the decoder reads, by the file's extension. */
const readablePictures = ['jpg', 'jpeg', 'png', 'webp', 'gif', 'tif', 'tiff', 'avif'];
/** What of it Chromium cannot draw. */
const notDrawable = new Set(['tif', 'tiff']);

/** A picture within the decoder's 100 megapixels hardly ever has more; reading is refused before memory is taken. */
const largestFile = 256_000_000;

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

/** Bytes of the file. Rejects with a UserError when it is gone, a folder, empty or too big. */
export async function readPicture(uri: string, language: string): Promise<Uint8Array> {
  const file = vscode.Uri.parse(uri);
  const name = nameOfPicture(file);
  const { size, type } = await statOf(file, name);
  if ((type & vscode.FileType.Directory) !== 0) {
    throw new UserError(l10n.t('{0} is a folder. Choose one picture in it.', name), 'picture-is-folder');
  }
  if (size > largestFile) {
    throw new UserError(
      l10n.t(
        '{0} has {1}, too much for a picture; at most {2} are read.',
        name,
        formatBytes(size, language),
        formatBytes(largestFile, language),
      ),
      'picture-too-big',
    );
  }
  return vscode.workspace.fs.readFile(file);
}

async function statOf(file: vscode.Uri, name: string): Promise<vscode.FileStat> {
  try {
    return await vscode.workspace.fs.stat(file);
  } catch (error) {
    if (error instanceof vscode.FileSystemError) {
      throw new UserError(l10n.t('{0} cannot be read. It may have been moved or deleted; choose another picture.', name), 'picture-gone', {
        cause: error,
      });
    }
    throw error;
  }
}

function extensionOf(picture: vscode.Uri): string {
  return /\.(?<extension>[^./]+)$/.exec(picture.path)?.groups?.['extension']?.toLowerCase() ?? '';
}
