import { deploymentId, endpointId, type DeploymentRef, type EndpointRef } from '../../azure/resourceRefs';
import type { Place, Placed } from '../../explorer/explorerNode';

/** VS Code's Memento. */
interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** Remembers which folder each deployment was made from: its labels lie beside the model. */
export class DeployedFolders {
  constructor(private readonly memory: Memory) {}

  /** Without a folder it was made from something else, and what was known of it no longer holds. */
  async made({ ref, place }: Placed<DeploymentRef>, folder: string | undefined): Promise<void> {
    const known = new Map(Object.entries(this.known(place)));
    if (folder === undefined) {
      known.delete(keyOf(deploymentId(ref)));
    } else {
      known.set(keyOf(deploymentId(ref)), folder);
    }
    await this.memory.update(memoryKey(place), Object.fromEntries(known));
  }

  async deploymentGone({ ref, place }: Placed<DeploymentRef>): Promise<void> {
    await this.made({ ref, place }, undefined);
  }

  async endpointGone({ ref, place }: Placed<EndpointRef>): Promise<void> {
    const start = keyOf(`${endpointId(ref)}/`);
    const others = Object.entries(this.known(place)).filter(([key]) => !key.startsWith(start));
    await this.memory.update(memoryKey(place), Object.fromEntries(others));
  }

  async emulatorReset(): Promise<void> {
    await this.memory.update(memoryKey({ kind: 'emulator' }), undefined);
  }

  /** The folder that all of these deployments were made from, since each of them may answer. Undefined where one is not known, or is another's. */
  folderOf({ ref, place }: Placed<EndpointRef>, deployments: readonly string[]): string | undefined {
    const known = this.known(place);
    const folders = new Set(deployments.map((deployment) => known[keyOf(deploymentId({ ...ref, deployment }))]));
    const [folder] = folders;
    return folders.size === 1 && typeof folder === 'string' ? folder : undefined;
  }

  private known(place: Place): Readonly<Record<string, unknown>> {
    const kept = this.memory.get(memoryKey(place));
    return typeof kept === 'object' && kept !== null ? { ...kept } : {};
  }
}

function memoryKey(place: Place): string {
  return place.kind === 'emulator' ? 'deployedFolders.emulator' : 'deployedFolders';
}

/** Azure's names do not tell capitals apart. */
function keyOf(id: string): string {
  return id.toLowerCase();
}
