import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { azureMlLenses, type FileAction } from '../../../language/azureml/lenses';
import type { CommandId } from '../../../manifest/commands';
import { mayBeAzureMl } from '../../../manifest/languages';
import { settings } from '../../../manifest/settings';

const commands: Readonly<Record<FileAction, CommandId>> = {
  register: 'tritonAml.file.register',
  createEndpoint: 'tritonAml.file.createEndpoint',
  deploy: 'tritonAml.file.deploy',
  invoke: 'tritonAml.endpoint.invoke',
};

/** What can be done with a file, above its first line; nothing where the commands would refuse. */
export class AzureMlCodeLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly listening = vscode.Disposable.from(
    this.changed,
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      this.changed.fire();
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('tritonAml.codeLens')) {
        this.changed.fire();
      }
    }),
  );

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const text = document.getText();
    const isOn = vscode.workspace.getConfiguration(undefined, document).get<boolean>('tritonAml.codeLens', settings['tritonAml.codeLens']);
    if (!isOn || !vscode.workspace.isTrusted || document.uri.scheme !== 'file' || !mayBeAzureMl(text)) {
      return [];
    }
    return azureMlLenses(text).map(({ offset, action, document: index }) => {
      const place = document.positionAt(offset);
      return new vscode.CodeLens(new vscode.Range(place, place), {
        title: titleOf(action),
        command: commands[action],
        arguments: [document.uri, index],
      });
    });
  }

  dispose(): void {
    this.listening.dispose();
  }
}

function titleOf(action: FileAction): string {
  switch (action) {
    case 'register':
      return l10n.t('Register');
    case 'createEndpoint':
      return l10n.t('Create Endpoint');
    case 'deploy':
      return l10n.t('Deploy');
    case 'invoke':
      return l10n.t('Invoke');
  }
}
