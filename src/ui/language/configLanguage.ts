import * as vscode from 'vscode';
import { configDocuments } from '../../manifest/languages';
import { ConfigActions } from './configActions';
import { configDefinitions, configFileLinks, configFolding, configRenaming, configSymbols, configUses } from './configNavigating';
import { configCompletions, configFormatter, configHovers, configShapes } from './configReading';

/** What answers while a config.pbtxt is typed. */
export function registerConfigLanguage(): vscode.Disposable {
  const { languages } = vscode;
  return vscode.Disposable.from(
    languages.registerCodeActionsProvider(configDocuments, new ConfigActions(), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    languages.registerCompletionItemProvider(configDocuments, configCompletions, '"', ':', ' '),
    languages.registerHoverProvider(configDocuments, configHovers),
    languages.registerDocumentFormattingEditProvider(configDocuments, configFormatter),
    languages.registerDocumentRangeFormattingEditProvider(configDocuments, configFormatter),
    languages.registerDocumentSymbolProvider(configDocuments, configSymbols),
    languages.registerFoldingRangeProvider(configDocuments, configFolding),
    languages.registerDefinitionProvider(configDocuments, configDefinitions),
    languages.registerReferenceProvider(configDocuments, configUses),
    languages.registerRenameProvider(configDocuments, configRenaming),
    languages.registerDocumentLinkProvider(configDocuments, configFileLinks),
    languages.registerInlayHintsProvider(configDocuments, configShapes),
  );
}
