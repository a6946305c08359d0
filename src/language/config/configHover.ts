import * as l10n from '@vscode/l10n';
import type { TextRange } from '../../base/textRange';
import { defaultOf, isMessage } from '../../documents/pbtxt/configMessage';
import { enumNames, fieldSince, fieldsOf, type FieldType } from '../../documents/pbtxt/modelConfigSchema';
import type { OnnxTensor } from '../../documents/onnx/onnxHeader';
import { tensorsOfModel, type TensorFacts } from '../../validation/repository/completedTensors';
import type { HoverAnswer } from '../answers';
import { onnxTensors, type ConfigModel } from './configModel';
import { holds, nodesAt, type ConfigNode } from './configTree';
import { fieldText, valueText } from './configTexts';

/** What stands at an offset of the model's text. */
export function configHover(model: ConfigModel, offset: number): HoverAnswer | undefined {
  const node = nodesAt(model.nodes, offset).at(-1);
  if (node?.schema === undefined) {
    return undefined;
  }
  return holds(node.field.nameRange, offset) ? nameHover(node, node.schema) : valueHover(model, node, offset);
}

function nameHover(node: ConfigNode, schema: FieldType): HoverAnswer | undefined {
  const text = isEntryPart(node) ? undefined : fieldMarkdown(node.type, schema, fieldSince(node.type, schema.name));
  return text === undefined ? undefined : answer(node.field.nameRange, [`**${schema.name}** \`${typeText(schema)}\``, text]);
}

/** The key or the value of a map's entry. */
function isEntryPart({ type }: ConfigNode): boolean {
  return fieldsOf(type) === undefined;
}

/** Meaning, default and the release that brought the field. */
export function fieldMarkdown(message: string, schema: FieldType, since: string | undefined): string {
  const standard = schema.shape === 'one' && schema.oneof === undefined ? defaultText(schema.type) : undefined;
  return [
    fieldText(message, schema.name),
    standard === undefined ? undefined : l10n.t('Default: {0}.', `\`${standard}\``),
    since === undefined ? undefined : l10n.t('Triton {0} and later; older servers refuse a file that has it.', since),
  ]
    .filter((line) => line !== undefined)
    .join('\n\n');
}

function defaultText(type: string): string | undefined {
  const value = defaultOf(type);
  if (value === undefined || isMessage(value) || value === 'TYPE_INVALID') {
    return undefined;
  }
  return value === '' ? '""' : String(value);
}

/** `int64[]`, `map<string, ModelParameter>`. */
export function typeText({ type, shape, key }: FieldType): string {
  return shape === 'map' ? `map<${key ?? 'string'}, ${type}>` : shape === 'repeated' ? `${type}[]` : type;
}

function valueHover(model: ConfigModel, { element, path, schema, owners }: ConfigNode, offset: number): HoverAnswer | undefined {
  if (element === undefined || !holds(element.range, offset)) {
    return undefined;
  }
  if (element.kind === 'word' && enumNames(schema?.type ?? '') !== undefined) {
    const text = valueText(element.text);
    return text === undefined ? undefined : answer(element.range, [`**${element.text}**`, text]);
  }
  const lines = element.kind === 'string' ? textLines(model, path, element.value) : [];
  return lines.length === 0 || owners.length === 0 ? undefined : answer(element.range, lines);
}

function textLines(model: ConfigModel, path: string, value: string): string[] {
  switch (path) {
    case 'input.name':
    case 'output.name': {
      const tensor = onnxTensors(model, path === 'input.name' ? 'input' : 'output').find(({ name }) => name === value);
      return tensor === undefined ? [] : [l10n.t('In the ONNX file: {0}', `\`${onnxText(tensor)}\``)];
    }
    case 'ensemble_scheduling.step.model_name':
      return stepLines(model, value);
    default:
      return [];
  }
}

/** `TYPE_FP32 [-1, 3, 224, 224]` */
export function onnxText({ dataType, dims, hasShape }: OnnxTensor): string {
  return hasShape ? `${dataType} [${dims.join(', ')}]` : dataType;
}

function stepLines({ steps }: ConfigModel, name: string): string[] {
  const model = steps.get(name);
  const tensors = model && tensorsOfModel(model);
  if (model === undefined || tensors === undefined) {
    return [];
  }
  const list = (facts: readonly TensorFacts[]): string =>
    facts.map((one) => `\n- \`${one.name}\`: \`${one.dataType} [${one.dims.join(', ')}]\``).join('');
  return [
    `**${name}** \`${model.document.backend ?? ''}\``,
    `${l10n.t('Inputs')}${list(tensors.inputs)}`,
    `${l10n.t('Outputs')}${list(tensors.outputs)}`,
    l10n.t('Largest batch: {0}', tensors.maxBatchSize),
  ];
}

function answer(range: TextRange, lines: readonly string[]): HoverAnswer {
  return { range, markdown: lines.join('\n\n') };
}
