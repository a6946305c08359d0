import { resourceType } from '../resourceScope';
import { systemDataView } from '../systemData';
import type { ModelContainerRecord, ModelVersionRecord } from './modelRecords';
import { nextVersion, versionsOf, type Models } from './models';

/** ModelVersion as the service answers it. `flavors` is always an object: azure-ai-ml fails without. */
export function versionView(record: ModelVersionRecord): unknown {
  const { id, version, systemData, ...rest } = record;
  return {
    id,
    name: version,
    type: resourceType('models/versions'),
    systemData: systemDataView(systemData),
    properties: { description: null, ...rest, name: undefined, provisioningState: 'Succeeded' },
  };
}

export function containerView(models: Models, record: ModelContainerRecord): unknown {
  const { id, name, systemData, ...properties } = record;
  const latest = versionsOf(models, id).at(-1);
  return {
    id,
    name,
    type: resourceType('models'),
    systemData: systemDataView(systemData),
    properties: {
      description: null,
      ...properties,
      latestVersion: latest?.version ?? null,
      nextVersion: nextVersion(models, id),
      provisioningState: 'Succeeded',
    },
  };
}
