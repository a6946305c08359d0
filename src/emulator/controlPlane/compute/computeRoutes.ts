import { ok } from '../armResponse';
import type { Access } from '../authorization';
import type { DeploymentRecord } from '../deployments/deploymentRecord';
import { page } from '../paging';
import type { Answer, Route } from '../route';
import { instanceTypeNamed, instanceTypes } from './instanceTypes';

/** Cores of each family; nothing is used up on the emulator, so the number is the same for all. */
const CORE_LIMIT = 300;
const provider = 'providers/Microsoft.MachineLearningServices';
const locationPath = `/subscriptions/{subscription}/${provider}/locations/{location}`;

/** Usages, quotas and machine sizes of a region (REST reference of Azure Machine Learning, Usages, Quotas and Virtual Machine Sizes). `deployments` are those of all subscriptions. */
export function computeRoutes(deployments: () => readonly DeploymentRecord[], access: Access): Route[] {
  const families = [...new Set(instanceTypes.map((it) => it.family))];
  const perFamily =
    (kind: 'usages' | 'quotas'): Answer =>
    (request, values) => {
      const { id } = access.subscription(access.caller(request), values('subscription'));
      const used = coresInUse(deployments().filter((it) => it.id.toLowerCase().startsWith(`/subscriptions/${id.toLowerCase()}/`)));
      const row = (family: string): unknown => ({
        id: `/subscriptions/${id}/${provider}/locations/${values('location')}/${kind}/${family.replace(/ /g, '')}`,
        type: `Microsoft.MachineLearningServices/vmFamily/${kind}`,
        unit: 'Count',
        limit: CORE_LIMIT,
        name: { value: family, localizedValue: `${family.replace(/^standard ?/i, 'Standard ')} Cluster Dedicated vCPUs` },
        ...(kind === 'usages' ? { currentValue: used.get(family) ?? 0 } : {}),
      });
      return page(request, families, row);
    };
  const sizes: Answer = (request, values) => {
    access.subscription(access.caller(request), values('subscription'));
    return ok({ value: instanceTypes.map(sizeView) });
  };
  return [
    { method: 'GET', path: `${locationPath}/usages`, answer: perFamily('usages') },
    { method: 'GET', path: `${locationPath}/quotas`, answer: perFamily('quotas') },
    { method: 'GET', path: `${locationPath}/vmSizes`, answer: sizes },
  ];
}

function coresInUse(deployments: readonly DeploymentRecord[]): Map<string, number> {
  const used = new Map<string, number>();
  for (const { instanceType, capacity } of deployments) {
    const type = instanceTypeNamed(instanceType);
    if (type) {
      used.set(type.family, (used.get(type.family) ?? 0) + type.cores * capacity);
    }
  }
  return used;
}

function sizeView(type: (typeof instanceTypes)[number]): unknown {
  return {
    name: type.name,
    family: type.family.replace(/ /g, ''),
    vCPUs: type.cores,
    // A machine with a share of a GPU has one, as `vmSizes` counts it.
    gpus: Math.ceil(type.gpus),
    osVhdSizeMB: 1_047_552,
    maxResourceVolumeMB: type.memory * 2048,
    memoryGB: type.memory,
    lowPriorityCapable: true,
    premiumIO: true,
    supportedComputeTypes: ['AmlCompute', 'ComputeInstance'],
  };
}
