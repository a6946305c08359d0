import * as l10n from '@vscode/l10n';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../base/errors';
import { pathKind } from '../../base/pathKind';
import type { TextRange } from '../../base/textRange';
import { quotedString } from '../../documents/pbtxt/quotedString';
import { readConfigDocument } from '../../validation/configDocument';
import type { OpenTexts } from '../../validation/repository/readModelFolder';
import type { FileEdits, FileLink, Place } from '../answers';
import type { ConfigModel } from './configModel';
import { mentionsOf, namedConfig, type Mention, type NamedConfig } from './configNames';
import { holds, nodesOf } from './configTree';

const start: TextRange = { start: 0, end: 0 };

/** Where what is named at the offset is made: a model's configuration, a tensor's entry, a file. */
export async function configDefinition(model: ConfigModel, offset: number, openTexts: OpenTexts): Promise<Place[]> {
  const named = mentionAt(model, offset);
  if (named === undefined) {
    return [];
  }
  if (named.kind === 'file') {
    return (await pathKind(named.file)) === 'file' ? [{ file: named.file, range: start }] : [];
  }
  const all = await repositoryMentions(model, openTexts, [named.model]);
  const made = all.filter(({ mention }) => mention.isDeclaration && mention.key === named.key).map(placeOf);
  const file = configOf(model, named.model);
  return made.length === 0 && named.kind === 'model' && (await pathKind(file)) === 'file' ? [{ file, range: start }] : made;
}

/** Every place of the repository that names the same as the offset. */
export async function configReferences(model: ConfigModel, offset: number, openTexts: OpenTexts): Promise<Place[]> {
  const named = mentionAt(model, offset);
  const all = named === undefined ? [] : await repositoryMentions(model, openTexts, model.siblings);
  return all.filter(({ mention }) => mention.key === named?.key).map(placeOf);
}

/** What a rename would change. Throws a UserError where nothing is named. */
export function configRenameTarget(model: ConfigModel, offset: number): { readonly range: TextRange; readonly name: string } {
  const named = mentionAt(model, offset);
  if (named === undefined) {
    throw new UserError(l10n.t('Only the names of models, tensors and files can be renamed here. Put the cursor on one.'), 'no-name');
  }
  return { range: { start: named.range.start + 1, end: named.range.end - 1 }, name: named.name };
}

export interface Rename {
  readonly changes: readonly FileEdits[];
  /** A model's folder, or a file that is named. The edits are of the paths before. */
  readonly move: { readonly from: string; readonly to: string } | undefined;
}

/** Gives what is named at the offset another name wherever the repository names it. Rejects with a UserError for a name that cannot be. */
export async function configRename(model: ConfigModel, offset: number, name: string, openTexts: OpenTexts): Promise<Rename | undefined> {
  const named = mentionAt(model, offset);
  if (named === undefined) {
    return undefined;
  }
  const all = await repositoryMentions(model, openTexts, model.siblings);
  const same = all.filter(({ mention }) => mention.key === named.key);
  const files = [...new Set(same.map(({ file }) => file))];
  const changes = files.map((file) => ({
    file,
    edits: same.filter((one) => one.file === file).map(({ mention }) => ({ range: mention.range, newText: quotedString(name) })),
  }));
  return { changes, move: await moveOf(model, named, name) };
}

async function moveOf(model: ConfigModel, named: Mention, name: string): Promise<Rename['move']> {
  if (named.kind === 'tensor') {
    return undefined;
  }
  const from = named.kind === 'file' ? named.file : path.dirname(configOf(model, named.model));
  const to = path.join(path.dirname(from), name);
  if (name === '' || name === '..' || path.basename(name) !== name) {
    throw new UserError(l10n.t('{0} cannot be the name of a file or a folder.', name === '' ? '""' : name), 'bad-name');
  }
  if (!isOfRepository(model, named.kind, from)) {
    throw new UserError(l10n.t('{0} lies outside the model repository, so it is not renamed from here.', from), 'outside');
  }
  if (to !== from && (await pathKind(to)) !== undefined) {
    throw new UserError(l10n.t('{0} is there already.', to), 'name-taken');
  }
  return to === from || (await pathKind(from)) === undefined ? undefined : { from, to };
}

/** A file somewhere in the model's folder, or a folder beside it: a name such as ../x in a foreign file must move nothing else. */
function isOfRepository({ folder }: ConfigModel, kind: 'file' | 'model', place: string): boolean {
  if (folder === undefined) {
    return false;
  }
  if (kind === 'model') {
    return path.dirname(place) === path.dirname(folder.path);
  }
  const way = path.relative(folder.path, place);
  return way !== '' && !path.isAbsolute(way) && way.split(path.sep)[0] !== '..';
}

/** Files and models that a configuration names and that are there. */
export function configLinks(model: ConfigModel): FileLink[] {
  const files = new Set(model.files.map((file) => path.join(model.folder?.path ?? '', file)));
  return mentionsOf(namedConfig(model)).flatMap((mention) => {
    const target = mention.kind === 'file' ? mention.file : mention.isDeclaration ? undefined : model.steps.get(mention.name)?.configFile;
    const isThere = target !== undefined && (mention.kind === 'model' || files.has(target));
    return isThere ? [{ range: { start: mention.range.start + 1, end: mention.range.end - 1 }, file: target }] : [];
  });
}

function mentionAt(model: ConfigModel, offset: number): Mention | undefined {
  return mentionsOf(namedConfig(model)).find(({ range }) => holds(range, offset));
}

interface PlacedMention {
  readonly file: string;
  readonly mention: Mention;
}

function placeOf({ file, mention }: PlacedMention): Place {
  return { file, range: mention.range };
}

function configOf({ folder, file }: ConfigModel, model: string): string {
  return path.join(path.dirname(folder?.path ?? path.dirname(file)), model, 'config.pbtxt');
}

/** The mentions of this configuration and of those of other models of its repository. */
async function repositoryMentions(model: ConfigModel, openTexts: OpenTexts, others: readonly string[]): Promise<PlacedMention[]> {
  const own = namedConfig(model);
  const configs: { readonly file: string; readonly config: NamedConfig }[] = [{ file: model.file, config: own }];
  for (const name of model.folder === undefined
    ? []
    : others.filter((one) => one !== '' && one !== own.name && path.basename(one) === one)) {
    const file = configOf(model, name);
    const text = openTexts.get(file) ?? ((await pathKind(file)) === 'file' ? await readFile(file, 'utf8') : undefined);
    if (text !== undefined) {
      const { reading, platform } = readConfigDocument(text);
      const isEnsemble = platform === 'ensemble';
      configs.push({
        file,
        config: { nodes: nodesOf(reading.document.root), name, folder: path.dirname(file), isEnsemble, isEnsembleModel: () => false },
      });
    }
  }
  const ensembles = new Set(configs.filter(({ config }) => config.isEnsemble).map(({ config }) => config.name));
  return configs.flatMap(({ file, config }) =>
    mentionsOf({ ...config, isEnsembleModel: (name) => ensembles.has(name) }).map((mention) => ({ file, mention })),
  );
}
