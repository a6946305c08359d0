import type * as vscode from 'vscode';
import { readConfigModel, type ConfigModel } from '../../language/config/configModel';
import { openConfigs } from '../shell/openConfigs';

/** A document together with what stands around its file. */
export function configModel(document: vscode.TextDocument): Promise<ConfigModel> {
  return readConfigModel(document.fileName, document.getText(), openConfigs());
}
