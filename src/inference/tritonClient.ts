import type { InferRequest, InferResponse } from './kserve/inferRequest';
import type { ModelConfigSummary, ModelMetadata } from './kserve/modelMetadata';

export interface TritonTarget {
  /** Origin (or base) of the server, no slash at the end: `/v2` hangs off it. */
  readonly baseUrl: string;
  /** The bearer secret, asked for once and again after a 401; absent for a server that wants none. */
  readonly secret?: (signal: AbortSignal) => Promise<string>;
  /** Pins requests to one deployment (`azureml-model-deployment`). */
  readonly deployment?: string;
}

export interface InferAnswer extends InferResponse {
  readonly bytesSent: number;
  readonly bytesReceived: number;
  /** From the first byte out to the last byte in. */
  readonly milliseconds: number;
  /** The deployment that answered, where the service tells. */
  readonly deployment?: string;
}

/** A Triton server or an online endpoint in front of one. Failures are UserErrors in words: 401, 404, 408, 424, 429, no connection. */
export interface TritonClient {
  serverReady(signal: AbortSignal): Promise<boolean>;
  modelReady(model: string, signal: AbortSignal): Promise<boolean>;
  /** Names of POST /v2/repository/index. */
  models(signal: AbortSignal): Promise<readonly string[]>;
  metadata(model: string, signal: AbortSignal): Promise<ModelMetadata>;
  config(model: string, signal: AbortSignal): Promise<ModelConfigSummary>;
  infer(model: string, request: InferRequest, signal: AbortSignal): Promise<InferAnswer>;
}
