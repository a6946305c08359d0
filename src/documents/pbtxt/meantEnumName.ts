import { nearest } from '../../base/nearest';

/** Element types by the names that NumPy, PyTorch, ONNX and C have for them. */
const otherTypeNames: Readonly<Record<string, string>> = {
  FLOAT: 'TYPE_FP32',
  FLOAT16: 'TYPE_FP16',
  FLOAT32: 'TYPE_FP32',
  FLOAT64: 'TYPE_FP64',
  HALF: 'TYPE_FP16',
  DOUBLE: 'TYPE_FP64',
  BFLOAT16: 'TYPE_BF16',
  INT: 'TYPE_INT32',
  LONG: 'TYPE_INT64',
  BYTES: 'TYPE_STRING',
  STR: 'TYPE_STRING',
  BOOLEAN: 'TYPE_BOOL',
};

/** `FP32`, `float32`, `fp32` and `"TYPE_FP32"` for TYPE_FP32; `GPU` for KIND_GPU; else the name that is nearest. */
export function meantEnumName(written: string, names: readonly string[]): string | undefined {
  const word = written.replace(/^["']|["']$/g, '').toUpperCase();
  const [prefix = ''] = /^[A-Z]+_/.exec(names[0] ?? '') ?? [];
  const known = [word, `${prefix}${word}`, otherTypeNames[word]].find((one) => one !== undefined && names.includes(one));
  return known ?? nearest(word, names) ?? nearest(`${prefix}${word}`, names);
}
