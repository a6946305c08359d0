import type { RequestListener } from 'node:http';

/** An endpoint as scoring needs it, read anew for every request. */
export interface ScoringEndpoint {
  readonly name: string;
  /** Deployment name to percent of live traffic. */
  readonly traffic: ReadonlyMap<string, number>;
  /** The deployment that gets copies of requests, and how many of 100. */
  readonly mirror?: { readonly deployment: string; readonly percent: number };
  /** Whether a bearer secret opens it: key, token, or token of the directory, by its auth mode; `forbidden` is known but may not score. */
  accepts(secret: string): 'yes' | 'no' | 'forbidden';
  /** Found without regard to case. */
  deployment(name: string): ScoringDeployment | undefined;
}

export interface ScoringDeployment {
  readonly name: string;
  readonly requestTimeoutMilliseconds: number;
  /** Requests that may be in flight at once; more get 429. */
  readonly mostInFlight: number;
  /** The inference server; undefined while none runs. Waits for one that is being loaded. */
  server(): Promise<RequestListener | undefined>;
}

/** Undefined once the endpoint is deleted. */
export type FindScoringEndpoint = (endpointId: string) => ScoringEndpoint | undefined;
