import { isDataType } from '../../../inference/kserve/dataTypes';
import type { DataType } from '../../../inference/kserve/tensor';
import { asFlag, asList, asName, asText, asUnsigned, explaining, isObject, memberOf, type JsonValue } from '../json/jsonValue';
import { readJson } from '../json/readJson';
import type { SharedSlice } from '../sharedMemory';
import { internal, invalidArgument } from '../tritonError';
import { tensorFromJson } from './jsonTensorData';
import { givenTwice, RAW_INPUT, wrappedCount, type ParsedInput, type ParsedOutput, type ParsedRequest } from './parsedRequest';
import { noParameters, readParameters } from './requestParameters';

/** --http-max-input-size of Triton since release 25.06; JSON beyond it would also hold up every other request for seconds. */
const MAX_JSON = 64 * 1024 * 1024;

/**
 * Reads the body of an infer request: `headerLength` bytes of JSON and then the binary tensors in the order of the JSON; a length
 * of 0 means that the whole body is one tensor. Throws Triton's errors (http_server.cc, EVRequestToTritonRequest).
 */
export function readInferRequest(body: Uint8Array, headerLength: number, model: string, maxDepth?: number): ParsedRequest {
  if (headerLength === 0) {
    const input: ParsedInput = { name: RAW_INPUT, datatype: undefined, shape: [], bytes: body };
    return { ...noParameters, id: '', inputs: [input], outputs: [], defaultBinary: true, isRaw: true };
  }
  if (headerLength > MAX_JSON) {
    throw invalidArgument(
      `request JSON size of ${headerLength} bytes exceeds the maximum allowed input size of ${MAX_JSON} bytes. Use --http-max-input-size to increase the limit.`,
    );
  }
  const json = readJson(Buffer.from(body.buffer, body.byteOffset, headerLength).toString('latin1'), maxDepth);
  const id = find(json, 'id');
  const written = find(json, 'parameters');
  const head = {
    id: id === undefined ? '' : explaining("Unable to parse 'id'", () => asName(id)),
    ...(written === undefined ? noParameters : readParameters(written)),
  };
  const inputs = new InputReader(body, headerLength, { id: head.id, model }).inputs(json);
  return { ...head, inputs, outputs: readOutputs(json), isRaw: false };
}

/** No tensor has more, and no machine the memory for it. */
const MOST_ELEMENTS = 2 ** 31;

class InputReader {
  constructor(
    private readonly body: Uint8Array,
    /** Where the next binary tensor begins. */
    private at: number,
    private readonly request: { readonly id: string; readonly model: string },
  ) {}

  inputs(json: JsonValue): ParsedInput[] {
    const list = explaining("Unable to parse 'inputs'", () => asList(memberOf(json, 'inputs')));
    const inputs = new Map<string, ParsedInput>();
    for (const json of list) {
      const input = this.input(json, inputs);
      inputs.set(input.name, input);
    }
    if (this.at !== this.body.byteLength) {
      throw invalidArgument(`unexpected additional input data for model '${this.request.model}'`);
    }
    return [...inputs.values()];
  }

  private input(json: JsonValue, before: ReadonlyMap<string, ParsedInput>): ParsedInput {
    checkContent(json);
    const name = explaining("Unable to parse 'name'", () => asName(memberOf(json, 'name')));
    const typeName = explaining("Unable to parse 'datatype'", () => asText(memberOf(json, 'datatype')));
    const shape = explaining("Unable to parse 'shape'", () => asList(memberOf(json, 'shape')).map(dimension));
    const datatype = isDataType(typeName) ? typeName : undefined;
    if (before.has(name)) {
      throw givenTwice(name, this.request.id);
    }
    const shared = sliceOf(find(json, 'parameters'));
    if (shared !== undefined) {
      return { name, datatype, shape, bytes: new Uint8Array(0), shared };
    }
    return { name, datatype, shape, bytes: this.bytes(json, name, { datatype, shape }) };
  }

  private bytes(
    json: JsonValue,
    name: string,
    { datatype, shape }: { readonly datatype: DataType | undefined; readonly shape: readonly number[] },
  ): Uint8Array {
    const parameters = find(json, 'parameters');
    const size = find(parameters, 'binary_data_size');
    if (size !== undefined) {
      return this.binary(
        name,
        explaining("Unable to parse 'binary_data_size'", () => asUnsigned(size)),
      );
    }
    const count = wrappedCount(shape);
    if (count === 0) {
      // Whatever the data are, nobody reads them.
      return new Uint8Array(0);
    }
    if (shape.includes(-1) || (datatype !== 'BYTES' && Math.abs(count) > MOST_ELEMENTS)) {
      // Triton itself ends here with a signal: it takes the memory before it looks at the data.
      throw invalidArgument(`the shape of input '${name}' for model '${this.request.model}' has more elements than a tensor can hold`);
    }
    const data = explaining("Unable to parse 'data'", () => asList(memberOf(json, 'data')));
    return tensorFromJson(name, datatype, data, count);
  }

  private binary(name: string, size: number | bigint): Uint8Array {
    const left = this.body.byteLength - this.at;
    if (size > left) {
      const more = BigInt(size) - BigInt(left);
      throw invalidArgument(`unexpected size for input '${name}', expecting ${more} additional bytes for model '${this.request.model}'`);
    }
    const start = this.at;
    this.at += Number(size);
    return this.body.subarray(start, this.at);
  }
}

/** Exactly one of three ways to give the data (http_server.cc, ValidateInputContentType). */
function checkContent(json: JsonValue): void {
  const parameters = find(json, 'parameters');
  const given = [
    ...(find(json, 'data') === undefined ? [] : ["'data'"]),
    ...(find(parameters, 'binary_data_size') === undefined ? [] : ["'binary_data_size'"]),
    ...(find(parameters, 'shared_memory_region') === undefined ? [] : ["'shared_memory_region'"]),
  ];
  if (given.length !== 1) {
    throw invalidArgument(
      "Input must set only one of the following fields: 'data', 'binary_data_size' in 'parameters', 'shared_memory_region' in 'parameters'. " +
        (given.length === 0 ? 'But no field is set' : `But set ${given.join(' ')}`),
    );
  }
}

function readOutputs(json: JsonValue): ParsedOutput[] {
  const outputs = find(json, 'outputs');
  if (outputs === undefined) {
    return [];
  }
  return explaining("Unable to parse 'outputs'", () => asList(outputs)).map((output) => {
    const name = explaining("Unable to parse 'name'", () => asName(memberOf(output, 'name')));
    const parameters = find(output, 'parameters');
    const classes = find(parameters, 'classification');
    const binary = find(parameters, 'binary_data');
    checkOneWay(parameters);
    const count = classes === undefined ? 0 : explaining("Unable to set 'classification'", () => asUnsigned(classes));
    const shared = sliceOf(parameters);
    return {
      name,
      // Kept in 32 bits.
      classes: Number(BigInt.asUintN(32, BigInt(count))),
      isBinary: binary === undefined ? false : explaining("Unable to parse 'binary_data'", () => asFlag(binary)),
      ...(shared === undefined ? {} : { shared }),
    };
  });
}

/** Triton keeps a dimension as a signed 64-bit number. */
function dimension(json: JsonValue): number {
  return Number(BigInt.asIntN(64, BigInt(asUnsigned(json))));
}

/** An output goes to shared memory or into the answer, not both (http_server.cc, ValidateOutputParameter). */
function checkOneWay(parameters: JsonValue | undefined): void {
  if (find(parameters, 'shared_memory_region') === undefined) {
    return;
  }
  if (find(parameters, 'classification') !== undefined) {
    throw invalidArgument("Output can't set both 'shared_memory_region' and 'classification'");
  }
  const binary = find(parameters, 'binary_data');
  if (binary !== undefined && explaining("Unable to set 'binary_data'", () => asFlag(binary))) {
    throw invalidArgument("Output can't set both 'shared_memory_region' and 'binary_data'");
  }
}

/** Shared memory that is named (http_server.cc, CheckSharedMemoryData); whether it is there is seen to later. */
function sliceOf(parameters: JsonValue | undefined): SharedSlice | undefined {
  const region = find(parameters, 'shared_memory_region');
  const name = region === undefined ? undefined : explaining("Unable to parse 'shared_memory_region'", () => asText(region));
  const [offset = 0n, size = 0n] = ['shared_memory_offset', 'shared_memory_byte_size'].map((member) => {
    const number = find(parameters, member);
    return number === undefined ? 0n : BigInt(explaining(`Unable to parse '${member}'`, () => asUnsigned(number)));
  });
  return name === undefined ? undefined : { region: name, offset, size };
}

/** A member that may be absent; whatever is no object has none. */
function find(json: JsonValue | undefined, name: string): JsonValue | undefined {
  return isObject(json) ? json.get(name) : undefined;
}

/** A body that claims more JSON than it has is refused before anything is read. */
export function checkHeaderLength(length: number, text: string, body: number): void {
  if (length < 0 || length > body) {
    throw invalidArgument(`inference header size should be in range (0, ${body}), got: ${text}`);
  }
  if (!Number.isSafeInteger(length)) {
    throw internal(`inference header size ${text} is no number`);
  }
}
