import { resourceType } from '../resourceScope';
import { systemDataView } from '../systemData';
import type { DeploymentRecord } from './deploymentRecord';

/** OnlineDeployment as the service answers it. `sku`, `scaleSettings` and `endpointComputeType` are never left out: azure-ai-ml fails without. */
export function deploymentView(record: DeploymentRecord): unknown {
  return {
    id: record.id,
    name: record.name,
    type: resourceType('onlineEndpoints/deployments'),
    location: record.location,
    kind: 'Managed',
    tags: record.tags,
    sku: { name: record.skuName, tier: 'Standard', capacity: record.capacity },
    systemData: systemDataView(record.systemData),
    properties: {
      endpointComputeType: 'Managed',
      description: record.description ?? null,
      model: record.model,
      instanceType: record.instanceType,
      properties: record.properties,
      environmentVariables: record.environmentVariables,
      appInsightsEnabled: record.appInsightsEnabled,
      egressPublicNetworkAccess: record.egressPublicNetworkAccess,
      requestSettings: record.requestSettings,
      scaleSettings: { scaleType: 'Default' },
      codeConfiguration: null,
      environmentId: null,
      ...record.echoed,
      provisioningState: record.provisioningState,
    },
  };
}
