import type { Tensor, TensorConstructor } from 'onnxruntime-node';
import { elementWidth, type FixedDataType } from '../../../inference/kserve/dataTypes';
import { fromBf16, toBf16 } from '../../../inference/kserve/halfPrecision';
import { bytesOf, packBytes, unpackBytes } from '../../../inference/kserve/tensorBytes';
import type { DataType } from '../../../inference/kserve/tensor';
import { decodeStrings, encodeStrings } from './stringTensor';

type Make = (of: TensorConstructor, block: ArrayBuffer, offset: number, length: number, dims: readonly number[]) => Tensor;

/** Views on the tensor's own memory. BF16 goes in as FP32: ONNX Runtime's JavaScript interface has no BF16 (bfloat16Model.ts). */
const makers: Readonly<Record<FixedDataType, Make>> = {
  BOOL: (of, block, offset, length, dims) => new of('bool', new Uint8Array(block, offset, length), dims),
  UINT8: (of, block, offset, length, dims) => new of('uint8', new Uint8Array(block, offset, length), dims),
  UINT16: (of, block, offset, length, dims) => new of('uint16', new Uint16Array(block, offset, length), dims),
  UINT32: (of, block, offset, length, dims) => new of('uint32', new Uint32Array(block, offset, length), dims),
  UINT64: (of, block, offset, length, dims) => new of('uint64', new BigUint64Array(block, offset, length), dims),
  INT8: (of, block, offset, length, dims) => new of('int8', new Int8Array(block, offset, length), dims),
  INT16: (of, block, offset, length, dims) => new of('int16', new Int16Array(block, offset, length), dims),
  INT32: (of, block, offset, length, dims) => new of('int32', new Int32Array(block, offset, length), dims),
  INT64: (of, block, offset, length, dims) => new of('int64', new BigInt64Array(block, offset, length), dims),
  FP16: (of, block, offset, length, dims) => new of('float16', new Uint16Array(block, offset, length), dims),
  BF16: (of, block, offset, length, dims) => new of('float32', Float32Array.from(new Uint16Array(block, offset, length), fromBf16), dims),
  FP32: (of, block, offset, length, dims) => new of('float32', new Float32Array(block, offset, length), dims),
  FP64: (of, block, offset, length, dims) => new of('float64', new Float64Array(block, offset, length), dims),
};

/** Wire bytes as a tensor of ONNX Runtime. `elements` is the product of `dims`. */
export function ortTensorOf(of: TensorConstructor, datatype: FixedDataType, bytes: Uint8Array, dims: readonly number[]): Tensor {
  const width = elementWidth(datatype);
  // A view must begin on a multiple of the element's width; where it does not, the bytes are moved.
  const block = bytes.byteOffset % width === 0 && bytes.buffer instanceof ArrayBuffer ? bytes : new Uint8Array(bytes);
  return makers[datatype](of, asBlock(block), block.byteOffset, bytes.byteLength / width, dims);
}

export function ortStringsOf(
  of: TensorConstructor,
  bytes: Uint8Array,
  dims: readonly number[],
): { readonly tensor: Tensor; readonly isShifted: boolean } {
  const count = dims.reduce((product, dim) => product * dim, 1);
  const { elements, rest } = unpackBytes(bytes, count);
  if (rest > 0 || elements.length !== count) {
    throw new Error('the bytes of a string tensor end inside an element');
  }
  const { strings, isShifted } = encodeStrings(elements);
  return { tensor: new of('string', strings, dims), isShifted };
}

/** A tensor of ONNX Runtime as wire bytes of the given type, on the tensor's own memory where that is possible. */
export function wireBytesOf(tensor: Tensor, datatype: DataType, isShifted: boolean): Uint8Array {
  const { data } = tensor;
  if (isTextList(data)) {
    return packBytes(decodeStrings(data, isShifted));
  }
  if (datatype === 'BF16' && data instanceof Float32Array) {
    return bytesOf(Uint16Array.from(data, toBf16));
  }
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function isTextList(data: Tensor.DataType): data is string[] {
  return Array.isArray(data);
}

function asBlock(bytes: Uint8Array): ArrayBuffer {
  if (bytes.buffer instanceof ArrayBuffer) {
    return bytes.buffer;
  }
  throw new Error('tensors do not lie on shared memory');
}
