import * as l10n from '@vscode/l10n';
import { enumNames, fieldSince } from '../../documents/pbtxt/modelConfigSchema';
import { quotedString } from '../../documents/pbtxt/quotedString';
import type { CompletionChoice } from '../answers';
import { configCursor, type ConfigCursor } from './configCursor';
import type { ConfigModel } from './configModel';
import { fieldMarkdown, typeText } from './configHover';
import { snippetsAt } from './configSnippets';
import { valueText } from './configTexts';
import { knownTexts, knownValues, type KnownValue } from './configValues';
import { fieldSnippet, plain } from './snippetText';

/** What may be typed at an offset of the model's text. Works in texts that are half typed. */
export function configCompletion(model: ConfigModel, offset: number): CompletionChoice[] {
  const cursor = configCursor(model.text, offset);
  if (cursor === undefined) {
    return [];
  }
  const choices =
    cursor.wants === 'field' ? [...fieldChoices(cursor, model.text), ...snippetsAt(model, cursor)] : valueChoices(model, cursor);
  // What is there already would only stand between the last letter and the end of the line.
  const written = plain(model.text.slice(cursor.range.start, cursor.range.end));
  return choices.filter(({ insert }) => insert !== written);
}

function fieldChoices({ around, range, next, quotes }: ConfigCursor, text: string): CompletionChoice[] {
  const message = around.at(-1);
  const fields = quotes === 'none' ? [...(message?.fields?.values() ?? [])] : [];
  // The name that is just being typed is no field that is there.
  const taken = new Set([...(message?.values.keys() ?? [])].filter((name) => name !== text.slice(range.start, range.end)));
  const open = fields.filter(({ name, shape }) => shape !== 'one' || !taken.has(name));
  const chosen = new Set(fields.filter(({ name }) => taken.has(name)).flatMap(({ oneof }) => oneof ?? []));
  return open
    .filter(({ oneof }) => oneof === undefined || !chosen.has(oneof))
    .map((schema, index) => ({
      label: schema.name,
      kind: 'field',
      detail: typeText(schema),
      documentation: fieldMarkdown(message?.type ?? '', schema, fieldSince(message?.type ?? '', schema.name)),
      // Only the name where the rest is there already.
      insert: [':', '{', '<', '['].includes(next) ? schema.name : fieldSnippet(schema),
      range,
      order: `1${String(index).padStart(3, '0')}`,
    }));
}

function valueChoices(model: ConfigModel, cursor: ConfigCursor): CompletionChoice[] {
  const { schema, quotes } = cursor;
  if (schema === undefined) {
    return [];
  }
  const type = schema.shape === 'map' ? '' : schema.type;
  if (type === 'string') {
    return knownTexts(model, cursor).map((known, index) => stringChoice(known, cursor, index));
  }
  if (quotes !== 'none') {
    return [];
  }
  return [
    ...words(model, cursor, type),
    ...knownValues(model, cursor).map((known) => valueChoice(known, cursor)),
    ...snippetsAt(model, cursor),
  ];
}

function words(model: ConfigModel, cursor: ConfigCursor, type: string): CompletionChoice[] {
  const likely = knownValues(model, cursor).map(({ value }) => value);
  const names =
    type === 'bool' ? ['true', 'false'] : (enumNames(type) ?? []).filter((name) => name !== 'TYPE_INVALID' && !likely.includes(name));
  return names.map((name, index) => {
    const documentation = valueText(name);
    return {
      label: name,
      kind: 'value',
      ...(documentation === undefined ? {} : { documentation }),
      insert: name,
      range: cursor.range,
      order: `2${String(index).padStart(3, '0')}`,
    };
  });
}

function valueChoice({ value, detail }: KnownValue, { range }: ConfigCursor): CompletionChoice {
  return { label: value, kind: 'value', detail: detail ?? l10n.t('from the ONNX file'), insert: plain(value), range, order: `1${value}` };
}

function stringChoice({ value, detail, kind }: KnownValue, { range, quotes }: ConfigCursor, index: number): CompletionChoice {
  const quoted = quotedString(value);
  const inside = quoted.slice(1, -1);
  return {
    label: value,
    kind: kind ?? 'value',
    ...(detail === undefined ? {} : { detail }),
    insert: plain(quotes === 'none' ? quoted : quotes === 'open' ? `${inside}"` : inside),
    range,
    order: `1${String(index).padStart(3, '0')}`,
  };
}
