import * as vscode from 'vscode';
import type { OutlineEntry, Place } from '../../language/answers';
import { configDefinition, configLinks, configReferences, configRename, configRenameTarget } from '../../language/config/configNavigation';
import { configFolds, configOutline } from '../../language/config/configOutline';
import { openConfigs } from '../shell/openConfigs';
import { configModel } from './configModels';
import { documentOf, rangeIn, workspaceEdit } from './textEdits';

const symbolKinds = {
  object: vscode.SymbolKind.Object,
  array: vscode.SymbolKind.Array,
  string: vscode.SymbolKind.String,
  number: vscode.SymbolKind.Number,
  boolean: vscode.SymbolKind.Boolean,
  enum: vscode.SymbolKind.EnumMember,
} as const;

export const configSymbols: vscode.DocumentSymbolProvider = {
  provideDocumentSymbols: (document) => configOutline(document.getText()).map((entry) => symbol(document, entry)),
};

function symbol(document: vscode.TextDocument, { name, detail, kind, range, nameRange, children }: OutlineEntry): vscode.DocumentSymbol {
  const result = new vscode.DocumentSymbol(name, detail, symbolKinds[kind], rangeIn(document, range), rangeIn(document, nameRange));
  result.children = children.map((child) => symbol(document, child));
  return result;
}

export const configFolding: vscode.FoldingRangeProvider = {
  provideFoldingRanges: (document) =>
    configFolds(document.getText()).flatMap(({ range, kind }) => {
      const { start, end } = rangeIn(document, range);
      // The line of a closing mark stays to be seen.
      const last = kind === 'block' ? end.line - 1 : end.line;
      return last > start.line
        ? [new vscode.FoldingRange(start.line, last, kind === 'comment' ? vscode.FoldingRangeKind.Comment : undefined)]
        : [];
    }),
};

export const configDefinitions: vscode.DefinitionProvider = {
  provideDefinition: async (document, position) =>
    locations(await configDefinition(await configModel(document), document.offsetAt(position), openConfigs())),
};

export const configUses: vscode.ReferenceProvider = {
  provideReferences: async (document, position) =>
    locations(await configReferences(await configModel(document), document.offsetAt(position), openConfigs())),
};

async function locations(places: readonly Place[]): Promise<vscode.Location[]> {
  return Promise.all(
    places.map(async ({ file, range }) => {
      // A file that is no text, such as raw values, is opened at its beginning.
      const isStart = range.end === 0;
      const at = isStart ? new vscode.Position(0, 0) : rangeIn(await documentOf(file), range);
      return new vscode.Location(vscode.Uri.file(file), at);
    }),
  );
}

export const configFileLinks: vscode.DocumentLinkProvider = {
  provideDocumentLinks: async (document) =>
    configLinks(await configModel(document)).map(
      ({ range, file }) => new vscode.DocumentLink(rangeIn(document, range), vscode.Uri.file(file)),
    ),
};

export const configRenaming: vscode.RenameProvider = {
  async prepareRename(document, position) {
    const target = configRenameTarget(await configModel(document), document.offsetAt(position));
    return { range: rangeIn(document, target.range), placeholder: target.name };
  },
  async provideRenameEdits(document, position, newName) {
    const rename = await configRename(await configModel(document), document.offsetAt(position), newName, openConfigs());
    return rename && workspaceEdit(rename.changes, rename.move);
  },
};
