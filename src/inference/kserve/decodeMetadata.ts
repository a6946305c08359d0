import { DecodeError, Fields, listOf, textOf } from '../../base/decode';
import { dataTypeOf } from './dataTypes';
import type { ModelConfigSummary, ModelMetadata, TensorMetadata } from './modelMetadata';

/** GET /v2/models/M. Throws a DecodeError. */
export function modelMetadataOf(raw: unknown): ModelMetadata {
  const fields = Fields.of(raw, 'modelMetadata');
  return {
    name: fields.text('name'),
    versions: fields.optionalList('versions', textOf) ?? [],
    platform: fields.optionalText('platform') ?? '',
    inputs: fields.list('inputs', tensorMetadataOf),
    outputs: fields.list('outputs', tensorMetadataOf),
  };
}

function tensorMetadataOf(raw: unknown, path: string): TensorMetadata {
  const fields = Fields.of(raw, path);
  return {
    name: fields.text('name'),
    datatype: dataTypeOf(fields.unknown('datatype'), `${path}.datatype`),
    shape: fields.list('shape', dimensionOf),
  };
}

function dimensionOf(raw: unknown, path: string): number {
  if (typeof raw !== 'number' || !Number.isSafeInteger(raw) || raw < -1) {
    throw new DecodeError(path, 'a whole number from -1', raw);
  }
  return raw;
}

/** GET /v2/models/M/config: the model_config.proto message as JSON, snake_case, fields of their default value often left out. */
export function modelConfigOf(raw: unknown): ModelConfigSummary {
  const fields = Fields.of(raw, 'modelConfig');
  const inputs = fields.optionalList('input', (item, path) => Fields.of(item, path)) ?? [];
  const outputs = fields.optionalList('output', (item, path) => Fields.of(item, path)) ?? [];
  const labelled = outputs.filter((output) => (output.optionalText('label_filename') ?? '') !== '');
  return {
    maxBatchSize: fields.optionalNumber('max_batch_size') ?? 0,
    formats: new Map(inputs.map((input) => [input.text('name'), input.optionalText('format') ?? 'FORMAT_NONE'])),
    labelledOutputs: new Set(labelled.map((output) => output.text('name'))),
  };
}

/** POST /v2/repository/index: one entry for each version; each name once, in the server's order. */
export function modelNamesOf(raw: unknown): string[] {
  const names = listOf(raw, 'repositoryIndex', (item, path) => Fields.of(item, path).text('name'));
  return [...new Set(names)];
}

/** GET /v2: whether the server says that it takes tensors in binary. */
export function takesBinaryTensors(raw: unknown): boolean {
  return (Fields.of(raw, 'serverMetadata').optionalList('extensions', textOf) ?? []).includes('binary_tensor_data');
}
