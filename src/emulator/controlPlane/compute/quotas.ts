import { Fields } from '../../../base/decode';
import type { Collection, RecordKind } from '../../state/collection';
import { ArmError } from '../armError';
import type { DeploymentRecord } from '../deployments/deploymentRecord';
import { instanceTypeNamed } from './instanceTypes';

/** Cores of a family until another limit is set. */
const CORE_LIMIT = 300;
/** Families for which the service keeps no reserve of 20 % for upgrades (Azure docs, "Manage resources and quotas"). */
const withoutReserve = /A100|H100|NDSv2/i;

/** A limit that somebody has set with updateQuotas. */
export interface QuotaRecord {
  readonly limit: number;
}

export const quotaKind: RecordKind<QuotaRecord> = {
  folder: 'quotas',
  decode: (raw, path) => ({ limit: Fields.of(raw, path).number('limit') }),
};

/** What counts against the limit of a family. */
type Cores = Pick<DeploymentRecord, 'id' | 'location' | 'instanceType' | 'capacity'>;

/** Cores of each machine family in a region of a subscription: how many there may be, and how many deployments have. */
export class Quotas {
  constructor(
    private readonly limits: Collection<QuotaRecord>,
    private readonly deployments: () => readonly DeploymentRecord[],
  ) {}

  limit(subscriptionId: string, location: string, family: string): number {
    return this.limits.get(keyOf(subscriptionId, location, family))?.limit ?? CORE_LIMIT;
  }

  setLimit(subscriptionId: string, location: string, family: string, limit: number): Promise<void> {
    return this.limits.put(keyOf(subscriptionId, location, family), { limit });
  }

  used(subscriptionId: string, location: string, family: string, except?: string): number {
    const own = this.deployments().filter(
      (it) => subscriptionOf(it) === subscriptionId.toLowerCase() && it.location === location && it.id !== except,
    );
    return own.reduce((sum, { instanceType, capacity }) => {
      const type = instanceTypeNamed(instanceType);
      return type?.family === family ? sum + type.cores * capacity : sum;
    }, 0);
  }

  /** Throws OutOfQuota when a deployment of this size does not fit beside the others. */
  check(wanted: Cores): void {
    const type = instanceTypeNamed(wanted.instanceType);
    if (!type) {
      return;
    }
    const subscription = subscriptionOf(wanted);
    const reserve = withoutReserve.test(type.family) ? 1 : 1.2;
    const needed = Math.ceil(reserve * wanted.capacity - 1e-9) * type.cores;
    const used = this.used(subscription, wanted.location, type.family, wanted.id);
    const limit = this.limit(subscription, wanted.location, type.family);
    if (used + needed > limit) {
      const message = `Not enough quota available for ${type.name} in region ${wanted.location}: ${needed} cores of family ${type.family} are needed, ${used} of ${limit} are in use.`;
      const details = [
        { code: 'UserError', message: 'cores: delete deployments, choose a smaller size or fewer instances, or request quota.' },
      ];
      throw new ArmError(400, { code: 'OutOfQuota', message, target: 'cores', details });
    }
  }
}

function keyOf(subscriptionId: string, location: string, family: string): string {
  return `${subscriptionId}/${location}/${family.replace(/ /g, '')}`;
}

/** In lower case. */
function subscriptionOf({ id }: Pick<DeploymentRecord, 'id'>): string {
  return id.split('/')[2]?.toLowerCase() ?? '';
}
