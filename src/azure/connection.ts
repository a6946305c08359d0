import type { Log } from '../base/log';

/** Whose token is asked for: the control plane, the blobs of an identity-based datastore, or an endpoint with `aad_token`. */
export type Audience = 'arm' | 'storage' | 'scoring';

export interface TokenRequest {
  readonly audience: Audience;
  /** The `WWW-Authenticate` header of a 401, when the service asked for more (Conditional Access). */
  readonly challenge?: string;
  readonly signal: AbortSignal;
}

/**
 * Everything that differs between Azure, its other clouds and the local emulator. Nothing else in the product asks
 * which of them it talks to.
 */
export interface AzureConnection {
  /** `https://management.azure.com`, `http://127.0.0.1:PORT`; no slash at the end. Plain http is accepted for loopback only. */
  readonly armEndpoint: string;
  /** A bearer token without the word Bearer. Asked for each request; caching is the provider's. Rejects with a UserError when signed out. */
  readonly getToken: (request: TokenRequest) => Promise<string>;
  /** Whether the service bills deployments for as long as they exist. */
  readonly billed: boolean;
  readonly log: Log;
}
