import * as l10n from '@vscode/l10n';
import type { CompletionChoice } from '../answers';
import type { ConfigCursor } from './configCursor';
import { onnxText } from './configHover';
import type { ConfigModel } from './configModel';
import { plain } from './snippetText';
import { tensorText, unlisted } from './tensorFixes';

const tensor = '{\n\tname: "${1}"\n\tdata_type: ${2:TYPE_FP32}\n\tdims: [ ${3:-1} ]\n\\}';
// KIND_GPU first would fail where the machine has no GPU, as on the emulator.
const instances = '{\n\tcount: ${1:1}\n\tkind: ${2|KIND_AUTO,KIND_GPU,KIND_CPU|}\n\\}';
const entry = (map: string): string =>
  `\t${map} {\n\t\tkey: "$${map === 'input_map' ? '{2}' : '{4}'}"\n\t\tvalue: "$${map === 'input_map' ? '{3}' : '{5}'}"\n\t\\}\n`;
const step = `{\n\tmodel_name: "\${1}"\n\tmodel_version: -1\n${entry('input_map')}${entry('output_map')}\\}`;

/** Elements of lists, ready to be filled in. */
const elements: Readonly<Record<string, string>> = {
  input: tensor,
  output: tensor,
  instance_group: instances,
  'ensemble_scheduling.step': step,
};

/** Whole fields by the message that they stand in: '' is the file. */
const fields: Readonly<Record<string, readonly (readonly [name: string, body: string])[]>> = {
  '': [
    ['input', `input [\n${indented(tensor)}\n]`],
    ['output', `output [\n${indented(tensor)}\n]`],
    ['instance_group', `instance_group [\n${indented(instances)}\n]`],
    ['dynamic_batching', 'dynamic_batching {\n\tpreferred_batch_size: [ ${1:4}, ${2:8} ]\n\tmax_queue_delay_microseconds: ${3:100}\n\\}'],
    ['version_policy', 'version_policy { specific { versions: [ ${1:1} ] \\} \\}'],
    ['ensemble_scheduling', `ensemble_scheduling {\n\tstep [\n${indented(step, '\t\t')}\n\t]\n\\}`],
  ],
  ensemble_scheduling: [['step', `step [\n${indented(step)}\n]`]],
};

/** Pieces of configuration that fit at the cursor, those of the ONNX file first. */
export function snippetsAt(model: ConfigModel, cursor: ConfigCursor): CompletionChoice[] {
  if (cursor.quotes !== 'none') {
    return [];
  }
  return cursor.wants === 'field' ? [...wholeLists(model, cursor), ...fieldSnippets(cursor)] : elementSnippets(model, cursor);
}

function fieldSnippets({ path, around, range, next }: ConfigCursor): CompletionChoice[] {
  const taken = around.at(-1)?.values;
  const known = Object.hasOwn(fields, path) ? (fields[path] ?? []) : [];
  return known
    .filter(([name]) => taken?.has(name) !== true && next !== ':' && next !== '{' && next !== '[')
    .map(([name, body]) => ({
      label: l10n.t('{0} (filled in)', name),
      kind: 'snippet',
      detail: l10n.t('a piece to fill in'),
      insert: body,
      range,
      order: `3${name}`,
    }));
}

function elementSnippets(model: ConfigModel, { path, range, isInList, schema }: ConfigCursor): CompletionChoice[] {
  const body = schema?.shape === 'repeated' && isInList && Object.hasOwn(elements, path) ? elements[path] : undefined;
  if (body === undefined) {
    return [];
  }
  const empty: CompletionChoice = {
    label: '{ … }',
    kind: 'snippet',
    detail: l10n.t('a piece to fill in'),
    insert: body,
    range,
    order: '2',
  };
  const kind = path === 'input' || path === 'output' ? path : undefined;
  const isBatched = model.document.config.maxBatchSize > 0;
  const known = kind === undefined ? [] : unlisted(model, kind);
  return [
    ...known.map((one, index): CompletionChoice => ({
      label: one.name,
      kind: 'reference',
      detail: onnxText(one),
      insert: plain(tensorText(one, isBatched, '\t')),
      range,
      order: `1${String(index).padStart(3, '0')}`,
    })),
    empty,
  ];
}

/** All inputs, or all outputs, of the ONNX file. */
function wholeLists(model: ConfigModel, { path, around, range }: ConfigCursor): CompletionChoice[] {
  const taken = around.at(-1)?.values;
  const isBatched = model.document.config.maxBatchSize > 0;
  return (['input', 'output'] as const)
    .filter((kind) => path === '' && taken?.has(kind) !== true && unlisted(model, kind).length > 0)
    .map((kind) => ({
      label: l10n.t('{0} (from the ONNX file)', kind),
      kind: 'snippet',
      detail: unlisted(model, kind)
        .map(({ name }) => name)
        .join(', '),
      insert: `${kind} [\n${unlisted(model, kind)
        .map((one) => indented(plain(tensorText(one, isBatched, '\t'))))
        .join(',\n')}\n]`,
      range,
      order: `0${kind}`,
    }));
}

function indented(text: string, by = '\t'): string {
  return text
    .split('\n')
    .map((line) => `${by}${line}`)
    .join('\n');
}
