import type { Collection } from '../../state/collection';
import { touched } from '../systemData';
import type { ModelContainerRecord, ModelVersionRecord } from './modelRecords';

/** The containers and versions of all workspaces, and the rules that hold between the two. */
export interface Models {
  readonly containers: Collection<ModelContainerRecord>;
  readonly versions: Collection<ModelVersionRecord>;
}

/** In the order of their creation; that, and not the number, is what `@latest` goes by. */
export function versionsOf(models: Models, containerId: string): ModelVersionRecord[] {
  return models.versions.under(`${containerId}/versions/`);
}

/** The next whole number after the highest that is in use; versions that are no numbers do not count. */
export function nextVersion(models: Models, containerId: string): string {
  const numbers = versionsOf(models, containerId).map(({ version }) => (/^\d{1,15}$/.test(version) ? Number(version) : 0));
  return String(Math.max(0, ...numbers) + 1);
}

/** Puts a version, and the container that it hangs on when it is the first. */
export async function putVersion(models: Models, containerId: string, record: ModelVersionRecord): Promise<void> {
  if (!models.containers.get(containerId)) {
    const plain = { tags: {}, properties: {}, isArchived: false, systemData: touched() };
    await models.containers.put(containerId, { id: containerId, name: record.name, ...plain });
  }
  await models.versions.put(record.id, record);
}

/** Deletes a version, and with the last one its container: a name without versions is of use to nobody. */
export async function deleteVersion(models: Models, containerId: string, id: string): Promise<void> {
  await models.versions.delete(id);
  if (versionsOf(models, containerId).length === 0) {
    await models.containers.delete(containerId);
  }
}

export async function deleteContainer(models: Models, containerId: string): Promise<void> {
  for (const { id } of versionsOf(models, containerId)) {
    await models.versions.delete(id);
  }
  await models.containers.delete(containerId);
}
