import { asFlag, asText, asUnsigned, explaining, isList, isObject, type JsonValue } from '../json/jsonValue';
import { internal, invalidArgument, TritonError } from '../tritonError';
import type { SequencePosition } from '../model/inferenceRequest';

export interface RequestParameters {
  readonly defaultBinary: boolean;
  readonly priority: number;
  readonly timeoutMicroseconds: number;
  readonly sequence: SequencePosition;
}

export const noParameters: RequestParameters = {
  defaultBinary: false,
  priority: 0,
  timeoutMicroseconds: 0,
  sequence: { id: 0n, isStart: false, isEnd: false },
};

/** The request's own `parameters` (http_server.cc, EVRequestToTritonRequest). Unknown ones are for the backend, which here has no use for them. */
export function readParameters(json: JsonValue): RequestParameters {
  if (!isObject(json)) {
    throw internal('failed to get request params.: attempt to get members for non-object');
  }
  return [...json].reduce<RequestParameters>((read, [name, value]) => ({ ...read, ...parameter(name, value, read) }), noParameters);
}

function parameter(name: string, value: JsonValue, read: RequestParameters): Partial<RequestParameters> {
  switch (name) {
    case 'sequence_id':
      return { sequence: { ...read.sequence, id: sequenceId(value) } };
    case 'sequence_start':
      return { sequence: { ...read.sequence, isStart: parsing(name, () => asFlag(value)) } };
    case 'sequence_end':
      return { sequence: { ...read.sequence, isEnd: parsing(name, () => asFlag(value)) } };
    case 'priority':
      return { priority: Number(parsing(name, () => asUnsigned(value))) };
    case 'timeout':
      return { timeoutMicroseconds: Number(parsing(name, () => asUnsigned(value))) };
    case 'binary_data_output':
      return { defaultBinary: parsing(name, () => asFlag(value)) };
    default:
      if (name.startsWith('triton_')) {
        throw invalidArgument("parameter keys starting with 'triton_' are reserved for Triton usage and should not be specified.");
      }
      checkCustom(name, value);
      return {};
  }
}

/** A number, or else a text. */
function sequenceId(value: JsonValue): bigint | string {
  const isUnsigned = (typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value))) && value >= 0;
  if (isUnsigned) {
    return BigInt(value);
  }
  const text = parsing('sequence_id', () => asText(value));
  if (text.length > 128) {
    throw new TritonError('UNSUPPORTED', 'string correlation ID cannot be longer than 128 characters');
  }
  return text;
}

/** A parameter for the backend. */
export function checkCustom(name: string, value: JsonValue): void {
  if (value === null || isList(value) || isObject(value)) {
    throw invalidArgument(`parameter '${name}' has invalid type. It should be either 'int', 'bool', or 'string'.`);
  }
}

function parsing<T>(name: string, read: () => T): T {
  return explaining(`Unable to parse '${name}'`, read);
}
