/** An ONNX file whose only node hands the input on: onnx.proto fields by number, just those that a runtime needs. */
export function tinyOnnx(input: string, dimensions: readonly (number | string)[]): Uint8Array {
  const shape = dimensions.map((each) => part(1, typeof each === 'number' ? number(1, each) : part(2, Buffer.from(each))));
  const type = part(2, part(1, Buffer.concat([number(1, 1), part(2, Buffer.concat(shape))])));
  const value = (name: string): Buffer => Buffer.concat([part(1, Buffer.from(name)), type]);
  const node = Buffer.concat([part(1, Buffer.from(input)), part(2, Buffer.from('out')), part(4, Buffer.from('Identity'))]);
  const graph = Buffer.concat([part(1, node), part(2, Buffer.from('tiny')), part(11, value(input)), part(12, value('out'))]);
  return Buffer.concat([number(1, 8), part(7, graph), part(8, number(2, 13))]);
}

function part(field: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([varint(field * 8 + 2), varint(bytes.length), bytes]);
}

function number(field: number, value: number): Buffer {
  return Buffer.concat([varint(field * 8), varint(value)]);
}

function varint(value: number): Buffer {
  return value < 128 ? Buffer.from([value]) : Buffer.concat([Buffer.from([(value % 128) + 128]), varint(Math.floor(value / 128))]);
}
