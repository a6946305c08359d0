import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { pathKind } from '../../base/pathKind';
import { errorCode, isMissing } from '../../base/systemError';
import { readOnnxFile } from '../../documents/onnx/readOnnxFile';
import { backendOf, modelFileKinds } from '../../documents/pbtxt/backends';
import type { TritonRelease } from '../../documents/pbtxt/release';
import { selectVersions } from '../../documents/pbtxt/versionFolders';
import { readConfigDocument, type ConfigDocument, type ModelPlace } from '../configDocument';
import type { FoundFile, ModelFolder, OnnxFile } from './modelFolder';
import { neededFiles } from './neededFiles';

/** Texts that an editor holds and that are not on the disk yet, by absolute path. */
export type OpenTexts = ReadonlyMap<string, string>;

/** Reads a model folder. Rejects only when the disk refuses to be read. */
export async function readModelFolder(folder: string, openTexts: OpenTexts = new Map(), release?: TritonRelease): Promise<ModelFolder> {
  const name = path.basename(folder);
  const configFile = path.join(folder, 'config.pbtxt');
  const [text, folders] = await Promise.all([openTexts.get(configFile) ?? readText(configFile), subFolders(folder)]);
  const document = readConfigDocument(text ?? '', await placeOf(name, folder, folders), release);
  const versions = selectVersions(folders, document.config.versionPolicy);
  const modelFile = modelFileOf(document);
  const needed = [
    ...neededFiles(document, versions.versions),
    ...(modelFile === undefined ? [] : versions.versions.map((version) => path.join(String(version), modelFile))),
  ];
  return {
    path: folder,
    name,
    configFile: text === undefined ? undefined : configFile,
    text: text ?? '',
    document,
    versions,
    isInRepository: versions.present.length > 0,
    isModel: versions.present.length > 0,
    found: await findFiles(folder, needed),
    emptyVersions: await emptyFolders(folder, versions.versions),
    modelFile,
    onnx: await readOnnxFiles(folder, document, { versions: versions.versions, modelFile }),
  };
}

/** Whether a model folder has the folder of a version. Rejects only when the disk refuses to be read. */
export async function hasVersion(folder: string): Promise<boolean> {
  return selectVersions(await subFolders(folder), { kind: 'all' }).present.length > 0;
}

/** Names of the folders inside a folder, links to folders included, in the order of their codes. */
export async function subFolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const isFolder = await Promise.all(
    entries.map(async (entry) =>
      entry.isSymbolicLink() ? (await findFile(path.join(folder, entry.name)))?.kind === 'folder' : entry.isDirectory(),
    ),
  );
  return entries
    .filter((_, index) => isFolder[index])
    .map((entry) => entry.name)
    .sort((a, b) => (a < b ? -1 : 1));
}

export async function findFile(file: string): Promise<FoundFile | undefined> {
  try {
    const found = await stat(file);
    return { kind: found.isDirectory() ? 'folder' : 'file', size: found.size };
  } catch (error) {
    // A name that is too long is one that no file has.
    if (isMissing(error) || errorCode(error) === 'ENAMETOOLONG') {
      return undefined;
    }
    throw error;
  }
}

async function readText(file: string): Promise<string | undefined> {
  // Triton reads no folder of that name either, and reading a pipe or a device may never end.
  return (await pathKind(file)) === 'file' ? readFile(file, 'utf8') : undefined;
}

/** What the core infers from the files when the configuration says nothing (server, 1.3: the alphabetically first folder counts). */
async function placeOf(name: string, folder: string, folders: readonly string[]): Promise<ModelPlace> {
  const [first] = folders;
  for (const { file, backend, platform, wants } of first === undefined ? [] : modelFileKinds) {
    const found = await findFile(path.join(folder, first ?? '', file));
    if (found !== undefined && (wants === 'any' || wants === found.kind)) {
      return { name, backend, platform };
    }
  }
  const dot = name.indexOf('.');
  return dot < 0 ? { name } : { name, backend: name.slice(dot + 1) };
}

function modelFileOf({ config, backend, platform }: ConfigDocument): string | undefined {
  if (backend === undefined || backend === '') {
    return undefined;
  }
  return config.defaultModelFilename || backendOf(backend, platform, '')?.file || undefined;
}

async function findFiles(folder: string, needed: readonly string[]): Promise<ReadonlyMap<string, FoundFile>> {
  const found = await Promise.all([...new Set(needed)].map(async (file) => [file, await findFile(path.join(folder, file))] as const));
  return new Map(found.flatMap(([file, one]) => (one === undefined ? [] : [[file, one] as const])));
}

async function emptyFolders(folder: string, versions: readonly number[]): Promise<number[]> {
  const contents = await Promise.all(versions.map((version) => namesIn(path.join(folder, String(version)))));
  return versions.filter((_, index) => contents[index]?.length === 0);
}

/** Undefined for a folder that is not there under its plain number. */
async function namesIn(folder: string): Promise<readonly string[] | undefined> {
  return (await findFile(folder))?.kind === 'folder' ? readdir(folder) : undefined;
}

async function readOnnxFiles(
  folder: string,
  { backend }: ConfigDocument,
  { versions, modelFile = '' }: { readonly versions: readonly number[]; readonly modelFile: string | undefined },
): Promise<ReadonlyMap<number, OnnxFile>> {
  const files = new Map<number, OnnxFile>();
  for (const version of backend === 'onnxruntime' ? versions : []) {
    const named = path.join(folder, String(version), modelFile);
    // A folder by that name holds the model under its default name, with its weights.
    const file = (await findFile(named))?.kind === 'folder' ? path.join(named, 'model.onnx') : named;
    if ((await findFile(file))?.kind === 'file') {
      files.set(version, await readOnnx(file));
    }
  }
  return files;
}

/** The header of an ONNX file and which of its weight files are missing. */
export async function readOnnx(file: string): Promise<OnnxFile> {
  const reading = await readOnnxFile(file);
  const external = reading.kind === 'model' ? reading.header.externalFiles : [];
  const present = await Promise.all(external.map((one) => findFile(path.join(path.dirname(file), one))));
  return { path: file, reading, missingFiles: external.filter((_, index) => present[index] === undefined) };
}
