import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isMissing } from '../../base/systemError';
import type { OnnxHeader, OnnxTensor } from '../../documents/onnx/onnxHeader';
import type { PbtxtMessage } from '../../documents/pbtxt/pbtxtDocument';
import { readConfigDocument, type ConfigDocument } from '../../validation/configDocument';
import type { ModelFolder } from '../../validation/repository/modelFolder';
import { readModelFolder, readOnnx, subFolders, type OpenTexts } from '../../validation/repository/readModelFolder';
import { nodesOf, type ConfigNode } from './configTree';

/** A configuration in the editor together with what stands around it on the disk. */
export interface ConfigModel {
  readonly file: string;
  readonly text: string;
  readonly document: ConfigDocument;
  readonly tree: PbtxtMessage;
  readonly nodes: readonly ConfigNode[];
  /** Undefined for a text without a model folder. */
  readonly folder: ModelFolder | undefined;
  /** Of the ONNX file that Triton would load. */
  readonly header: OnnxHeader | undefined;
  /** Folders of the repository, without this one. */
  readonly siblings: readonly string[];
  /** The models that the steps of an ensemble name. */
  readonly steps: ReadonlyMap<string, ModelFolder>;
  /** Files of the model folder, `labels.txt`, and of its folders, `1/model.onnx`. */
  readonly files: readonly string[];
}

/** Reads a configuration and what its answers look at. Rejects only when the disk refuses to be read. */
export async function readConfigModel(file: string, text: string, openTexts: OpenTexts = new Map()): Promise<ConfigModel> {
  const place = modelFolderOf(file);
  const folder =
    place === undefined ? undefined : await readIfThere(place, new Map([...openTexts, [path.join(place, 'config.pbtxt'), text]]));
  const document = folder?.document ?? readConfigDocument(text);
  const tree = document.reading.document.root;
  const files = folder === undefined ? [] : await filesOf(folder.path);
  const siblings = folder === undefined ? [] : await siblingsOf(folder.path);
  return {
    file,
    text,
    document,
    tree,
    nodes: nodesOf(tree),
    folder,
    header: folder && (await headerOf(folder, files)),
    siblings,
    steps: await stepsOf(document, folder, openTexts),
    files,
  };
}

/** `models/a/config.pbtxt` and `models/a/configs/other.pbtxt` belong to `models/a`; other files to no folder. */
function modelFolderOf(file: string): string | undefined {
  const folder = path.dirname(file);
  if (path.basename(file) === 'config.pbtxt' && path.isAbsolute(file)) {
    return folder;
  }
  return path.basename(folder) === 'configs' && path.isAbsolute(file) ? path.dirname(folder) : undefined;
}

/** Its inputs or outputs in the ONNX file; none where there is no such file. */
export function onnxTensors({ header }: ConfigModel, kind: 'input' | 'output'): readonly OnnxTensor[] {
  return (kind === 'input' ? header?.inputs : header?.outputs) ?? [];
}

async function readIfThere(folder: string, openTexts: OpenTexts): Promise<ModelFolder | undefined> {
  try {
    return await readModelFolder(folder, openTexts);
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    throw error;
  }
}

async function headerOf({ onnx, path: folder }: ModelFolder, files: readonly string[]): Promise<OnnxHeader | undefined> {
  const known = [...onnx.values()].at(-1)?.reading;
  if (known !== undefined) {
    return known.kind === 'model' ? known.header : undefined;
  }
  // The configuration names another backend, or none that is known while it is typed.
  const file = files.filter((one) => /^\d+[\\/][^\\/]+\.onnx$/.test(one)).at(-1);
  const reading = file === undefined ? undefined : (await readOnnx(path.join(folder, file))).reading;
  return reading?.kind === 'model' ? reading.header : undefined;
}

/** More files than these are none that a configuration names one by one. */
const MOST_FILES = 500;

async function filesOf(folder: string): Promise<string[]> {
  const below = await subFolders(folder);
  const lists = await Promise.all(['', ...below].map((one) => filesIn(folder, one)));
  return lists.flat().slice(0, MOST_FILES);
}

async function filesIn(folder: string, inner: string): Promise<string[]> {
  const entries = await readdir(path.join(folder, inner), { withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.join(inner, entry.name))
    .sort();
}

async function siblingsOf(folder: string): Promise<string[]> {
  const names = await subFolders(path.dirname(folder));
  return names.filter((name) => name !== path.basename(folder) && !name.startsWith('.'));
}

async function stepsOf(
  { config }: ConfigDocument,
  folder: ModelFolder | undefined,
  openTexts: OpenTexts,
): Promise<ReadonlyMap<string, ModelFolder>> {
  const names = new Set(folder === undefined ? [] : (config.ensembleSteps ?? []).map(({ modelName }) => modelName));
  const models = new Map<string, ModelFolder>();
  for (const name of [...names].filter((one) => one !== '' && path.basename(one) === one && one !== '..')) {
    const model = folder && (await readIfThere(path.join(path.dirname(folder.path), name), openTexts));
    if (model !== undefined) {
      models.set(name, model);
    }
  }
  return models;
}
