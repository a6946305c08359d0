import type { Tensor } from './tensor';

export interface InferRequest {
  readonly id?: string;
  readonly inputs: readonly Tensor[];
  /** Left out = every output. `classes` asks for the classification extension, top that many. */
  readonly outputs?: readonly { readonly name: string; readonly classes?: number }[];
}

export interface InferResponse {
  readonly modelName: string;
  readonly modelVersion: string;
  readonly outputs: readonly Tensor[];
}
