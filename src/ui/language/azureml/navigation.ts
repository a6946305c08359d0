import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { UserError } from '../../../base/errors';
import type { Place } from '../../../language/answers';
import type { AskedText } from '../../../language/azureml/asked';
import { definitionOf, linksOf, nameAt, referencesOf, refusalOf, renameOf, renameTarget } from '../../../language/azureml/navigation';
import { mayBeAzureMl } from '../../../manifest/languages';
import { filesOfDocument } from '../../shell/filesOfDocument';
import { rangeIn, workspaceEdit } from '../textEdits';

/** Definition, references, rename and links: names across the files of a folder. */
export const azureMlNavigation: vscode.DefinitionProvider & vscode.ReferenceProvider & vscode.RenameProvider & vscode.DocumentLinkProvider =
  {
    provideDefinition: async (document, position) => {
      const asked = await askedOf(document);
      return asked && locationsOf(definitionOf(asked, document.offsetAt(position)));
    },
    provideReferences: async (document, position, { includeDeclaration }) => {
      const asked = await askedOf(document);
      return asked && locationsOf(referencesOf(asked, document.offsetAt(position), includeDeclaration));
    },
    prepareRename: (document, position) => {
      const text = document.getText();
      const name = mayBeAzureMl(text) ? renameTarget(text, document.offsetAt(position)) : undefined;
      return name && { range: rangeIn(document, name.range), placeholder: name.name };
    },
    provideRenameEdits: async (document, position, newName) => {
      const asked = await askedOf(document);
      const offset = document.offsetAt(position);
      const name = asked && nameAt(asked.text, offset);
      const refusal = name && refusalOf(name, newName);
      if (refusal !== undefined) {
        throw new UserError(refusal, 'bad-name');
      }
      return asked && workspaceEdit(renameOf(asked, offset, newName));
    },
    provideDocumentLinks: async (document) => {
      const text = document.getText();
      const links = document.uri.scheme === 'file' && mayBeAzureMl(text) ? linksOf(text, document.fileName) : [];
      const found = await Promise.all(
        links.map(async ({ range, file }) => {
          const target = await targetOf(file);
          return target ? [new vscode.DocumentLink(rangeIn(document, range), target)] : [];
        }),
      );
      return found.flat();
    },
  };

async function askedOf(document: vscode.TextDocument): Promise<AskedText | undefined> {
  const text = document.getText();
  return mayBeAzureMl(text) ? { text, file: document.fileName, files: await filesOfDocument(document) } : undefined;
}

/** A file opens; a folder is shown in the Explorer, since no editor opens one. Undefined for what is not there. */
async function targetOf(file: string): Promise<vscode.Uri | undefined> {
  try {
    const isFolder = (await stat(file)).isDirectory();
    return isFolder ? vscode.Uri.parse(`command:${revealFolder}?${encodeURIComponent(JSON.stringify([file]))}`) : vscode.Uri.file(file);
  } catch {
    return undefined;
  }
}

/** Not in package.json: only links run it. It takes a path, since an address in a link is of the window's machine. */
const revealFolder = 'tritonAml.path.reveal';

export function registerRevealFolder(): vscode.Disposable {
  return vscode.commands.registerCommand(revealFolder, async (file: unknown) => {
    if (typeof file === 'string') {
      await vscode.commands.executeCommand('revealInExplorer', vscode.Uri.file(file));
    }
  });
}

async function locationsOf(places: readonly Place[]): Promise<vscode.Location[]> {
  return Promise.all(
    places.map(async ({ file, range }) => {
      const open = vscode.workspace.textDocuments.find((one) => one.fileName === file);
      const document = open ?? (await vscode.workspace.openTextDocument(file));
      return new vscode.Location(document.uri, rangeIn(document, range));
    }),
  );
}
