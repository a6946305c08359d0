/** Element types of onnx.proto by Triton's names; those that the tests use. */
const dataTypes: Readonly<Record<string, number>> = {
  TYPE_FP32: 1,
  TYPE_INT32: 6,
  TYPE_INT64: 7,
  TYPE_STRING: 8,
  TYPE_FP16: 10,
  TYPE_UINT32: 12,
};

/** Weights of a test model: an initialiser with so many bytes, in the file or in another one. */
export interface Weights {
  readonly name: string;
  readonly bytes?: number;
  readonly externalFile?: string;
}

/** An ONNX file without nodes, from lines such as `input x TYPE_FP32 [-1,3]` and `output y sequence`; a first line may be `opset 21`. */
export function onnxBytes(description: string, weights: readonly Weights[] = []): Buffer {
  const [, opset = '13'] = /^\s*opset (\d+)$/m.exec(description) ?? [];
  const values = description
    .replace(/^\s*opset .*$/m, '')
    .trim()
    .split('\n')
    .map((line) => {
      const [, direction, name = '', type = '', dims] = /^(input|output) (\S+) (\S+)(?: \[([^\]]*)\])?$/.exec(line.trim()) ?? [];
      return message(direction === 'input' ? 11 : 12, [text(1, name), message(2, valueType(type, dims))]);
    });
  const graph = message(7, [...weights.map(initialiser), ...values]);
  return Buffer.concat([number(1, 8), graph, message(8, [number(2, Number(opset))])]);
}

function valueType(type: string, dims: string | undefined): Buffer[] {
  if (type === 'sequence') {
    return [message(4, [])];
  }
  const shape = (dims ?? '').split(',').filter((dim) => dim !== '');
  const sizes = shape.map((dim) => message(1, [dim === '-1' ? text(2, 'n') : number(1, Number(dim))]));
  return [message(1, [number(1, dataTypes[type] ?? 0), ...(dims === undefined ? [] : [message(2, sizes)])])];
}

function initialiser({ name, bytes = 0, externalFile }: Weights): Buffer {
  const location = externalFile === undefined ? [] : [message(13, [text(1, 'location'), text(2, externalFile)])];
  return message(5, [number(2, 1), text(8, name), message(9, [Buffer.alloc(bytes, 1)]), ...location]);
}

function message(field: number, parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([varint(field * 8 + 2), varint(content.byteLength), content]);
}

function text(field: number, value: string): Buffer {
  return message(field, [Buffer.from(value, 'utf8')]);
}

function number(field: number, value: number): Buffer {
  return Buffer.concat([varint(field * 8), varint(value)]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest % 128) + (rest >= 128 ? 128 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return Buffer.from(bytes);
}
