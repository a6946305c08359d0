import { delimited, fieldsOf, varintField, type WireField } from './protobufWire';

/** Marks the FP32 stand-ins of BF16 inputs and outputs. */
const SUFFIX = ':as_fp32';

/* Field numbers of onnx.proto. */
const MODEL_GRAPH = 7;
const GRAPH = { node: 1, input: 11, output: 12 };
const NODE = { input: 1, output: 2, type: 4, attribute: 5 };
const ATTRIBUTE = { name: 1, integer: 3, type: 20 };
const VALUE = { name: 1, type: 2 };
const TYPE_TENSOR = 1;
const TENSOR_ELEMENT = 1;
const [FLOAT, BFLOAT16, ATTRIBUTE_INT] = [1, 16, 2];

export interface Bfloat16Model {
  /** The model with FP32 inputs and outputs in place of BF16 ones. */
  readonly model: Uint8Array;
  /** Names of those inputs and outputs. */
  readonly tensors: ReadonlySet<string>;
}

/** Name under which a tensor is fed to the model and read from it. */
export function standInName(name: string, tensors: ReadonlySet<string>): string {
  return tensors.has(name) ? name + SUFFIX : name;
}

export function originalName(name: string): string {
  return name.endsWith(SUFFIX) ? name.slice(0, -SUFFIX.length) : name;
}

/**
 * ONNX Runtime's JavaScript interface refuses models with BF16 inputs or outputs. Every BF16 number is an FP32 number, so the model is
 * served with FP32 at its ends and a Cast behind each: exact both ways. Undefined when the model has no such end.
 */
export function withoutBfloat16(model: Uint8Array): Bfloat16Model | undefined {
  const tensors = new Set<string>();
  const parts = fieldsOf(model).map((field) =>
    field.number === MODEL_GRAPH ? delimited(MODEL_GRAPH, graphWithCasts(field.bytes, tensors)) : field.whole,
  );
  return tensors.size === 0 ? undefined : { model: Buffer.concat(parts), tensors };
}

function graphWithCasts(graph: Uint8Array, tensors: Set<string>): Uint8Array {
  const casts: Uint8Array[] = [];
  const parts = fieldsOf(graph).map((field) => {
    const isEnd = field.number === GRAPH.input || field.number === GRAPH.output;
    const name = isEnd ? bfloat16Name(field.bytes) : undefined;
    if (name === undefined) {
      return field.whole;
    }
    tensors.add(name);
    const standIn = name + SUFFIX;
    casts.push(field.number === GRAPH.input ? cast(standIn, name, BFLOAT16) : cast(name, standIn, FLOAT));
    return delimited(field.number, asFloat(field.bytes, standIn));
  });
  return Buffer.concat([...casts, ...parts]);
}

function bfloat16Name(value: Uint8Array): string | undefined {
  const tensor = child(child(value, VALUE.type), TYPE_TENSOR);
  const element = fieldsOf(tensor ?? new Uint8Array()).find((field) => field.number === TENSOR_ELEMENT)?.value;
  const name = child(value, VALUE.name);
  return element === BigInt(BFLOAT16) && name !== undefined ? Buffer.from(name).toString('utf8') : undefined;
}

/** The same description of a tensor under another name and with FP32 elements. */
function asFloat(value: Uint8Array, name: string): Uint8Array {
  const replaced = (fields: readonly WireField[], number: number, by: (field: WireField) => Uint8Array): Uint8Array =>
    Buffer.concat(fields.map((field) => (field.number === number ? by(field) : field.whole)));
  const typed = replaced(fieldsOf(value), VALUE.type, (type) =>
    delimited(
      VALUE.type,
      replaced(fieldsOf(type.bytes), TYPE_TENSOR, (tensor) =>
        delimited(
          TYPE_TENSOR,
          replaced(fieldsOf(tensor.bytes), TENSOR_ELEMENT, () => varintField(TENSOR_ELEMENT, FLOAT)),
        ),
      ),
    ),
  );
  return replaced(fieldsOf(typed), VALUE.name, () => delimited(VALUE.name, Buffer.from(name, 'utf8')));
}

function cast(from: string, to: string, element: number): Uint8Array {
  const attribute = Buffer.concat([
    delimited(ATTRIBUTE.name, Buffer.from('to')),
    varintField(ATTRIBUTE.integer, element),
    varintField(ATTRIBUTE.type, ATTRIBUTE_INT),
  ]);
  const node = Buffer.concat([
    delimited(NODE.input, Buffer.from(from, 'utf8')),
    delimited(NODE.output, Buffer.from(to, 'utf8')),
    delimited(NODE.type, Buffer.from('Cast')),
    delimited(NODE.attribute, attribute),
  ]);
  return delimited(GRAPH.node, node);
}

function child(message: Uint8Array | undefined, number: number): Uint8Array | undefined {
  return message && fieldsOf(message).find((field) => field.number === number)?.bytes;
}
