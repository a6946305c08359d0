/** What the emulator's process tells in its first line of standard output (`--json`). */
export interface EmulatorAddress {
  readonly armEndpoint: string;
  /** Bearer token for ARM, made anew at each start. */
  readonly token: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly workspace: string;
  /** Path style: the account is the first segment of the path. */
  readonly blobEndpoint: string;
  readonly metadataUrl: string;
}

/** What `serve REPOSITORY --json` tells in its first line. */
export interface TritonAddress {
  readonly url: string;
  readonly metrics: string;
}
