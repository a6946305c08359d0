import * as l10n from '@vscode/l10n';
import path from 'node:path';
import { UserError } from '../base/errors';
import type { OnnxHeader } from '../documents/onnx/onnxHeader';
import { modelConfigOf } from '../documents/pbtxt/modelConfig';
import { emptyMessage } from '../documents/pbtxt/configMessage';
import { quotedString } from '../documents/pbtxt/quotedString';
import { completeFromOnnx, type CompletedTensors, type TensorFacts } from '../validation/repository/completedTensors';
import type { ModelFolder, OnnxFile } from '../validation/repository/modelFolder';
import { findFile, readModelFolder, readOnnx } from '../validation/repository/readModelFolder';

/**
 * The config.pbtxt that Triton's auto-completion would work with, as text: for a model folder with what its own config.pbtxt
 * says, for an ONNX file with nothing given. Rejects with a UserError when the model cannot be served.
 */
export async function generateConfig(place: string): Promise<string> {
  const found = await findFile(place);
  if (found === undefined) {
    throw new UserError(l10n.t('There is nothing at {0}.', place), 'no-such-path');
  }
  return found.kind === 'folder' ? ofModelFolder(path.resolve(place)) : ofOnnxFile(path.resolve(place));
}

async function ofOnnxFile(file: string): Promise<string> {
  const header = headerOf(await readOnnx(file));
  const completed = completeFromOnnx(modelConfigOf(emptyMessage('ModelConfig')), header);
  return configText(undefined, refuseUnserved(completed, header, file));
}

async function ofModelFolder(folder: string): Promise<string> {
  const model = await readModelFolder(folder);
  const [onnx] = [...model.onnx.values()].slice(-1);
  if (onnx === undefined) {
    throw new UserError(
      l10n.t(
        'Model folder {0} has no ONNX file that Triton would load, such as {1}. Only ONNX files tell their tensors without being run.',
        folder,
        path.join(folder, '1', 'model.onnx'),
      ),
      'no-onnx',
    );
  }
  if (!model.document.isWhole) {
    throw new UserError(
      l10n.t('{0} has errors, so it cannot be completed. Check it first.', path.join(folder, 'config.pbtxt')),
      'broken-config',
    );
  }
  const header = headerOf(onnx);
  const completed = refuseUnserved(completeFromOnnx(model.document.config, header), header, onnx.path);
  return model.configFile === undefined ? configText(model.name, completed) : completedText(model, completed);
}

/** What is written stays as it is, with its comments; what Triton would add stands at the end. */
function completedText({ text, document: { config, root } }: ModelFolder, completed: CompletedTensors): string {
  const { maxBatchSize, inputs, outputs, addsDynamicBatching } = completed;
  const isOtherSize = maxBatchSize !== config.maxBatchSize;
  const { start, end } = root.at('max_batch_size');
  const kept =
    isOtherSize && root.isWritten('max_batch_size')
      ? `${text.slice(0, start)}${maxBatchSize}${text.slice(end)}`
      : text.replace(/^\ufeff/, '');
  const added = [
    ...(config.backend === '' && config.platform === '' ? ['backend: "onnxruntime"'] : []),
    ...(isOtherSize && !root.isWritten('max_batch_size') ? [`max_batch_size: ${maxBatchSize}`] : []),
    ...(config.inputs.length === 0 ? [tensorList('input', inputs)] : []),
    ...(config.outputs.length === 0 ? [tensorList('output', outputs)] : []),
    ...(addsDynamicBatching ? ['dynamic_batching { }'] : []),
  ];
  const lines = kept.trimEnd() === '' ? [] : [kept.trimEnd()];
  return [...lines, ...added, ''].join('\n');
}

function headerOf({ path: file, reading }: OnnxFile): OnnxHeader {
  if (reading.kind === 'broken') {
    throw new UserError(l10n.t('No configuration fits {0}. {1}', file, reading.message), 'broken-onnx');
  }
  return reading.header;
}

function refuseUnserved(completed: CompletedTensors, header: OnnxHeader, file: string): CompletedTensors {
  const strange = [...header.inputs, ...header.outputs].find(({ kind, dataType }) => kind !== 'tensor' || dataType === 'TYPE_INVALID');
  if (strange !== undefined) {
    throw new UserError(
      strange.kind === 'tensor'
        ? l10n.t('No configuration fits {0}: Triton has no data type for {1}.', file, strange.name)
        : l10n.t('No configuration fits {0}: {1} is no tensor but a {2}, which Triton cannot serve.', file, strange.name, strange.kind),
      'unserved-tensor',
    );
  }
  return completed;
}

function configText(name: string | undefined, { maxBatchSize, inputs, outputs, addsDynamicBatching }: CompletedTensors): string {
  return [
    ...(name === undefined ? [] : [`name: ${quotedString(name)}`]),
    'backend: "onnxruntime"',
    `max_batch_size: ${maxBatchSize}`,
    tensorList('input', inputs),
    tensorList('output', outputs),
    ...(addsDynamicBatching ? ['dynamic_batching { }'] : []),
    '',
  ].join('\n');
}

function tensorList(field: 'input' | 'output', tensors: readonly TensorFacts[]): string {
  const items = tensors.map(({ name, dataType, dims, reshape }) =>
    [
      '  {',
      `    name: ${quotedString(name)}`,
      `    data_type: ${dataType}`,
      `    dims: [ ${dims.join(', ')} ]`,
      ...(reshape === undefined ? [] : [`    reshape: { shape: [ ${reshape.join(', ')} ] }`]),
      '  }',
    ].join('\n'),
  );
  return `${field} [\n${items.join(',\n')}\n]`;
}
