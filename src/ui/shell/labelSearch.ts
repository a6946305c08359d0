import { dirname, basename } from 'node:path';
import * as vscode from 'vscode';
import { findLabels, readLabels, type LabelsFile } from '../../operations/findLabels';

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

  /** Beside the repository that was deployed, or else in the folders of the window. */
  async find(endpointId: string): Promise<FoundLabels | undefined> {
    const repository = this.repositories()[endpointId.toLowerCase()];
    const beside = typeof repository === 'string' ? await findLabels(repository, dirname(repository)) : undefined;
    const found = beside ?? (await inWindow());
    return found && { name: basename(found.path), labels: found.labels };
  }

  private repositories(): Readonly<Record<string, unknown>> {
    const kept: unknown = this.memory.get(repositoriesKey);
    return typeof kept === 'object' && kept !== null ? { ...kept } : {};
  }
}

async function inWindow(): Promise<LabelsFile | undefined> {
  const [file] = await vscode.workspace.findFiles('**/*labels.txt', '**/{node_modules,.git}/**', 1);
  return file && readLabels(file.fsPath);
}
