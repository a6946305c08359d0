import type { DataType } from '../../../inference/kserve/tensor';

interface DataTypeRow {
  /** In a configuration. */
  readonly dataType: string;
  /** On the wire. */
  readonly datatype: DataType;
  /** In ONNX Runtime's JavaScript interface. */
  readonly ort: string;
}

/** The three names of each data type (triton.h, onnxruntime_utils.cc ConvertFromOnnxDataType; onnxruntime-common tensor.ts). */
export const ortTypes: readonly DataTypeRow[] = [
  { dataType: 'TYPE_BOOL', datatype: 'BOOL', ort: 'bool' },
  { dataType: 'TYPE_UINT8', datatype: 'UINT8', ort: 'uint8' },
  { dataType: 'TYPE_UINT16', datatype: 'UINT16', ort: 'uint16' },
  { dataType: 'TYPE_UINT32', datatype: 'UINT32', ort: 'uint32' },
  { dataType: 'TYPE_UINT64', datatype: 'UINT64', ort: 'uint64' },
  { dataType: 'TYPE_INT8', datatype: 'INT8', ort: 'int8' },
  { dataType: 'TYPE_INT16', datatype: 'INT16', ort: 'int16' },
  { dataType: 'TYPE_INT32', datatype: 'INT32', ort: 'int32' },
  { dataType: 'TYPE_INT64', datatype: 'INT64', ort: 'int64' },
  { dataType: 'TYPE_FP16', datatype: 'FP16', ort: 'float16' },
  { dataType: 'TYPE_FP32', datatype: 'FP32', ort: 'float32' },
  { dataType: 'TYPE_FP64', datatype: 'FP64', ort: 'float64' },
  { dataType: 'TYPE_STRING', datatype: 'BYTES', ort: 'string' },
  { dataType: 'TYPE_BF16', datatype: 'BF16', ort: 'bfloat16' },
];

const byConfig: ReadonlyMap<string, DataType> = new Map(ortTypes.map((row) => [row.dataType, row.datatype]));

export function dataTypeOfOrt(ort: string): string {
  return ortTypes.find((row) => row.ort === ort)?.dataType ?? 'TYPE_INVALID';
}

/** `TYPE_FP32` -> `FP32`; undefined for TYPE_INVALID and for numbers that are no type. */
export function wireTypeOf(dataType: string): DataType | undefined {
  return byConfig.get(dataType);
}
