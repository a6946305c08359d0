import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { pathsMeet } from '../../base/pathsMeet';
import { linksOf } from '../../language/azureml/navigation';
import { mayBeAzureMl } from '../../manifest/languages';
import { noFilesAround, type FilesAround, type OtherYaml } from '../../validation/azureml/filesAround';
import { filesOnDisk } from '../../validation/azureml/filesOnDisk';

/** As for the checks on the command line: more, or larger ones, are not one endpoint's. */
const limits = { files: 100, bytes: 64 * 1024, kept: 500 };

interface KeptText {
  readonly changed: number;
  /** Undefined for a text that is none of ours. */
  readonly text: string | undefined;
}

const kept = new Map<string, KeptText>();

/** What lies around an open file: its folder as it is on the disk, and what is typed but not saved. Nothing for a text without a folder. */
export async function filesOfDocument({ uri, fileName }: Pick<vscode.TextDocument, 'uri' | 'fileName'>): Promise<FilesAround> {
  if (uri.scheme !== 'file') {
    return noFilesAround;
  }
  const others = await otherTexts(fileName);
  return { ...filesOnDisk(fileName), otherYaml: () => others };
}

/** Whether what lies around a file counts with an absolute path: the other YAML of its folder, and what its paths lead to. */
export function looksAt(document: vscode.TextDocument): (place: string) => boolean {
  const folder = path.dirname(document.fileName);
  const named = linksOf(document.getText(), document.fileName);
  return (place) => (path.dirname(place) === folder && /\.ya?ml$/i.test(place)) || named.some(({ file }) => pathsMeet(file, place));
}

async function otherTexts(fileName: string): Promise<readonly OtherYaml[]> {
  const folder = path.dirname(fileName);
  const open = new Map(
    vscode.workspace.textDocuments.filter(({ uri, isClosed }) => uri.scheme === 'file' && !isClosed).map((one) => [one.fileName, one]),
  );
  const names = (await readdir(folder).catch(() => [])).filter((name) => /\.ya?ml$/i.test(name) && name !== path.basename(fileName));
  const texts = await Promise.all(
    names.slice(0, limits.files).map(async (file) => {
      const place = path.join(folder, file);
      const text = open.get(place)?.getText() ?? (await textOnDisk(place));
      return text !== undefined && text.length <= limits.bytes && mayBeAzureMl(text) ? [{ file, text }] : [];
    }),
  );
  return texts.flat();
}

/** A file may go, or be closed to us, at any moment; that is the same as not being there. */
async function textOnDisk(place: string): Promise<string | undefined> {
  try {
    const found = await stat(place);
    const { mtimeMs, size } = found;
    const before = kept.get(place);
    if (before?.changed === mtimeMs) {
      return before.text;
    }
    // Reading a pipe or a device may never end.
    const text = !found.isFile() || size > limits.bytes ? undefined : await readFile(place, 'utf8');
    if (kept.size >= limits.kept) {
      kept.clear();
    }
    kept.set(place, { changed: mtimeMs, text: text !== undefined && mayBeAzureMl(text) ? text : undefined });
    return text;
  } catch {
    return undefined;
  }
}
