import * as l10n from '@vscode/l10n';
import path from 'node:path';
import { UserError } from '../base/errors';
import type { OnnxHeader } from '../documents/onnx/onnxHeader';
import { modelConfigOf } from '../documents/pbtxt/modelConfig';
import { emptyMessage } from '../documents/pbtxt/configMessage';
import { quotedString } from '../documents/pbtxt/quotedString';
import type { TritonRelease } from '../documents/pbtxt/release';
import { readConfigDocument } from '../validation/configDocument';
import { modelInItsRepository } from '../validation/findTargets';
import { locate, type LocatedFinding } from '../validation/locatedFinding';
import { checkRepository } from '../validation/repository/checkRepository';
import { completeFromOnnx, type CompletedTensors, type TensorFacts } from '../validation/repository/completedTensors';
import type { ModelFolder, OnnxFile } from '../validation/repository/modelFolder';
import { findFile, readModelFolder, readOnnx, type OpenTexts } from '../validation/repository/readModelFolder';
import type { Finding } from '../validation/rule';
import { readRepositoryFolder } from './repositoryFolder';

/** A configuration for a model. */
export interface GeneratedConfig {
  readonly text: string;
  /** Absolute path of the config.pbtxt that it is for, which need not be there; undefined for an ONNX file by itself. */
  readonly file: string | undefined;
  /** Where the configuration that is there disagrees with its ONNX file, so that Triton refuses it. `text` agrees. */
  readonly corrected: readonly LocatedFinding[];
  /** What Triton refuses about `text` all the same, with places in it. */
  readonly left: readonly LocatedFinding[];
}

export interface GenerateOptions {
  /** Texts of configurations that are not saved yet. */
  readonly openTexts?: OpenTexts;
  /** Of Triton; without it the newest. */
  readonly release?: TritonRelease | undefined;
  readonly signal?: AbortSignal;
}

/**
 * The config.pbtxt that Triton's auto-completion would work with: for a model folder or one of its version folders with what its
 * own config.pbtxt says, as far as the model allows it; for an ONNX file with nothing given. Rejects with a UserError when the
 * model cannot be served.
 */
export async function generateConfig(place: string, options: GenerateOptions = {}): Promise<GeneratedConfig> {
  const found = await findFile(place);
  if (found === undefined) {
    throw new UserError(l10n.t('There is nothing at {0}.', place), 'no-such-path');
  }
  return found.kind === 'folder' ? ofFolder(path.resolve(place), options) : ofOnnxFile(path.resolve(place));
}

async function ofOnnxFile(file: string): Promise<GeneratedConfig> {
  const header = headerOf(await readOnnx(file));
  const completed = completeFromOnnx(modelConfigOf(emptyMessage('ModelConfig')), header);
  return { text: configText(undefined, refuseUnserved(completed, header, file)), file: undefined, corrected: [], left: [] };
}

async function ofFolder(place: string, { openTexts = new Map(), release, signal }: GenerateOptions): Promise<GeneratedConfig> {
  const folder = await modelFolderMeant(place);
  const file = path.join(folder, 'config.pbtxt');
  const model = await readModelFolder(folder, openTexts, release);
  const onnx = onnxOf(model);
  if (model.configFile === undefined) {
    return { text: configText(model.name, completedTensors(model, onnx)), file, corrected: [], left: [] };
  }
  const refusals = refusalsOf(folder, { openTexts, release, signal: signal ?? new AbortController().signal });
  const completed = completedText(model, completedTensors(model, onnx));
  const corrected = (await refusals(completed)).filter(isAboutOnnx);
  const text = corrected.length === 0 ? completed : await agreeingText(model, onnx, refusals);
  return {
    text,
    file,
    // Completing adds no lines before the last one, so these places are those of the text that is there.
    corrected: locate({ file, text: completed, findings: corrected }, file),
    left: locate({ file, text, findings: await refusals(text) }, file),
  };
}

function onnxOf({ onnx, path: folder, document: { isWhole } }: ModelFolder): OnnxFile {
  const [last] = [...onnx.values()].slice(-1);
  if (last === undefined) {
    throw new UserError(
      l10n.t(
        'Model folder {0} has no ONNX file that Triton would load, such as {1}. Only ONNX files tell their tensors without being run.',
        folder,
        path.join(folder, '1', 'model.onnx'),
      ),
      'no-onnx',
    );
  }
  if (!isWhole) {
    throw new UserError(
      l10n.t('{0} has errors, so it cannot be completed. Check it first.', path.join(folder, 'config.pbtxt')),
      'broken-config',
    );
  }
  return last;
}

function completedTensors({ document }: Pick<ModelFolder, 'document'>, onnx: OnnxFile): CompletedTensors {
  const header = headerOf(onnx);
  return refuseUnserved(completeFromOnnx(document.config, header), header, onnx.path);
}

type Refusals = (text: string) => Promise<readonly Finding[]>;

/** What Triton refuses about the model with another text in the place of its configuration. */
function refusalsOf(
  folder: string,
  { openTexts, release, signal }: { openTexts: OpenTexts; release: TritonRelease | undefined; signal: AbortSignal },
): Refusals {
  return async (text) => {
    const texts = new Map([...openTexts, [path.join(folder, 'config.pbtxt'), text]]);
    const models = await checkRepository(modelInItsRepository(folder), signal, texts, release);
    return models.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'error');
  };
}

function isAboutOnnx({ code }: Finding): boolean {
  return code.startsWith('triton/onnx-');
}

/** The text corrected by the ONNX file and completed; what was right only without batches, or only with them, is corrected then. */
async function agreeingText(model: ModelFolder, onnx: OnnxFile, refusals: Refusals): Promise<string> {
  const file = path.join(model.path, 'config.pbtxt');
  // Most configurations agree, so what mends them is loaded when it is needed.
  const { correctedConfig } = await import('../language/config/correctedConfig');
  const corrected = (text: string): Promise<string> =>
    correctedConfig(file, text, async (one) => (await refusals(one)).filter(isAboutOnnx));
  const text = await corrected(model.text);
  const agreeing = { text, document: readConfigDocument(text) };
  return corrected(completedText(agreeing, completedTensors(agreeing, onnx)));
}

/** Rejects with a UserError that names the folder which is meant, where this one holds no model itself. */
async function modelFolderMeant(place: string): Promise<string> {
  const folder = await readRepositoryFolder(place);
  switch (folder.kind) {
    case 'version':
      return path.join(folder.repository, folder.model);
    case 'repository':
      throw new UserError(
        l10n.t('{0} is a model repository. Take the folder of one of its models: {1}', place, anyOf(folder.models)),
        'repository-folder',
      );
    case 'above':
      throw new UserError(
        l10n.t('{0} lies above a model repository. Take the folder of a model in it: {1}', place, anyOf(folder.repositories)),
        'above-repository',
      );
    case 'none':
      if ((await findFile(path.join(place, 'config.pbtxt'))) === undefined) {
        throw new UserError(
          l10n.t(
            '{0} is no model folder. A model folder holds a folder for each version: {1}',
            place,
            path.join('model_1', '1', 'model.onnx'),
          ),
          'no-model-folder',
        );
      }
      return place;
    case 'noModelFile':
      throw new UserError(l10n.t('{0} has no model file. Triton looks for {1}', folder.path, folder.expected), 'no-model-file');
    case 'model':
      return place;
  }
}

function anyOf(places: readonly string[]): string {
  return new Intl.ListFormat(undefined, { type: 'disjunction' }).format(places);
}

/** What is written stays as it is, with its comments; what Triton would add stands at the end. */
function completedText({ text, document: { config, root } }: Pick<ModelFolder, 'text' | 'document'>, completed: CompletedTensors): string {
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
