import { Fields } from '../../../base/decode';
import { badRequest } from '../armError';
import { ok } from '../armResponse';
import type { Access } from '../authorization';
import { page } from '../paging';
import type { Answer, Route } from '../route';
import { instanceTypes } from './instanceTypes';
import type { Quotas } from './quotas';

const provider = 'providers/Microsoft.MachineLearningServices';
const locationPath = `/subscriptions/{subscription}/${provider}/locations/{location}`;

/** Usages, quotas and machine sizes of a region (REST reference of Azure Machine Learning, Usages, Quotas and Virtual Machine Sizes). */
export function computeRoutes(quotas: Quotas, access: Access): Route[] {
  const families = [...new Set(instanceTypes.map((it) => it.family))];
  const perFamily =
    (kind: 'usages' | 'quotas'): Answer =>
    (request, values) => {
      const { id } = access.subscription(access.caller(request), values('subscription'));
      const location = values('location');
      const row = (family: string): unknown => ({
        id: `/subscriptions/${id}/${provider}/locations/${location}/${kind}/${family.replace(/ /g, '')}`,
        type: `Microsoft.MachineLearningServices/vmFamily/${kind}`,
        unit: 'Count',
        limit: quotas.limit(id, location, family),
        name: { value: family, localizedValue: `${family.replace(/^standard ?/i, 'Standard ')} Cluster Dedicated vCPUs` },
        ...(kind === 'usages' ? { currentValue: quotas.used(id, location, family) } : {}),
      });
      return page(request, families, row);
    };
  const sizes: Answer = (request, values) => {
    access.subscription(access.caller(request), values('subscription'));
    return ok({ value: instanceTypes.map(sizeView) });
  };
  const update: Answer = async (request, values) => {
    const { id } = access.subscription(access.caller(request), values('subscription'));
    const changes = (await request.body()).list('value', quotaChange);
    const unknown = changes.find((it) => !families.some((family) => sameFamily(family, it.family)));
    if (unknown) {
      throw badRequest('InvalidQuotaResourceId', `${unknown.id} is no machine family of this region.`, 'value.id');
    }
    for (const { family, limit } of changes) {
      await quotas.setLimit(id, values('location'), family, limit);
    }
    return ok({ value: changes.map((it) => ({ id: it.id, type: it.type, limit: it.limit, unit: 'Count', status: 'Success' })) });
  };
  return [
    { method: 'POST', path: `${locationPath}/updateQuotas`, answer: update },
    { method: 'GET', path: `${locationPath}/usages`, answer: perFamily('usages') },
    { method: 'GET', path: `${locationPath}/quotas`, answer: perFamily('quotas') },
    { method: 'GET', path: `${locationPath}/vmSizes`, answer: sizes },
  ];
}

interface QuotaChange {
  readonly id: string;
  readonly type: string;
  readonly family: string;
  readonly limit: number;
}

function quotaChange(raw: unknown, path: string): QuotaChange {
  const fields = Fields.of(raw, path);
  const id = fields.text('id');
  const limit = fields.number('limit');
  if (!Number.isInteger(limit) || limit < 0) {
    throw badRequest('InvalidQuota', `The limit must be a whole number of at least 0, found ${limit}.`, `${path}.limit`);
  }
  return { id, type: fields.optionalText('type') ?? '', family: id.slice(id.lastIndexOf('/') + 1), limit };
}

function sameFamily(a: string, b: string): boolean {
  return a.replace(/ /g, '').toLowerCase() === b.replace(/ /g, '').toLowerCase();
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
