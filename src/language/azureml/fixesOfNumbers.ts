import * as l10n from '@vscode/l10n';
import { isScalar } from 'yaml';
import { isManaged } from '../../documents/azureml/azureMlDocument';
import { insertEntry } from '../../documents/yaml/yamlEdits';
import { isPlaceholderNode, type YamlMapping } from '../../documents/yaml/yamlMapping';
import type { TextEdit } from '../answers';
import { takeOut, write, writeValue, type Fix, type FixMaker, type FixPlace } from './fix';
import { schemaAt } from './placeOf';

/** Numbers out of their bounds, shares of traffic and versions. */
export const fixesOfNumbers: readonly (readonly [code: string, FixMaker])[] = [
  ['aml/out-of-range', outOfRange],
  ['aml/number-version', quoted],
  ['aml/version-without-name', addName],
  ['aml/instance-count', write('50')],
  ['aml/request-timeout', requestTimeout],
  ['aml/zero-is-default', zeroIsDefault],
  ['aml/liveness-success-threshold', write('1')],
  ['aml/max-concurrent-requests', maxConcurrentRequests],
  ['aml/traffic', traffic],
  ['aml/mirror-traffic', mirrorTraffic],
];

function outOfRange(place: FixPlace): Fix[] {
  const { minimum, maximum } = schemaAt(place.document, [...place.path, place.entry.name]) ?? {};
  const written = place.mapping.number(place.entry.name);
  if (written === undefined) {
    return [];
  }
  const bound = minimum !== undefined && written < minimum ? minimum : maximum;
  return bound === undefined ? [] : [writeValue(place, String(bound))];
}

function quoted(place: FixPlace): Fix[] {
  const { value } = place.entry;
  return isScalar(value) ? [writeValue(place, JSON.stringify(value.source ?? ''))] : [];
}

function addName(place: FixPlace): Fix[] {
  const { text, mapping } = place;
  return [{ title: l10n.t('Add {0}', 'name'), edits: [insertEntry(text, mapping.node, 'name: my-model')] }, takeOut(place)];
}

function requestTimeout(place: FixPlace): Fix[] {
  return [writeValue(place, isManaged(place.document) ? '180000' : '300000')];
}

function zeroIsDefault(place: FixPlace): Fix[] {
  const schema = schemaAt(place.document, [...place.path, place.entry.name]);
  const usual = schema?.default === undefined || schema.default === 1 ? [] : [writeValue(place, String(schema.default), true)];
  return [writeValue(place, '1'), ...usual];
}

function maxConcurrentRequests(place: FixPlace): Fix[] {
  const { document, text } = place;
  const { root } = document;
  const key = 'max_concurrent_requests_per_instance';
  const title = l10n.t('Set {0} to {1}', key, 10);
  const settings = root.mapping('request_settings');
  const entry = settings?.entry(key);
  if (entry) {
    return [{ title, edits: writeValue({ entry }, '10').edits }];
  }
  if (settings) {
    return [{ title, edits: [insertEntry(text, settings.node, `${key}: 10`)] }];
  }
  return root.has('request_settings') ? [] : [{ title, edits: [insertEntry(text, root.node, `request_settings:\n  ${key}: 10`)] }];
}

/** All of it to the only deployment; else each gets its part of 100, and the largest what rounding leaves. */
function traffic({ document }: FixPlace): Fix[] {
  const shares = document.root.mapping('traffic');
  const numbers = shares?.entries.map(({ name }) => shares.number(name) ?? 0) ?? [];
  const sum = numbers.reduce((all, one) => all + one, 0);
  if (!shares || sum <= 0 || numbers.some((one) => one < 0)) {
    return [];
  }
  const parts = numbers.map((one) => Math.floor((one * 100) / sum));
  const largest = parts.indexOf(Math.max(...parts));
  const rest = 100 - parts.reduce((all, one) => all + one, 0);
  const settled = parts.map((part, index) => part + (index === largest ? rest : 0));
  const words = shares.entries.map(({ name }, index) => `${name} ${settled[index] ?? 0}`).join(', ');
  return [{ title: l10n.t('Make it 100: {0}', words), edits: sharesEdits(shares, settled) }];
}

function sharesEdits(shares: YamlMapping, parts: readonly number[]): TextEdit[] {
  return shares.entries.flatMap(({ range, value }, index) =>
    isPlaceholderNode(shares.source, value) ? [] : [{ range, newText: String(parts[index] ?? 0) }],
  );
}

function mirrorTraffic(place: FixPlace): Fix[] {
  const { mapping, entry } = place;
  return (mapping.number(entry.name) ?? 0) > 50 && place.finding.range.start === entry.range.start
    ? [writeValue(place, '50')]
    : [{ ...takeOut(place), isGuess: true }];
}
