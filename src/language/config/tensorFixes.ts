import * as l10n from '@vscode/l10n';
import type { OnnxTensor } from '../../documents/onnx/onnxHeader';
import type { PbtxtMessage } from '../../documents/pbtxt/pbtxtDocument';
import { quotedString } from '../../documents/pbtxt/quotedString';
import { batches, canBatch } from '../../validation/repository/completedTensors';
import { nearest } from '../../base/nearest';
import type { QuickFix, TextEdit } from '../answers';
import { addition, dimsText, elementRemoval, indentOf, removal } from './configEdits';
import { fix, removing, removingFromFile, settingEdit, settingInFile, writing, type Fixer, type FixPlace } from './configFix';
import { onnxTensors, type ConfigModel } from './configModel';
import { fieldOf, textOf } from './configTree';

interface Listed {
  readonly kind: 'input' | 'output';
  readonly message: PbtxtMessage;
}

/** The `input` or `output` around a finding. */
function listedAt({ around }: FixPlace): Listed | undefined {
  const node = around.findLast(({ path }) => path === 'input' || path === 'output');
  return node?.element?.kind === 'message' ? { kind: node.path === 'input' ? 'input' : 'output', message: node.element } : undefined;
}

function realOf({ model }: FixPlace, { kind, message }: Listed): OnnxTensor | undefined {
  return onnxTensors(model, kind).find(({ name }) => name === textOf(message, 'name'));
}

/** dims, and the reshape that a scalar of a batch needs, as the ONNX file has them. */
export function shapeFields({ dims }: OnnxTensor, isBatched: boolean): { readonly dims: string; readonly reshape?: string } {
  const rest = isBatched ? dims.slice(1) : dims;
  if (rest.length > 0) {
    return { dims: dimsText(rest) };
  }
  return isBatched ? { dims: '[ 1 ]', reshape: '{ shape: [ ] }' } : { dims: '[ 1 ]' };
}

/** A tensor as an element of `input [ … ]` or `output [ … ]`; `indent` is one step of indentation. */
export function tensorText(tensor: OnnxTensor, isBatched: boolean, indent: string): string {
  const { dims, reshape } = shapeFields(tensor, isBatched);
  const lines = [`name: ${quotedString(tensor.name)}`, `data_type: ${tensor.dataType}`, `dims: ${dims}`];
  return `{\n${[...lines, ...(reshape === undefined ? [] : [`reshape: ${reshape}`])].map((line) => `${indent}${line}`).join('\n')}\n}`;
}

function shapeEdits(model: ConfigModel, message: PbtxtMessage, real: OnnxTensor, isBatched: boolean): TextEdit[] {
  const { dims, reshape } = shapeFields(real, isBatched);
  const old = fieldOf(message, 'reshape');
  return [
    settingEdit(model, message, 'dims', dims),
    // Without dims, these are written where the reshape ends.
    ...(old === undefined || reshape !== undefined
      ? []
      : [fieldOf(message, 'dims') === undefined ? { range: old.range, newText: '' } : removal(model.text, old.range)]),
    ...(reshape === undefined || old !== undefined ? [] : [addition(model.text, message, [`reshape: ${reshape}`])]),
  ];
}

const shape: Fixer = (place) => {
  const listed = listedAt(place);
  const real = listed && realOf(place, listed);
  if (listed === undefined || real?.hasShape !== true) {
    return [];
  }
  const { config } = place.model.document;
  const isBatched = place.model.header === undefined ? config.maxBatchSize > 0 : batches(config, place.model.header);
  const { dims } = shapeFields(real, isBatched);
  return [
    fix(place, l10n.t('Write {0} as in the ONNX file', `dims: ${dims}`), shapeEdits(place.model, listed.message, real, isBatched), true),
  ];
};

const dataType: Fixer = (place) => {
  const listed = listedAt(place);
  const real = listed && realOf(place, listed);
  if (listed === undefined || real === undefined || real.dataType === 'TYPE_INVALID') {
    return [];
  }
  const edit = settingEdit(place.model, listed.message, 'data_type', real.dataType);
  return [fix(place, l10n.t('Write {0} as in the ONNX file', real.dataType), [edit], true)];
};

/** Names of the ONNX file that are not listed yet, the nearest first. */
const tensorName: Fixer = (place) => {
  const listed = listedAt(place);
  if (listed === undefined) {
    return [];
  }
  const free = unlisted(place.model, listed.kind).map(({ name }) => name);
  if (free.length === 0 && onnxTensors(place.model, listed.kind).length > 0) {
    return withoutTensor(place, listed);
  }
  const meant = nearest(textOf(listed.message, 'name'), free) ?? (free.length === 1 ? free[0] : undefined);
  const names = [...(meant === undefined ? [] : [meant]), ...free.filter((name) => name !== meant)].slice(0, 5);
  return names.map((name) => {
    const edit = settingEdit(place.model, listed.message, 'name', quotedString(name));
    return fix(place, l10n.t('Write {0}', quotedString(name)), [edit], name === meant);
  });
};

/** The model has fewer tensors than are listed. */
function withoutTensor(place: FixPlace, { kind, message }: Listed): QuickFix[] {
  const node = place.around.findLast(({ path }) => path === kind);
  const edit = node && elementRemoval(place.model.text, node.field, message);
  return edit === undefined ? [] : [fix(place, l10n.t('Remove {0}', textOf(message, 'name')), [edit], true)];
}

/** Tensors of the ONNX file that the configuration does not list. */
export function unlisted(model: ConfigModel, kind: 'input' | 'output'): OnnxTensor[] {
  const listed = new Set(model.document.config[kind === 'input' ? 'inputs' : 'outputs'].map(({ name }) => name));
  return onnxTensors(model, kind).filter(({ name, kind: type }) => !listed.has(name) && type === 'tensor');
}

const inputCount: Fixer = (place) => {
  const { model } = place;
  const missing = unlisted(model, 'input');
  const isBatched = model.document.config.maxBatchSize > 0;
  return missing.length === 0
    ? []
    : [
        fix(
          place,
          l10n.t('Add {0}', missing.map(({ name }) => name).join(', ')),
          [
            addition(
              model.text,
              model.tree,
              missing.map((tensor) => `input ${tensorText(tensor, isBatched, indentOf(model.text))}`),
            ),
          ],
          true,
        ),
      ];
};

/** max_batch_size against the model: without batches the dims are the whole shape. */
const batching: Fixer = (place) => {
  const { model } = place;
  const reals = model.nodes.flatMap(({ path, element }) => {
    if ((path !== 'input' && path !== 'output') || element?.kind !== 'message') {
      return [];
    }
    const real = realOf(place, { kind: path, message: element });
    return real?.hasShape === true ? shapeEdits(model, element, real, false) : [];
  });
  const edits = [settingEdit(model, model.tree, 'max_batch_size', '0'), ...reals];
  return [fix(place, l10n.t('Set max_batch_size to 0 and write the dims of the ONNX file'), edits, true)];
};

/** Something batches, but max_batch_size is 0. */
const withoutBatches: Fixer = (place) => {
  const { header, document } = place.model;
  const mayBatch = header === undefined || canBatch(header);
  const isListed = document.config.inputs.length > 0 || document.config.outputs.length > 0;
  return [
    ...(mayBatch && !isListed ? [settingInFile(place, 'max_batch_size', '8', true)] : []),
    ...removingFromFile(place, 'dynamic_batching', !mayBatch || isListed),
  ];
};

const labelFile: Fixer = (place) => {
  const { model } = place;
  const written = place.around.at(-1)?.element;
  const name = written?.kind === 'string' ? written.value : '';
  const files = labelFiles(model);
  const meant = nearest(name, files) ?? (files.length === 1 ? files[0] : undefined);
  return [
    ...files.map((file) => writing(place, quotedString(file), file === meant)),
    ...removing(place).map((one) => ({ ...one, isPreferred: false })),
  ];
};

/** Files beside the configuration that look like class names, one a line. */
export function labelFiles({ files }: ConfigModel): string[] {
  return files.filter((file) => /^[^\\/]+\.(?:txt|labels|names)$/i.test(file) && !/^(?:readme|license|requirements)/i.test(file));
}

/** What is offered without a finding: the labels that lie beside an output which does not name them. */
export function labelOffers(place: FixPlace): QuickFix[] {
  const listed = listedAt(place);
  if (listed?.kind !== 'output' || fieldOf(listed.message, 'label_filename') !== undefined) {
    return [];
  }
  return labelFiles(place.model).map((file) =>
    fix(place, l10n.t('Add {0}', `label_filename: ${quotedString(file)}`), [
      addition(place.model.text, listed.message, [`label_filename: ${quotedString(file)}`]),
    ]),
  );
}

export const tensorFixes: Readonly<Record<string, Fixer>> = {
  'triton/tensor-name': tensorName,
  'triton/data-type': dataType,
  'triton/dims': shape,
  'triton/onnx-shape': shape,
  'triton/onnx-output-shape': shape,
  'triton/onnx-data-type': dataType,
  'triton/onnx-tensor-name': tensorName,
  'triton/onnx-input-count': inputCount,
  'triton/onnx-batching': batching,
  'triton/batching-without-batches': withoutBatches,
  'triton/label-file': labelFile,
  'triton/reshape': (place) => {
    const node = place.around.findLast(({ field }) => field.name === 'reshape');
    return node === undefined ? [] : removing({ ...place, range: node.field.nameRange, around: [node] });
  },
};
