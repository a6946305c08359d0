import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/errors';
import { formatBytes } from '../../base/quantities';
import { elementCount, elementWidth } from './dataTypes';
import type { InferRequest } from './inferRequest';
import { jsonDataOf } from './jsonData';
import { bytesOf, isBytesData } from './tensorBytes';
import type { Tensor } from './tensor';

/** The body of POST …/infer in parts, to be written one after the other: nothing was copied to put them together. */
export interface EncodedRequest {
  /** Content-Type, Content-Length and, for binary tensors, Inference-Header-Content-Length. */
  readonly headers: Readonly<Record<string, string>>;
  readonly parts: readonly Uint8Array[];
  readonly byteLength: number;
}

/** Triton refuses more JSON than this by itself (`--http-max-input-size`). */
const longestJson = 64 * 1024 * 1024;

/**
 * Binary tensor data extension of KServe v2: a JSON header, then the tensors as they lie in memory. Spaces make the header's length a
 * multiple of 8, so that a server can use the first tensor where it lies, whatever its type. All outputs are asked for in binary too.
 */
export function encodeBinaryRequest(request: InferRequest): EncodedRequest {
  const tensors = request.inputs.map((input) => checkedBytesOf(input));
  const inputs = request.inputs.map(({ name, shape, datatype }, index) => ({
    name,
    shape,
    datatype,
    parameters: { binary_data_size: tensors[index]?.byteLength ?? 0 },
  }));
  // A listed output comes back as JSON unless it asks for itself; without a list the request asks for all (binary_data_output).
  const outputs = request.outputs
    ? { outputs: request.outputs.map(({ name, classes }) => ({ name, parameters: { ...classification(classes), binary_data: true } })) }
    : { parameters: { binary_data_output: true } };
  const header = Buffer.from(padded(JSON.stringify({ ...idOf(request), inputs, ...outputs })));
  const parts = [header, ...tensors];
  const byteLength = lengthOf(parts);
  return {
    headers: {
      'Content-Type': 'application/octet-stream',
      'Content-Length': String(byteLength),
      'Inference-Header-Content-Length': String(header.byteLength),
    },
    parts,
    byteLength,
  };
}

/** Everything as JSON, for servers without that extension. UserError `json-too-large`, or `json-datatype` for FP16 and BF16. */
export function encodeJsonRequest(request: InferRequest): EncodedRequest {
  const outputs = request.outputs?.map(({ name, classes }) =>
    classes === undefined ? { name } : { name, parameters: classification(classes) },
  );
  const before = JSON.stringify({ ...idOf(request), ...(outputs && { outputs }), inputs: [] }).slice(0, -2);
  const parts: Uint8Array[] = [Buffer.from(before)];
  request.inputs.forEach((input, index) => {
    checkedBytesOf(input);
    const { name, shape, datatype } = input;
    parts.push(Buffer.from(`${index === 0 ? '' : ','}${JSON.stringify({ name, shape, datatype }).slice(0, -1)},"data":`));
    for (const part of jsonDataOf(input)) {
      parts.push(Buffer.from(part));
      refuseOver(longestJson, parts);
    }
    parts.push(Buffer.from('}'));
  });
  parts.push(Buffer.from(']}'));
  const byteLength = lengthOf(parts);
  return { headers: { 'Content-Type': 'application/json', 'Content-Length': String(byteLength) }, parts, byteLength };
}

/** A tensor whose data does not fill its shape is a mistake of ours, not of the user or the server. */
function checkedBytesOf({ name, datatype, shape, data }: Tensor): Uint8Array {
  const count = elementCount(shape);
  const bytes = bytesOf(data);
  const fits = isBytesData(data)
    ? datatype === 'BYTES' && data.length === count
    : datatype !== 'BYTES' && count !== undefined && bytes.byteLength === count * elementWidth(datatype);
  if (!fits) {
    throw new Error(`tensor ${name}: ${data.length} elements do not make ${datatype} [${shape.join(', ')}]`);
  }
  return bytes;
}

function idOf({ id }: InferRequest): { readonly id?: string } {
  return id === undefined ? {} : { id };
}

function classification(classes: number | undefined): { readonly classification?: number } {
  return classes === undefined ? {} : { classification: classes };
}

/** By its length in bytes: a name may hold characters that take more than one. */
function padded(json: string): string {
  return json + ' '.repeat((8 - (Buffer.byteLength(json) % 8)) % 8);
}

function lengthOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((total, part) => total + part.byteLength, 0);
}

function refuseOver(limit: number, parts: readonly Uint8Array[]): void {
  if (lengthOf(parts) > limit) {
    throw new UserError(
      l10n.t(
        'The server takes tensors as text only, and this request would be longer than {0}. Send fewer pictures at once.',
        formatBytes(limit),
      ),
      'json-too-large',
    );
  }
}
