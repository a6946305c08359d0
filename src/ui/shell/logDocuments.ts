import * as vscode from 'vscode';
import { logScheme } from '../../manifest/views';
import { ReadOnlyTexts } from './readOnlyTexts';

/** Read-only editors that show a container's log as it was when it was asked for. */
export class LogDocuments implements vscode.Disposable {
  private readonly texts = new ReadOnlyTexts(logScheme);

  async show(name: string, text: string): Promise<void> {
    const uri = this.texts.put(`/${name}`, text);
    const document = await vscode.languages.setTextDocumentLanguage(await vscode.workspace.openTextDocument(uri), 'log');
    await vscode.window.showTextDocument(document, { preview: false });
  }

  dispose(): void {
    this.texts.dispose();
  }
}
