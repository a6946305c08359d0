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
