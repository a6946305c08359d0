import * as l10n from '@vscode/l10n';
import path from 'node:path';
import { knownPlatforms, modelFileKinds, platformsOf } from '../../documents/pbtxt/backends';
import { quotedString } from '../../documents/pbtxt/quotedString';
import { nearest } from '../../base/nearest';
import type { QuickFix } from '../answers';
import { additionAtTop } from './configEdits';
import {
  fix,
  removing,
  removingField,
  removingFromFile,
  settingEdit,
  settingInFile,
  writing,
  type Fixer,
  type FixPlace,
} from './configFix';

const modelName: Fixer = (place) => {
  const name = place.model.folder?.name;
  return name === undefined
    ? []
    : [writing(place, quotedString(name), true), ...removing(place).map((one) => ({ ...one, isPreferred: false }))];
};

/** Endings of model files, and what runs them. */
const backendsByEnding: Readonly<Record<string, string>> = {
  '.onnx': 'onnxruntime',
  '.plan': 'tensorrt',
  '.engine': 'tensorrt',
  '.pt': 'pytorch',
  '.pt2': 'pytorch',
  '.pth': 'pytorch',
  '.xml': 'openvino',
  '.py': 'python',
};

/** A file of a version folder with the backend that its ending tells. */
interface ModelFile {
  readonly name: string;
  readonly backend: string;
}

function modelFiles({ model }: FixPlace): ModelFile[] {
  const names = new Set(model.files.filter((file) => /^\d+[\\/]/.test(file)).map((file) => path.basename(file)));
  return [...names].flatMap((name) => {
    const backend = backendsByEnding[path.extname(name).toLowerCase()];
    return backend === undefined ? [] : [{ name, backend }];
  });
}

const noBackend: Fixer = (place) => {
  const files = modelFiles(place);
  const add = ({ name, backend }: ModelFile): QuickFix => {
    const isDefault = modelFileKinds.some((kind) => kind.file === name);
    const lines = [`backend: ${quotedString(backend)}`, ...(isDefault ? [] : [`default_model_filename: ${quotedString(name)}`])];
    const edit = additionAtTop(place.model.text, place.model.tree, lines.join('\n'));
    return fix(place, l10n.t('Write {0} for the file {1}', `backend: ${quotedString(backend)}`, name), [edit], files.length === 1);
  };
  return files.map(add);
};

const modelFile: Fixer = (place) => {
  const { backend } = place.model.document;
  const fits = modelFiles(place).filter((file) => file.backend === backend);
  return [
    ...fits.map(({ name }) => settingInFile(place, 'default_model_filename', quotedString(name), fits.length === 1)),
    // The file may be right and the backend wrong.
    ...(fits.length > 0 ? [] : noBackendInstead(place)),
  ];
};

function noBackendInstead(place: FixPlace): QuickFix[] {
  const { model } = place;
  return modelFiles(place).map(({ name, backend }) =>
    fix(place, l10n.t('Write {0} for the file {1}', `backend: ${quotedString(backend)}`, name), [
      settingEdit(model, model.tree, 'backend', quotedString(backend)),
      ...removingFromFile(place, 'platform').flatMap(({ changes }) => changes.flatMap(({ edits }) => edits)),
    ]),
  );
}

const unknownPlatform: Fixer = (place) => {
  const platform = place.around.find((node) => node.path === 'platform');
  if (platform?.element?.kind !== 'string') {
    return noBackend(place);
  }
  const { value } = platform.element;
  const meant = nearest(value, [...knownPlatforms, 'ensemble']);
  const backend = fix(
    place,
    l10n.t('Write {0}', `backend: ${quotedString(value)}`),
    [{ range: platform.field.range, newText: `backend: ${quotedString(value)}` }],
    meant === undefined,
  );
  return [...(meant === undefined ? [] : [writing(place, quotedString(meant), true)]), backend];
};

const platformBackendPair: Fixer = (place) => {
  const platforms = platformsOf(place.model.document.config.backend) ?? [];
  return [...platforms.map((platform) => writing(place, quotedString(platform))), ...removingFromFile(place, 'platform', true)];
};

const versionPolicy: Fixer = (place) => {
  const node = place.model.nodes.find((one) => one.path === 'version_policy');
  const latest = 'version_policy: { latest { num_versions: 1 } }';
  return node === undefined ? [] : [fix(place, l10n.t('Write {0}', latest), [{ range: node.field.range, newText: latest }], true)];
};

const preferredBatchSize: Fixer = (place) => {
  const node = place.around.findLast(({ field }) => field.name === 'preferred_batch_size');
  const most = place.model.document.config.maxBatchSize;
  if (node === undefined) {
    return [];
  }
  const items = node.field.value?.kind === 'list' ? node.field.value.items : [];
  const kept = items.flatMap((item) =>
    item.kind === 'integer' && !item.negative && Number(item.digits) <= most && Number(item.digits) > 0 ? [item.digits] : [],
  );
  const list = `[ ${kept.join(', ')} ]`;
  const value = node.field.value;
  const highest = items.flatMap((item) => (item.kind === 'integer' && !item.negative ? [Number(item.digits)] : []));
  return [
    ...(kept.length > 0 && value !== undefined
      ? [fix(place, l10n.t('Write {0}', list), [{ range: value.range, newText: list }], true)]
      : []),
    removingField(place, node, kept.length === 0),
    ...(most > 0 && Math.max(0, ...highest) > most ? [settingInFile(place, 'max_batch_size', String(Math.max(...highest)))] : []),
  ];
};

const defaultPriorityLevel: Fixer = (place) => {
  const batching = place.around.find(({ path: one }) => one === 'dynamic_batching')?.element;
  return batching?.kind === 'message'
    ? [
        fix(
          place,
          l10n.t('Write {0}', 'default_priority_level: 1'),
          [settingEdit(place.model, batching, 'default_priority_level', '1')],
          true,
        ),
      ]
    : [];
};

const pythonFileName: Fixer = (place) => {
  const file = modelFiles(place).find(({ name }) => name.endsWith('.py'));
  return file === undefined || file.name === 'model.py' ? removing(place) : [writing(place, quotedString(file.name), true)];
};

const accelerator: Fixer = (place) => {
  const names = place.around.some(({ field }) => field.name === 'cpu_execution_accelerator') ? ['openvino'] : ['tensorrt', 'cuda'];
  return names.map((name, index) => writing(place, quotedString(name), index === 0));
};

/** Takes away the field of the file that the finding stands in. */
const removingOuter: Fixer = (place) => {
  const [outer] = place.around;
  return outer === undefined ? [] : [removingField(place, outer, true)];
};

export const fieldFixes: Readonly<Record<string, Fixer>> = {
  'triton/model-name': modelName,
  'triton/no-backend': noBackend,
  'triton/model-file': modelFile,
  'triton/unknown-platform': unknownPlatform,
  'triton/platform-backend-pair': platformBackendPair,
  'triton/max-batch-size': (place) => [writing(place, '0', true)],
  'triton/version-policy': versionPolicy,
  'triton/preferred-batch-size': preferredBatchSize,
  'triton/sequence-preferred-batch-size': preferredBatchSize,
  'triton/default-priority-level': defaultPriorityLevel,
  'triton/python-file-name': pythonFileName,
  'triton/onnx-accelerator': accelerator,
  'triton/response-cache': removingOuter,
  'triton/ensemble-backend': removing,
  'triton/ensemble-foreign-field': removing,
  'triton/onnx-ragged-input': removing,
  'triton/onnx-optional-input': removing,
  'triton/onnx-accelerator-parameter': removing,
  'triton/instance-group-kind': (place) => [writing(place, 'KIND_AUTO', true)],
  'triton/instance-group-gpus': removing,
  'triton/instance-group-profile': removing,
  'triton/shape-tensor': removing,
  'triton/non-linear-format': removing,
  'triton/format-dims': removing,
  'triton/newer-field': removing,
  'triton/priority-queue-policy': removing,
  'triton/slot-utilization': removing,
};
