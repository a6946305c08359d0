import { Fields } from '../base/decode';
import { decodedOrNotAzure, pageFrom, type ArmClient } from './arm/armClient';

/** A tenant of the signed-in account (GET /tenants). */
export interface Tenant {
  readonly tenantId: string;
  readonly displayName: string;
}

/** GET /subscriptions, those of the token's tenant. */
export interface Subscription {
  readonly subscriptionId: string;
  readonly displayName: string;
  readonly tenantId: string;
  /** `Enabled`, `Disabled`, `PastDue`, `Warned`, `Deleted`. */
  readonly state: string;
}

export interface Directory {
  tenants(signal: AbortSignal): Promise<Tenant[]>;
  subscriptions(signal: AbortSignal): Promise<Subscription[]>;
}

/** Both lists are short, so all pages are read. */
export function directory(arm: ArmClient): Directory {
  return {
    tenants: (signal) => allItems(arm, '/tenants', tenantFrom, signal),
    subscriptions: (signal) => allItems(arm, '/subscriptions', subscriptionFrom, signal),
  };
}

/** Microsoft.Resources has api-versions of its own. */
const resourcesVersion = '2022-12-01';

async function allItems<T>(arm: ArmClient, path: string, decode: (raw: unknown, path: string) => T, signal: AbortSignal): Promise<T[]> {
  const items: T[] = [];
  const seen = new Set<string>();
  for (let url: string | undefined = path; url !== undefined && !seen.has(url);) {
    seen.add(url);
    const answer = await arm.send({ method: 'GET', url, ...(url === path ? { apiVersion: resourcesVersion } : {}) }, signal);
    const page = decodedOrNotAzure((raw) => pageFrom(raw, decode), answer.body, `GET ${path.slice(1)}`);
    items.push(...page.items);
    url = page.nextLink;
  }
  return items;
}

function tenantFrom(raw: unknown, path: string): Tenant {
  const fields = Fields.of(raw, path);
  const tenantId = fields.text('tenantId');
  return { tenantId, displayName: fields.optionalText('displayName') ?? fields.optionalText('defaultDomain') ?? tenantId };
}

function subscriptionFrom(raw: unknown, path: string): Subscription {
  const fields = Fields.of(raw, path);
  const subscriptionId = fields.text('subscriptionId');
  return {
    subscriptionId,
    displayName: fields.optionalText('displayName') ?? subscriptionId,
    tenantId: fields.optionalText('tenantId') ?? '',
    state: fields.optionalText('state') ?? 'Enabled',
  };
}
