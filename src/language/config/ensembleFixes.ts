import * as l10n from '@vscode/l10n';
import type { PbtxtMessage, PbtxtString } from '../../documents/pbtxt/pbtxtDocument';
import { quotedString } from '../../documents/pbtxt/quotedString';
import { nearest } from '../../base/nearest';
import { tensorsOfModel } from '../../validation/repository/completedTensors';
import type { QuickFix } from '../answers';
import { addition } from './configEdits';
import { fix, settingEdit, settingInFile, writing, type Fixer, type FixPlace } from './configFix';
import { stringOf, textOf } from './configTree';

function stepAt({ around }: FixPlace): PbtxtMessage | undefined {
  const element = around.find(({ path }) => path === 'ensemble_scheduling.step')?.element;
  return element?.kind === 'message' ? element : undefined;
}

const latestVersion: Fixer = (place) => {
  const step = stepAt(place);
  return step === undefined
    ? []
    : [fix(place, l10n.t('Write {0}', 'model_version: -1'), [settingEdit(place.model, step, 'model_version', '-1')], true)];
};

const stepModel: Fixer = (place) => {
  const name = textOf(stepAt(place), 'model_name');
  const { siblings } = place.model;
  const meant = nearest(name, siblings) ?? (siblings.length === 1 ? siblings[0] : undefined);
  return meant === undefined ? [] : [writing(place, quotedString(meant), true)];
};

const stepBatchSize: Fixer = (place) => {
  const target = place.model.steps.get(textOf(stepAt(place), 'model_name'));
  const most = target && tensorsOfModel(target)?.maxBatchSize;
  return most === undefined ? [] : [settingInFile(place, 'max_batch_size', String(most), true)];
};

/** A key that the model of the step has not, or inputs of it that no entry gives. */
const stepMap: Fixer = (place) => {
  const step = stepAt(place);
  const target = place.model.steps.get(textOf(step, 'model_name'));
  const tensors = target && tensorsOfModel(target);
  if (step === undefined || tensors === undefined) {
    return [];
  }
  const entry = place.around.findLast(({ path }) => path.endsWith('.input_map') || path.endsWith('.output_map'));
  const map = entry?.field.name ?? 'input_map';
  const wanted = (map === 'input_map' ? tensors.inputs : tensors.outputs).map(({ name }) => name);
  const given = entriesOf(step, map).map((one) => textOf(one, 'key'));
  const free = wanted.filter((name) => !given.includes(name));
  const key = entry?.element?.kind === 'message' ? stringOf(entry.element, 'key') : undefined;
  return key !== undefined && !wanted.includes(key.value) ? otherKeys(place, key, free) : missingEntries(place, step, free);
};

function otherKeys(place: FixPlace, key: PbtxtString, free: readonly string[]): QuickFix[] {
  const meant = nearest(key.value, free) ?? (free.length === 1 ? free[0] : undefined);
  return free.map((name) =>
    fix(place, l10n.t('Write {0}', quotedString(name)), [{ range: key.range, newText: quotedString(name) }], name === meant),
  );
}

function missingEntries(place: FixPlace, step: PbtxtMessage, free: readonly string[]): QuickFix[] {
  const fields = free.map((name) => `input_map { key: ${quotedString(name)} value: ${quotedString(name)} }`);
  return fields.length === 0 ? [] : [fix(place, l10n.t('Add {0}', free.join(', ')), [addition(place.model.text, step, fields)], true)];
}

/** The entries of a map of a step, however they are written. */
function entriesOf(step: PbtxtMessage, map: string): PbtxtMessage[] {
  return step.fields
    .filter(({ name }) => name === map)
    .flatMap(({ value }) => (value?.kind === 'list' ? value.items : value === undefined ? [] : [value]))
    .flatMap((element) => (element.kind === 'message' ? [element] : []));
}

const ensemblePlatform: Fixer = (place) => {
  const { model } = place;
  return model.tree.fields.some(({ name }) => name === 'ensemble_scheduling') ? [settingInFile(place, 'platform', '"ensemble"', true)] : [];
};

export const ensembleFixes: Readonly<Record<string, Fixer>> = {
  'triton/ensemble-scheduling': ensemblePlatform,
  'triton/ensemble-model-version': latestVersion,
  'triton/ensemble-version': latestVersion,
  'triton/ensemble-model': stepModel,
  'triton/ensemble-batch-size': stepBatchSize,
  'triton/ensemble-map': stepMap,
};
