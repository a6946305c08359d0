import { basename } from 'node:path';
import * as vscode from 'vscode';
import { findLabels } from '../../operations/findLabels';

export interface FoundLabels {
  readonly name: string;
  readonly labels: readonly string[];
}

const repositoriesKey = 'deployedRepositories';

/** Remembers which folder an endpoint was deployed from: its labels lie beside the model. */
export class LabelSearch {
  constructor(private readonly memory: vscode.Memento) {}

  async deployedFrom(endpointId: string, repository: string): Promise<void> {
    await this.memory.update(repositoriesKey, { ...this.repositories(), [endpointId.toLowerCase()]: repository });
  }

  /** `picture` is the URI of what is asked about. */
  async find(endpointId: string, picture: string): Promise<FoundLabels | undefined> {
    const repository = this.repositories()[endpointId.toLowerCase()];
    const uri = vscode.Uri.parse(picture);
    const found = await findLabels({
      ...(typeof repository === 'string' ? { repository } : {}),
      ...(uri.scheme === 'file' ? { picture: uri.fsPath } : {}),
      folders: (vscode.workspace.workspaceFolders ?? []).filter((it) => it.uri.scheme === 'file').map((it) => it.uri.fsPath),
    });
    return found && { name: basename(found.path), labels: found.labels };
  }

  private repositories(): Readonly<Record<string, unknown>> {
    const kept: unknown = this.memory.get(repositoriesKey);
    return typeof kept === 'object' && kept !== null ? { ...kept } : {};
  }
}
