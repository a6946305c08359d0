import { DecodeError, Fields } from '../../base/decode';
import { dataTypeOf, elementCount, elementWidth } from './dataTypes';
import type { InferResponse } from './inferRequest';
import { elementsOfJson, parseTritonJson } from './jsonElements';
import { elementsOf, unpackBytes } from './tensorBytes';
import type { DataType, Tensor, TensorData } from './tensor';

/** Of the JSON in front of binary tensors. Real ones have a few hundred bytes. */
const longestHeader = 1024 * 1024;

/**
 * Decodes the answer of POST …/infer, JSON and binary outputs mixed. `headerLength` is the response header
 * Inference-Header-Content-Length; without it all is JSON. Binary outputs are views of `body` where their place in it allows.
 * Throws a DecodeError that names the field, before any memory is taken for it.
 */
export function decodeInferResponse(body: Uint8Array, headerLength: string | undefined): InferResponse {
  const jsonLength = jsonLengthOf(body, headerLength);
  const root = Fields.of(parseTritonJson(body.subarray(0, jsonLength), 'answer'), 'answer');
  const binary = new BinaryPart(body.subarray(jsonLength));
  const outputs = root.list('outputs', (raw, path) => outputOf(Fields.of(raw, path), binary));
  const names = outputs.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new DecodeError('answer.outputs', 'every output once', twice);
  }
  if (binary.left > 0) {
    throw new DecodeError('answer', 'no bytes after the last output', binary.left);
  }
  return { modelName: root.text('model_name'), modelVersion: root.optionalText('model_version') ?? '', outputs };
}

function jsonLengthOf(body: Uint8Array, headerLength: string | undefined): number {
  if (headerLength === undefined) {
    return body.byteLength;
  }
  const length = /^\d{1,10}$/.test(headerLength) ? Number(headerLength) : NaN;
  if (!(length > 0 && length <= Math.min(body.byteLength, longestHeader))) {
    throw new DecodeError('Inference-Header-Content-Length', `1 to ${Math.min(body.byteLength, longestHeader)}`, headerLength);
  }
  return length;
}

/** The tensors after the JSON, in the order in which the JSON lists them. */
class BinaryPart {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get left(): number {
    return this.bytes.byteLength - this.at;
  }

  take(size: number, path: string): Uint8Array {
    if (!Number.isSafeInteger(size) || size < 0 || size > this.left) {
      throw new DecodeError(path, `a size of at most the ${this.left} bytes that are left`, size);
    }
    this.at += size;
    return this.bytes.subarray(this.at - size, this.at);
  }
}

function outputOf(fields: Fields, binary: BinaryPart): Tensor {
  const name = fields.text('name');
  const datatype = dataTypeOf(fields.unknown('datatype'), `${fields.path}.datatype`);
  const shape = fields.list('shape', dimensionOf);
  const count = elementCount(shape);
  if (count === undefined) {
    throw new DecodeError(`${fields.path}.shape`, 'dimensions whose product can be counted', shape);
  }
  const size = fields.optionalFields('parameters')?.optionalNumber('binary_data_size');
  if (size === undefined) {
    return { name, datatype, shape, data: elementsOfJson(fields.unknown('data'), `${fields.path}.data`, { datatype, shape, count }) };
  }
  const path = `${fields.path}.parameters.binary_data_size`;
  return { name, datatype, shape, data: binaryData(binary.take(size, path), datatype, count, path) };
}

function binaryData(bytes: Uint8Array, datatype: DataType, count: number, path: string): TensorData {
  if (datatype === 'BYTES') {
    const { elements, rest } = unpackBytes(bytes, count);
    if (elements.length !== count || rest !== 0) {
      throw new DecodeError(path, `${count} elements, each with its length in front`, elements);
    }
    return elements;
  }
  if (bytes.byteLength !== count * elementWidth(datatype)) {
    throw new DecodeError(path, `${count * elementWidth(datatype)}, as the shape says`, bytes.byteLength);
  }
  return elementsOf(datatype, bytes);
}

function dimensionOf(raw: unknown, path: string): number {
  if (typeof raw !== 'number' || !Number.isSafeInteger(raw) || raw < 0) {
    throw new DecodeError(path, 'a whole number from 0', raw);
  }
  return raw;
}
