import type { DataType } from './tensor';

/** -1 stands for a dimension that the request decides. */
export interface TensorMetadata {
  readonly name: string;
  readonly datatype: DataType;
  readonly shape: readonly number[];
}

/** GET /v2/models/M; KServe v2, Model Metadata. */
export interface ModelMetadata {
  readonly name: string;
  readonly versions: readonly string[];
  readonly platform: string;
  readonly inputs: readonly TensorMetadata[];
  readonly outputs: readonly TensorMetadata[];
}

/** What of GET /v2/models/M/config a client of pictures needs; the metadata has no format, no batching and no labels. */
export interface ModelConfigSummary {
  readonly maxBatchSize: number;
  /** Input name -> FORMAT_NONE, FORMAT_NHWC or FORMAT_NCHW. */
  readonly formats: ReadonlyMap<string, string>;
  /** Outputs that have a label_filename, so that the classification extension names its classes. */
  readonly labelledOutputs: ReadonlySet<string>;
}
