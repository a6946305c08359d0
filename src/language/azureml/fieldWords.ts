import * as l10n from '@vscode/l10n';
import { derefSchema, type JsonSchema } from '../../documents/azureml/schemas';

/** What people may write, without the ways to write a number as text or to leave a place to a script. */
export interface FieldShape {
  readonly kind: 'mapping' | 'map' | 'list' | 'text' | 'number' | 'boolean' | 'choice' | 'anything';
  readonly values: readonly string[];
  /** Text will do as well as a mapping. */
  readonly isAlsoText: boolean;
}

export function shapeOf(schema: JsonSchema, root: JsonSchema): FieldShape {
  const branches = branchesOf(schema, root);
  const types = branches.flatMap(({ type }) => type ?? []);
  const values = branches.flatMap((branch) => (branch.enum ?? []).filter((value) => typeof value === 'string'));
  const isAlsoText = branches.some(({ type, enum: named }) => type === 'string' && named === undefined);
  return { kind: kindOf(branches, types, values), values: types.includes('boolean') ? ['true', 'false'] : values, isAlsoText };
}

function kindOf(branches: readonly JsonSchema[], types: readonly string[], values: readonly string[]): FieldShape['kind'] {
  if (branches.some(({ type }) => typeof type === 'object' && type.length > 3)) {
    return 'anything';
  }
  if (branches.some(({ properties }) => properties)) {
    return 'mapping';
  }
  if (types.includes('boolean')) {
    return 'boolean';
  }
  if (values.length > 0) {
    return 'choice';
  }
  if (types.includes('integer') || types.includes('number')) {
    return 'number';
  }
  return types.includes('object') ? 'map' : types.includes('array') ? 'list' : types.includes('string') ? 'text' : 'anything';
}

function branchesOf(schema: JsonSchema, root: JsonSchema): JsonSchema[] {
  const followed = derefSchema(schema, root);
  const written = followed.anyOf?.filter(({ $ref }) => $ref !== '#/$defs/placeholder');
  return written ? written.map((branch) => derefSchema(branch, root)) : [followed];
}

/** In Markdown: what a key is for, what it takes, and what holds without it. */
export function describeField(schema: JsonSchema, root: JsonSchema): string {
  const { values } = shapeOf(schema, root);
  const { description, minimum, maximum, default: usual } = derefSchema(schema, root);
  const lines = [
    description ?? '',
    l10n.t('Type: {0}', typeWords(schema, root)),
    ...(values.length > 0 ? [l10n.t('Values: {0}', values.map((value) => `\`${value}\``).join(', '))] : []),
    ...(maximum === undefined || minimum === undefined ? [] : [l10n.t('From {0} to {1}', minimum, maximum)]),
    ...(maximum === undefined && minimum !== undefined ? [l10n.t('{0} or more', minimum)] : []),
    ...(usual === undefined ? [] : [l10n.t('Default: {0}', `\`${usual}\``)]),
  ];
  return lines.filter((line) => line !== '').join('\n\n');
}

export function typeWords(schema: JsonSchema, root: JsonSchema): string {
  const { kind, isAlsoText } = shapeOf(schema, root);
  switch (kind) {
    case 'mapping':
      return isAlsoText ? l10n.t('a group of fields, or text') : l10n.t('a group of fields');
    case 'map':
      return isAlsoText ? l10n.t('names and values, or text') : l10n.t('names and values');
    case 'list':
      return l10n.t('a list');
    case 'text':
      return l10n.t('text');
    case 'number':
      return l10n.t('a number');
    case 'boolean':
      return l10n.t('true or false');
    case 'choice':
      return l10n.t('one of several values');
    case 'anything':
      return l10n.t('any value');
  }
}
