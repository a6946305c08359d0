import { delimited, varintField } from '../../../../src/emulator/triton/model/protobufWire';

/** Numbers of onnx.proto's TensorProto.DataType. */
const types = { FLOAT: 1, INT32: 6, INT64: 7, BOOL: 9 } as const;

/** Number of onnx.proto's AttributeProto.AttributeType. */
const GRAPH = 5;

type ElementType = keyof typeof types;

interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Of a Loop: what it repeats. */
  readonly body?: OnnxGraph;
}

export interface OnnxGraph {
  /** Name -> element type and dimensions; -1 is a variable one. */
  readonly inputs: Readonly<Record<string, readonly [ElementType, readonly number[]]>>;
  readonly outputs: Readonly<Record<string, readonly [ElementType, readonly number[]]>>;
  readonly nodes: readonly OnnxNode[];
  readonly constants?: Readonly<Record<string, Int32Array | BigInt64Array>>;
}

/** A small model as the bytes of an ONNX file (onnx.proto), without attributes but for the body of a loop. */
export function onnxFile(graph: OnnxGraph): Uint8Array {
  const operators = Buffer.concat([text(1, ''), varintField(2, 17)]);
  return Buffer.concat([varintField(1, 8), delimited(7, graphBytes(graph)), delimited(8, operators)]);
}

function graphBytes({ inputs, outputs, nodes, constants = {} }: OnnxGraph): Uint8Array {
  return Buffer.concat([
    ...nodes.map((node) => delimited(1, nodeBytes(node))),
    text(2, 'graph'),
    ...Object.entries(constants).map(([name, data]) => delimited(5, constant(name, data))),
    ...Object.entries(inputs).map(([name, [type, dims]]) => delimited(11, valueInfo(name, type, dims))),
    ...Object.entries(outputs).map(([name, [type, dims]]) => delimited(12, valueInfo(name, type, dims))),
  ]);
}

function nodeBytes({ op, inputs, outputs, body }: OnnxNode): Uint8Array {
  const attribute = body && Buffer.concat([text(1, 'body'), delimited(6, graphBytes(body)), varintField(20, GRAPH)]);
  return Buffer.concat([
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, op),
    ...(attribute ? [delimited(5, attribute)] : []),
  ]);
}

function text(field: number, content: string): Uint8Array {
  return delimited(field, Buffer.from(content));
}

function constant(name: string, data: Int32Array | BigInt64Array): Uint8Array {
  return Buffer.concat([
    varintField(1, data.length),
    varintField(2, data instanceof Int32Array ? types.INT32 : types.INT64),
    text(8, name),
    delimited(9, new Uint8Array(data.buffer)),
  ]);
}

function valueInfo(name: string, type: ElementType, dims: readonly number[]): Uint8Array {
  const shape = Buffer.concat(dims.map((dim, index) => delimited(1, dim < 0 ? text(2, `n${index}`) : varintField(1, dim))));
  const tensor = Buffer.concat([varintField(1, types[type]), delimited(2, shape)]);
  return Buffer.concat([text(1, name), delimited(2, delimited(1, tensor))]);
}
