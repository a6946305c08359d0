import * as l10n from '@vscode/l10n';
import path from 'node:path';
import { UserError } from '../../base/errors';
import { azureMlNames, type AzureMlName } from '../../documents/azureml/azureMlNames';
import { azureMlDocuments, isDeployment, modelOf, settledText } from '../../documents/azureml/azureMlDocument';
import { validateDeploymentName, validateEndpointName, validateModelName } from '../../documents/azureml/names';
import { keptYaml } from '../../documents/yaml/keptYaml';
import type { YamlMapping } from '../../documents/yaml/yamlMapping';
import { isAddress } from '../../validation/azureml/tritonRepository';
import type { FileEdits, FileLink, Place } from '../answers';
import type { AskedText } from './asked';

/** The name at a place; undefined where none stands. */
export function nameAt(text: string, offset: number): AzureMlName | undefined {
  return azureMlNames(text).find(({ range }) => range.start <= offset && offset <= range.end);
}

/** The name that a rename would change; undefined in a text that is not ours. Throws a UserError where one of ours has no name. */
export function renameTarget(text: string, offset: number): AzureMlName | undefined {
  const name = nameAt(text, offset);
  const source = keptYaml(text);
  if (!name && typeof source !== 'string' && azureMlDocuments(source).length > 0) {
    throw new UserError(
      l10n.t('Only the names of endpoints, deployments and models can be renamed here. Put the cursor on one.'),
      'no-name',
    );
  }
  return name;
}

/** Where the endpoint, deployment or model that is named at a place is described. */
export function definitionOf(asked: AskedText, offset: number): readonly Place[] {
  return placesOf(asked, offset, ({ isDescription }) => isDescription);
}

/** Every place of the folder's files that names the same thing. */
export function referencesOf(asked: AskedText, offset: number, withDescriptions: boolean): readonly Place[] {
  return placesOf(asked, offset, ({ isDescription }) => withDescriptions || !isDescription);
}

/** The new name in every place of the folder's files. */
export function renameOf(asked: AskedText, offset: number, newName: string): readonly FileEdits[] {
  const places = placesOf(asked, offset, () => true);
  const files = [...new Set(places.map(({ file }) => file))];
  return files.map((file) => ({
    file,
    edits: places.filter((place) => place.file === file).map(({ range }) => ({ range, newText: newName })),
  }));
}

/** Why a new name cannot be used; undefined when it can. */
export function refusalOf({ what }: Pick<AzureMlName, 'what'>, newName: string): string | undefined {
  switch (what) {
    case 'endpoint':
      return validateEndpointName(newName);
    case 'deployment':
      return validateDeploymentName(newName);
    case 'model':
      return validateModelName(newName);
  }
}

/** Paths of a text, whether or not there is something. */
export function linksOf(text: string, file: string): readonly FileLink[] {
  const source = keptYaml(text);
  if (typeof source === 'string') {
    return [];
  }
  return azureMlDocuments(source).flatMap((document) => {
    const { root } = document;
    const code = isDeployment(document) ? root.mapping('code_configuration') : undefined;
    const environment = isDeployment(document) ? root.mapping('environment') : undefined;
    return [
      ...pathLinks(modelOf(document), ['path', 'local_path'], file),
      ...pathLinks(code, ['code'], file),
      ...pathLinks(environment, ['conda_file'], file),
      ...pathLinks(environment?.mapping('build'), ['path'], file),
    ];
  });
}

function pathLinks(mapping: YamlMapping | undefined, keys: readonly string[], file: string): FileLink[] {
  return keys.flatMap((key) => {
    const entry = mapping?.entry(key);
    const written = mapping && settledText(mapping, key);
    return entry && written !== undefined && written !== '' && !isAddress(written)
      ? [{ range: entry.range, file: path.resolve(path.dirname(file), written) }]
      : [];
  });
}

function placesOf(asked: AskedText, offset: number, isWanted: (name: AzureMlName) => boolean): readonly Place[] {
  const name = nameAt(asked.text, offset);
  if (!name) {
    return [];
  }
  const folder = path.dirname(asked.file);
  const others = asked.files.otherYaml().map(({ file, text }) => ({ file: path.join(folder, file), text }));
  return [{ file: asked.file, text: asked.text }, ...others].flatMap(({ file, text }) =>
    azureMlNames(text)
      .filter((each) => isWanted(each) && isSame(each, name))
      .map(({ range }) => ({ file, range })),
  );
}

/** A deployment belongs to its endpoint; every version of a model has the same name. */
function isSame(one: AzureMlName, other: AzureMlName): boolean {
  if (one.what !== other.what) {
    return false;
  }
  return one.what === 'model'
    ? one.name === other.name
    : one.name.toLowerCase() === other.name.toLowerCase() && one.endpoint?.toLowerCase() === other.endpoint?.toLowerCase();
}
