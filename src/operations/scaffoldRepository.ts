import * as l10n from '@vscode/l10n';
import { copyFile, mkdir, mkdtemp, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../base/errors';
import { pathKind } from '../base/pathKind';
import { parsePbtxt } from '../documents/pbtxt/parsePbtxt';
import { generateConfig } from './generateConfig';
import { readOnnx } from '../validation/repository/readModelFolder';

export interface Scaffold {
  /** The new model folder in its repository. */
  readonly folder: string;
  /** Files that were made, relative to it. */
  readonly made: readonly string[];
}

/**
 * Makes a model repository around an ONNX file, in the folder `models` beside it: a copy of the model with its weights, its
 * configuration, and the labels that lie beside it. Nothing that is there is touched, and a failure leaves nothing behind. Rejects
 * with a UserError when the model cannot be served or its folder is there already.
 */
export async function scaffoldRepository(onnx: string): Promise<Scaffold> {
  const beside = path.dirname(path.resolve(onnx));
  const name = modelNameOf(onnx);
  const repository = path.join(beside, 'models');
  const folder = path.join(repository, name);
  if ((await pathKind(folder)) !== undefined) {
    throw new UserError(l10n.t('{0} is there already.', folder), 'name-taken');
  }
  const { text: config } = await generateConfig(onnx);
  const { reading } = await readOnnx(onnx);
  const weights = reading.kind === 'model' ? reading.header.externalFiles : [];
  await refuseMissing(weights, beside);
  const hasLabels = (await pathKind(path.join(beside, 'labels.txt'))) === 'file';
  const isNewRepository = (await mkdir(repository, { recursive: true })) !== undefined;
  const scratch = await mkdtemp(path.join(repository, '.new-'));
  try {
    await copyModel(onnx, weights, path.join(scratch, '1'));
    if (hasLabels) {
      await copyFile(path.join(beside, 'labels.txt'), path.join(scratch, 'labels.txt'));
    }
    await writeFile(path.join(scratch, 'config.pbtxt'), `name: "${name}"\n${hasLabels ? withLabels(config) : config}`);
    await rename(scratch, folder);
  } catch (error) {
    await rm(scratch, { recursive: true, force: true });
    if (isNewRepository) {
      // Somebody may have put something into it meanwhile.
      await rmdir(repository).catch(() => undefined);
    }
    throw error;
  }
  const files = ['1/model.onnx', ...weights.map((file) => `1/${file}`), 'config.pbtxt', ...(hasLabels ? ['labels.txt'] : [])];
  return { folder, made: files };
}

async function refuseMissing(weights: readonly string[], beside: string): Promise<void> {
  for (const file of weights) {
    if (path.relative(beside, path.join(beside, file)).startsWith('..')) {
      throw new UserError(
        l10n.t('The ONNX file keeps weights outside its folder, in {0}. Save it with its weights beside it.', file),
        'weights-outside',
      );
    }
    if ((await pathKind(path.join(beside, file))) !== 'file') {
      throw new UserError(l10n.t('The file keeps weights in {0}, which is not there. Copy it beside the ONNX file.', file), 'no-weights');
    }
  }
}

async function copyModel(onnx: string, weights: readonly string[], version: string): Promise<void> {
  await mkdir(version);
  await copyFile(onnx, path.join(version, 'model.onnx'));
  for (const file of weights) {
    await mkdir(path.dirname(path.join(version, file)), { recursive: true });
    await copyFile(path.join(path.dirname(onnx), file), path.join(version, file));
  }
}

/** The file's name without its ending; a file called `model` says less than its folder. */
function modelNameOf(onnx: string): string {
  const own = path.basename(onnx, path.extname(onnx));
  const name = own.toLowerCase() === 'model' ? path.basename(path.dirname(path.resolve(onnx))) : own;
  return name.replaceAll(/[^\w.-]/g, '_').replace(/^\.+/, '') || 'model';
}

/** With several outputs nobody knows which one the labels are of. */
function withLabels(config: string): string {
  const outputs = parsePbtxt(config)
    .root.fields.filter(({ name }) => name === 'output')
    .flatMap(({ value }) => (value?.kind === 'list' ? value.items : []));
  const end = outputs[0]?.range.end;
  if (end === undefined || outputs.length > 1) {
    return config;
  }
  const line = config.lastIndexOf('\n', end - 1) + 1;
  return `${config.slice(0, line)}    label_filename: "labels.txt"\n${config.slice(line)}`;
}
