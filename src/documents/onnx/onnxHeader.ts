/** A graph input or output of an ONNX file. */
export interface OnnxTensor {
  readonly name: string;
  readonly kind: 'tensor' | 'sequence' | 'map' | 'optional' | 'sparse tensor' | 'opaque' | 'unknown';
  /** Triton's name of the element type, `TYPE_FP32` …; TYPE_INVALID for what Triton has no type for. */
  readonly dataType: string;
  /** -1 = symbolic or not told. Empty for a scalar and where the file tells no shape. */
  readonly dims: readonly number[];
  /** False where the file leaves the shape to ONNX Runtime. */
  readonly hasShape: boolean;
}

/** What of an ONNX file can be told without its weights; field numbers are those of onnx.proto (ModelProto, GraphProto). */
export interface OnnxHeader {
  readonly irVersion: number;
  /** Version of the operator set by domain; '' is the standard one. */
  readonly opsets: ReadonlyMap<string, number>;
  /** Graph inputs that are not initialisers. */
  readonly inputs: readonly OnnxTensor[];
  readonly outputs: readonly OnnxTensor[];
  /** Files with weights, relative to the folder of the ONNX file. */
  readonly externalFiles: readonly string[];
}

export type OnnxReading =
  | { readonly kind: 'model'; readonly header: OnnxHeader }
  /** `message` is translated and says why the file is no model that can be loaded. */
  | { readonly kind: 'broken'; readonly message: string };

/** TensorProto.DataType by number. */
const dataTypes: ReadonlyMap<number, string> = new Map([
  [1, 'TYPE_FP32'],
  [2, 'TYPE_UINT8'],
  [3, 'TYPE_INT8'],
  [4, 'TYPE_UINT16'],
  [5, 'TYPE_INT16'],
  [6, 'TYPE_INT32'],
  [7, 'TYPE_INT64'],
  [8, 'TYPE_STRING'],
  [9, 'TYPE_BOOL'],
  [10, 'TYPE_FP16'],
  [11, 'TYPE_FP64'],
  [12, 'TYPE_UINT32'],
  [13, 'TYPE_UINT64'],
  [16, 'TYPE_BF16'],
]);

export function tritonType(onnxType: number): string {
  return dataTypes.get(onnxType) ?? 'TYPE_INVALID';
}
