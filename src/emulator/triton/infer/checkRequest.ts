import type { ModelConfig, TensorConfig } from '../../../documents/pbtxt/modelConfig';
import { elementCount, elementWidth } from '../../../inference/kserve/dataTypes';
import type { DataType } from '../../../inference/kserve/tensor';
import { dimsText } from '../config/onnxTensors';
import { requestPrefix, type InferenceRequest, type WireTensor } from '../model/inferenceRequest';
import { wireTypeOf } from '../model/ortDataTypes';
import { invalidArgument, type TritonError } from '../tritonError';
import { wrappedCount, type ParsedInput, type ParsedRequest } from './parsedRequest';

const BATCH_NOTE =
  'NOTE: Setting a non-zero max_batch_size in the model config requires a batch dimension to be prepended to each input shape. If you want ' +
  'to specify the full shape including the batch dim in your input dims config, try setting max_batch_size to zero. See the model ' +
  'configuration docs for more info on max_batch_size.';

/** Checks a request against its model in the order of Triton's core (infer_request.cc, Normalize), whose first complaint is thrown. */
export function checkRequest(parsed: ParsedRequest, config: ModelConfig, arrived: bigint): InferenceRequest {
  return new Checker(parsed, config).check(arrived);
}

class Checker {
  constructor(
    private readonly parsed: ParsedRequest,
    private readonly config: ModelConfig,
  ) {}

  check(arrived: bigint): InferenceRequest {
    const { parsed, config } = this;
    const inputs = parsed.isRaw ? [this.rawInput(parsed.inputs[0])] : parsed.inputs;
    const outputs = this.outputNames();
    this.checkCount(inputs);
    const specs = inputs.map((input) => ({ input, spec: this.specOf(input) }));
    const batchSize = config.maxBatchSize > 0 ? this.batchSize(inputs) : 0;
    // A signed 32-bit number in Triton: what is far too large is refused for its bytes.
    if ((batchSize | 0) > config.maxBatchSize) {
      throw this.refusal(`inference request batch-size must be <= ${config.maxBatchSize} for '${config.name}'`);
    }
    const tensors = specs.map(({ input, spec }) => this.tensor(input, spec, batchSize));
    const { id, priority, timeoutMicroseconds, sequence } = parsed;
    return { id, inputs: tensors, outputs, batchSize, priority, timeoutMicroseconds, sequence, arrived };
  }

  /** A raw body gets its name, type and shape from the configuration; at most one dimension follows from its size. */
  private rawInput(body: ParsedInput | undefined): ParsedInput {
    const [spec] = this.config.inputs;
    if (spec === undefined || body === undefined || this.config.inputs.length !== 1) {
      throw this.refusal(
        `Raw request must only have 1 input (found 1) to be deduced but got ${this.config.inputs.length} inputs in '${this.config.name}' model configuration`,
      );
    }
    if (spec.dims.filter((dim) => dim === -1).length > 1) {
      throw this.refusal(
        `The shape of the raw input '${spec.name}' can not be deduced because there are more than one variable-sized dimension`,
      );
    }
    const datatype = wireTypeOf(spec.dataType);
    const batch = this.config.maxBatchSize > 0 ? [1] : [];
    if (datatype === undefined || datatype === 'BYTES') {
      return this.rawText(spec, body, batch);
    }
    const fixed = spec.dims.reduce((product, dim) => (dim === -1 ? product : product * dim), 1);
    const variable = Math.floor(body.bytes.byteLength / fixed / elementWidth(datatype));
    return { ...body, datatype, shape: [...batch, ...spec.dims.map((dim) => (dim === -1 ? variable : dim))] };
  }

  private rawText(spec: TensorConfig, body: ParsedInput, batch: readonly number[]): ParsedInput {
    if (spec.dims.some((dim) => dim !== 1)) {
      throw this.refusal(`For BYTE datatype raw input '${spec.name}', the model must have input shape [1]`);
    }
    const bytes = new Uint8Array(4 + body.bytes.byteLength);
    new DataView(bytes.buffer).setUint32(0, body.bytes.byteLength, true);
    bytes.set(body.bytes, 4);
    return { ...body, datatype: 'BYTES', shape: [...batch, ...spec.dims], bytes };
  }

  private outputNames(): string[] {
    const known = this.config.outputs.map((output) => output.name);
    const wanted = this.parsed.outputs.map((output) => output.name);
    const unknown = wanted.find((name) => !known.includes(name));
    if (unknown !== undefined) {
      throw invalidArgument(`unexpected inference output '${unknown}' for model '${this.config.name}'`);
    }
    return wanted.length === 0 ? known : [...new Set(wanted)];
  }

  private checkCount(inputs: readonly ParsedInput[]): void {
    const all = this.config.inputs.length;
    const required = this.config.inputs.filter((input) => !input.optional);
    if (inputs.length <= all && inputs.length >= required.length) {
      return;
    }
    const given = inputs.map((input) => input.name);
    const missing = required.filter((input) => !given.includes(input.name)).map((input) => input.name);
    const expected = required.length === all ? `expected ${all} inputs` : `expected number of inputs between ${required.length} and ${all}`;
    // When nothing is missing Triton cuts the opening bracket off its empty list.
    const missingText = missing.length === 0 ? ']' : quoted(missing);
    throw this.refusal(
      `${expected} but got ${given.length} inputs for model '${this.config.name}'. Got input(s) ${quoted(given)}, but missing required input(s) ` +
        `${missingText}. Please provide all required input(s).`,
    );
  }

  private specOf({ name }: ParsedInput): TensorConfig {
    const spec = this.parsed.isRaw ? this.config.inputs[0] : this.config.inputs.find((one) => one.name === name);
    if (spec === undefined) {
      throw invalidArgument(`unexpected inference input '${name}' for model '${this.config.name}'`);
    }
    return spec;
  }

  private batchSize(inputs: readonly ParsedInput[]): number {
    let batch = 0;
    for (const { name, shape } of inputs) {
      const [first] = shape;
      if (first === undefined) {
        throw this.refusal(`input '${name}' has no shape but model requires batch dimension for '${this.config.name}'`);
      }
      if (batch !== 0 && first !== batch) {
        throw this.refusal(`input '${name}' batch size does not match other inputs for '${this.config.name}'`);
      }
      batch = first >>> 0;
    }
    return batch;
  }

  private tensor(input: ParsedInput, spec: TensorConfig, batchSize: number): WireTensor {
    const { name, maxBatchSize } = this.config;
    const expected = wireTypeOf(spec.dataType);
    if (input.datatype === undefined || input.datatype !== expected) {
      throw this.refusal(
        `inference input '${input.name}' data-type is '${input.datatype ?? '<invalid>'}', but model '${name}' expects '${expected ?? '<invalid>'}'`,
      );
    }
    if (input.shape.includes(-1)) {
      throw this.refusal(
        `All input dimensions should be specified for input '${input.name}' for model '${name}', got ${dimsText(input.shape)}`,
      );
    }
    const inner = maxBatchSize > 0 ? input.shape.slice(1) : input.shape;
    const fits = inner.length === spec.dims.length && inner.every((dim, i) => spec.dims[i] === -1 || spec.dims[i] === dim);
    if (!fits) {
      const full = maxBatchSize > 0 ? [-1, ...spec.dims] : spec.dims;
      throw this.refusal(
        `unexpected shape for input '${input.name}' for model '${name}'. Expected ${dimsText(full)}, got ${dimsText(input.shape)}. ` +
          (maxBatchSize > 0 ? BATCH_NOTE : ''),
      );
    }
    // A batch of 0 counts as no batch dimension at all, so that its missing bytes are what is complained about.
    this.checkBytes(input, input.datatype, batchSize > 0 ? [batchSize, ...inner] : inner);
    return { name: spec.name, datatype: input.datatype, shape: input.shape, bytes: input.bytes };
  }

  private checkBytes({ name, bytes }: ParsedInput, datatype: DataType, shape: readonly number[]): void {
    const model = this.config.name;
    const count = shape.length === 0 ? 1 : wrappedCount(shape);
    if (datatype === 'BYTES') {
      this.checkElements(name, bytes, count);
    } else {
      const expected = Number(BigInt.asIntN(64, BigInt(count) * BigInt(elementWidth(datatype))));
      if (expected !== bytes.byteLength) {
        throw this.refusal(
          `input byte size mismatch for input '${name}' for model '${model}'. Expected ${expected}, got ${bytes.byteLength}`,
        );
      }
    }
    if (elementCount(shape) === undefined) {
      // Its bytes fit only because numbers wrap: Triton itself ends with a signal.
      throw this.refusal(`the shape of input '${name}' for model '${model}' has more elements than a tensor can hold`);
    }
  }

  private checkElements(name: string, bytes: Uint8Array, count: number): void {
    const model = this.config.name;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let found = 0;
    let at = 0;
    while (at < bytes.byteLength) {
      if (bytes.byteLength - at < 4) {
        throw this.refusal(
          `incomplete string length indicator for inference input '${name}' for model '${model}', expecting 4 bytes but only ` +
            `${bytes.byteLength - at} bytes available. Please make sure the string length indicator is in one buffer.`,
        );
      }
      at += 4 + view.getUint32(at, true);
      found += 1;
    }
    if (found > count) {
      throw this.refusal(
        `unexpected number of string elements ${found} for inference input '${name}' for model '${model}', expecting ${count}`,
      );
    }
    if (found < count) {
      throw this.refusal(`expected ${count} string elements for inference input '${name}' for model '${model}', got ${found}`);
    }
  }

  private refusal(text: string): TritonError {
    return invalidArgument(requestPrefix(this.parsed.id) + text);
  }
}

function quoted(names: readonly string[]): string {
  return `[${names.map((name) => `'${name}'`).join(',')}]`;
}
