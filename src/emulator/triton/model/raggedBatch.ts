import { MessageReader, type ConfigMessage } from '../../../documents/pbtxt/configMessage';
import { modelConfigOf, type ModelConfig } from '../../../documents/pbtxt/modelConfig';
import { elementCount } from '../../../inference/kserve/dataTypes';
import { bytesOf } from '../../../inference/kserve/tensorBytes';
import { internal, invalidArgument } from '../tritonError';
import type { InferenceRequest, WireTensor } from './inferenceRequest';

interface BatchInput {
  readonly kind: string;
  readonly targets: readonly string[];
  readonly datatype: 'INT32' | 'FP32';
  readonly source: string;
}

/** What a configuration says about requests of different shapes that run together (docs, user_guide/ragged_batching). */
export interface RaggedBatching {
  /** Inputs whose requests are put one after the other, without a batch dimension. */
  readonly inputs: ReadonlySet<string>;
  /** Tensors that tell the model where each request begins. */
  readonly batchInputs: readonly BatchInput[];
  /** Output -> the input whose shape it has in each answer. */
  readonly outputs: ReadonlyMap<string, string>;
}

/** Reads it; throws Triton's error where it cannot be followed (model_config_utils.cc, ValidateBatchIO). */
export function readRagged(message: ConfigMessage): RaggedBatching {
  const config = modelConfigOf(message);
  const root = new MessageReader(message);
  const outputs = root.messages('batch_output').flatMap((one) => {
    const kind = one.enumName('kind', 'BATCH_SCATTER_WITH_INPUT_SHAPE');
    const source = sourceOf(one, config, `batch output kind '${kind}'`);
    return one.textList('target_name').map((target) => [target, source] as const);
  });
  const unknown = outputs.find(([target]) => !config.outputs.some(({ name }) => name === target));
  if (unknown !== undefined) {
    throw invalidArgument(`unknown target output name '${unknown[0]}'`);
  }
  return {
    inputs: new Set(config.inputs.flatMap(({ name, allowRaggedBatch }) => (allowRaggedBatch ? [name] : []))),
    batchInputs: root.messages('batch_input').map((one) => batchInputOf(one, config)),
    outputs: new Map(outputs),
  };
}

function batchInputOf(one: MessageReader, config: ModelConfig): BatchInput {
  const kind = one.enumName('kind', 'BATCH_ELEMENT_COUNT');
  const type = one.enumName('data_type', 'TYPE_INVALID');
  const source = sourceOf(one, config, `batch input kind '${kind}'`);
  if (type !== 'TYPE_INT32' && type !== 'TYPE_FP32') {
    throw invalidArgument('batch input data type must be TYPE_INT32 or TYPE_FP32');
  }
  return { kind, targets: one.textList('target_name'), datatype: type === 'TYPE_INT32' ? 'INT32' : 'FP32', source };
}

function sourceOf(one: MessageReader, { inputs }: ModelConfig, what: string): string {
  const [source, ...more] = one.textList('source_input');
  if (source === undefined || more.length > 0) {
    throw invalidArgument(`${what} expects 1 source input, got ${source === undefined ? 0 : more.length + 1}`);
  }
  if (!inputs.some(({ name }) => name === source)) {
    throw invalidArgument(`unknown source input name '${source}'`);
  }
  return source;
}

/** The inputs of some requests one after the other, as one dimension. */
export function joinedRagged(parts: readonly WireTensor[]): WireTensor {
  const [first] = parts;
  if (first === undefined) {
    throw internal('a batch of no request');
  }
  const count = parts.reduce((sum, { shape }) => sum + (elementCount(shape) ?? 0), 0);
  return { ...first, shape: [count], bytes: Buffer.concat(parts.map(({ bytes }) => bytes)) };
}

/** The tensors that tell the model where each request begins (backend, backend_input_collector.cc). */
export function batchTensors({ batchInputs }: RaggedBatching, requests: readonly InferenceRequest[]): WireTensor[] {
  return batchInputs.flatMap(({ kind, targets, datatype, source }) => {
    const { shape, values } = valuesOf(
      kind,
      requests.map((request) => shapeOf(request, source)),
    );
    const bytes = bytesOf(datatype === 'INT32' ? Int32Array.from(values) : Float32Array.from(values));
    return targets.map((name) => ({ name, datatype, shape, bytes }));
  });
}

function valuesOf(
  kind: string,
  shapes: readonly (readonly number[])[],
): { readonly shape: readonly number[]; readonly values: readonly number[] } {
  const list = (values: readonly number[]): { readonly shape: readonly number[]; readonly values: readonly number[] } => ({
    shape: [values.length],
    values,
  });
  const counts = shapes.map((shape) => elementCount(shape) ?? 0);
  const ends = counts.map((_, index) => counts.slice(0, index + 1).reduce((sum, count) => sum + count, 0));
  // Of each entry of each request its dimensions without the one of the batch.
  const items = shapes.flatMap(([batch = 0, ...dims]) => Array.from({ length: batch }, () => dims));
  switch (kind) {
    case 'BATCH_ELEMENT_COUNT':
      return list(counts);
    case 'BATCH_ACCUMULATED_ELEMENT_COUNT':
      return list(ends);
    case 'BATCH_ACCUMULATED_ELEMENT_COUNT_WITH_ZERO':
      return list([0, ...ends]);
    case 'BATCH_MAX_ELEMENT_COUNT_AS_SHAPE':
      return list(Array<number>(Math.max(0, ...counts)).fill(0));
    case 'BATCH_ITEM_SHAPE':
      return { shape: [items.length, items[0]?.length ?? 0], values: items.flat() };
    case 'BATCH_ITEM_SHAPE_FLATTEN':
      return list(items.flat());
    default:
      throw invalidArgument(`unknown batch input kind '${kind}'`);
  }
}

/** The shapes that the parts of an output have; undefined for one that is cut along its batch dimension. */
export function scatteredShapes(
  { outputs }: RaggedBatching,
  output: string,
  requests: readonly InferenceRequest[],
): readonly (readonly number[])[] | undefined {
  const source = outputs.get(output);
  return source === undefined ? undefined : requests.map((request) => shapeOf(request, source));
}

function shapeOf({ inputs }: InferenceRequest, name: string): readonly number[] {
  return inputs.find((input) => input.name === name)?.shape ?? [];
}
