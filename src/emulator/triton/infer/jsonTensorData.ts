import { elementWidth, type FixedDataType } from '../../../inference/kserve/dataTypes';
import type { DataType } from '../../../inference/kserve/tensor';
import { asDouble, asFlag, asSigned, asText, asUnsigned, explaining, isList, type JsonValue } from '../json/jsonValue';
import { internal, invalidArgument } from '../tritonError';

type Write = (view: DataView, at: number, value: JsonValue) => void;

/** How one element of JSON data gets into memory; integers beyond the type wrap, as a C++ cast does (http_server.cc, ReadDataFromJsonHelper). */
const writers: Readonly<Record<Exclude<FixedDataType, 'FP16' | 'BF16'>, Write>> = {
  BOOL: (view, at, value) => {
    view.setUint8(at, asFlag(value) ? 1 : 0);
  },
  UINT8: (view, at, value) => {
    view.setUint8(at, low(asUnsigned(value)));
  },
  UINT16: (view, at, value) => {
    view.setUint16(at, low(asUnsigned(value)), true);
  },
  UINT32: (view, at, value) => {
    view.setUint32(at, low(asUnsigned(value)), true);
  },
  UINT64: (view, at, value) => {
    view.setBigUint64(at, BigInt(asUnsigned(value)), true);
  },
  INT8: (view, at, value) => {
    view.setInt8(at, low(asSigned(value)));
  },
  INT16: (view, at, value) => {
    view.setInt16(at, low(asSigned(value)), true);
  },
  INT32: (view, at, value) => {
    view.setInt32(at, low(asSigned(value)), true);
  },
  INT64: (view, at, value) => {
    view.setBigInt64(at, BigInt(asSigned(value)), true);
  },
  FP32: (view, at, value) => {
    view.setFloat32(at, asDouble(value), true);
  },
  FP64: (view, at, value) => {
    view.setFloat64(at, asDouble(value), true);
  },
};

/** The bytes of a tensor given as JSON, `count` elements nested in any way. Throws Triton's errors. */
export function tensorFromJson(input: string, datatype: DataType | undefined, data: readonly JsonValue[], count: number): Uint8Array {
  switch (datatype) {
    case undefined:
      throw invalidArgument(`invalid datatype for input ${input}`);
    case 'FP16':
    case 'BF16':
      throw invalidArgument(`receiving ${datatype} data via JSON is not supported. Please use the binary data format for input ${input}`);
    case 'BYTES':
      return bytesFromJson(data);
    default:
      return explaining("Unable to parse 'data'", () => fixedFromJson(datatype, data, count));
  }
}

function fixedFromJson(datatype: Exclude<FixedDataType, 'FP16' | 'BF16'>, data: readonly JsonValue[], count: number): Uint8Array {
  const width = elementWidth(datatype);
  // A shape may promise more than anybody sent: memory is taken for what is there.
  const present = Math.max(0, Math.min(count, countOf(data)));
  const bytes = new Uint8Array(present * width);
  const view = new DataView(bytes.buffer);
  const write = writers[datatype];
  let at = 0;
  const walk = (values: readonly JsonValue[]): void => {
    for (const value of values) {
      if (isList(value)) {
        walk(value);
      } else {
        if (at >= count) {
          throw internal("Shape does not match true shape of 'data' field");
        }
        write(view, at * width, value);
        at += 1;
      }
    }
  };
  walk(data);
  if (at !== count) {
    throw internal("Shape does not match true shape of 'data' field");
  }
  return bytes;
}

function bytesFromJson(data: readonly JsonValue[]): Uint8Array {
  const texts: string[] = [];
  const walk = (values: readonly JsonValue[]): void => {
    for (const value of values) {
      if (isList(value)) {
        walk(value);
      } else {
        texts.push(explaining('Unable to parse JSON bytes array', () => asText(value)));
      }
    }
  };
  walk(data);
  const packed = new Uint8Array(texts.reduce((total, text) => total + 4 + text.length, 0));
  const view = new DataView(packed.buffer);
  let at = 0;
  for (const text of texts) {
    view.setUint32(at, text.length, true);
    packed.set(Buffer.from(text, 'latin1'), at + 4);
    at += 4 + text.length;
  }
  return packed;
}

function countOf(values: readonly JsonValue[]): number {
  return values.reduce<number>((total, value) => total + (isList(value) ? countOf(value) : 1), 0);
}

/** The low 32 bits, which is all that the narrower setters look at. */
function low(value: number | bigint): number {
  return typeof value === 'bigint' ? Number(BigInt.asIntN(32, value)) : value % 2 ** 32;
}
