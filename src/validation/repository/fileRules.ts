import * as l10n from '@vscode/l10n';
import path from 'node:path';
import type { PlacedMessage } from '../../documents/pbtxt/placedMessage';
import type { Problem, Rule } from '../rule';
import { tensorsOf } from '../rules/triton/tensors';
import type { ModelFolder, ModelInRepository } from './modelFolder';

const start = { start: 0, end: 0 };

/** Backends whose model file the core or the backend itself looks for by a fixed name. */
const needsFile = new Set(['onnxruntime', 'openvino', 'pytorch', 'python']);

export const modelFile: Rule<ModelInRepository> = {
  code: 'triton/model-file',
  severity: 'error',
  *check({ model }) {
    const { document, versions, found, modelFile: file } = model;
    if (file === undefined || !document.isWhole || !needsFile.has(document.backend ?? '') || document.root.isWritten('runtime')) {
      return;
    }
    for (const version of versions.versions.filter((one) => !found.has(path.join(String(one), file)))) {
      yield {
        range: document.root.at('default_model_filename'),
        message: l10n.t('Version {0} of model {1} lacks its model file {2}.', version, model.name, file),
        triton: missingText(model, version, file),
      };
    }
  },
};

/** The backends say it differently (onnxruntime.cc, openvino.cc, libtorch.cc, pb_stub of the Python backend). */
function missingText({ name, document }: ModelFolder, version: number, file: string): string {
  const place = `${name}/${version}/${file}`;
  switch (document.backend) {
    case 'onnxruntime':
      return `failed to stat file ${place}`;
    case 'python':
      return `Python model file not found in '${place}'`;
    default:
      return `unable to find '${place}' for model '${name}'`;
  }
}

/** The file name of a Python model. */
export const pythonFileName: Rule<ModelInRepository> = {
  code: 'triton/python-file-name',
  severity: 'error',
  *check({ model: { document } }) {
    const file = document.config.defaultModelFilename;
    if (document.backend === 'python' && file !== '' && !file.endsWith('.py')) {
      yield {
        range: document.root.at('default_model_filename'),
        message: l10n.t('The file of a Python model ends in .py; {0} does not.', file),
        triton: `Model name must end with '.py'. Model name is "${file}".`,
      };
    }
  },
};

export const labelFile: Rule<ModelInRepository> = {
  code: 'triton/label-file',
  severity: 'error',
  *check({ model }) {
    const { document, found, isInRepository, name } = model;
    for (const { tensor, name: output } of isInRepository ? tensorsOf(document.root) : []) {
      const file = tensor.text('label_filename');
      const isInside = !path.relative(model.path, path.resolve(model.path, file)).startsWith('..');
      if (file === '' || (found.has(file) && isInside)) {
        continue;
      }
      yield {
        range: tensor.at('label_filename'),
        message: isInside
          ? l10n.t('There is no label file {0} in the folder of model {1}, where Triton looks for it, not in a version folder.', file, name)
          : l10n.t('Label file {0} lies outside the folder of model {1}. Copy it into the folder.', file, name),
        triton: isInside
          ? `failed to open text file for read ${name}/${file}: No such file or directory`
          : `label file path '${file}' for output '${output}' in model '${name}' is outside model directory`,
      };
    }
  },
};

const bytesPerElement: Readonly<Record<string, number>> = {
  TYPE_BOOL: 1,
  TYPE_UINT8: 1,
  TYPE_INT8: 1,
  TYPE_UINT16: 2,
  TYPE_INT16: 2,
  TYPE_FP16: 2,
  TYPE_BF16: 2,
  TYPE_UINT32: 4,
  TYPE_INT32: 4,
  TYPE_FP32: 4,
  TYPE_UINT64: 8,
  TYPE_INT64: 8,
  TYPE_FP64: 8,
};

/** Files of raw values: those of a warm-up, in `warmup`, and those that a sequence begins with, in `initial_state`. */
export const dataFile: Rule<ModelInRepository> = {
  code: 'triton/data-file',
  severity: 'error',
  *check({ model }) {
    const { root } = model.document;
    for (const sample of root.children('model_warmup').filter((one) => one.number('batch_size') > 0)) {
      for (const { message } of sample.entryMessages('inputs')) {
        yield* dataFaults(model, message, { field: 'input_data_file', folder: 'warmup' });
      }
    }
    for (const state of root.child('sequence_batching')?.children('state') ?? []) {
      for (const initial of state.children('initial_state')) {
        yield* dataFaults(model, initial, { field: 'data_file', folder: 'initial_state' });
      }
    }
  },
};

function* dataFaults(
  { found, isInRepository, name }: ModelFolder,
  data: PlacedMessage,
  { field, folder }: { readonly field: string; readonly folder: 'warmup' | 'initial_state' },
): Iterable<Problem> {
  const file = data.text(field);
  if (file === '' || !isInRepository) {
    return;
  }
  const present = found.get(path.join(folder, file));
  const what = folder === 'warmup' ? 'warmup setting' : 'initial_state setting';
  if (present === undefined) {
    yield {
      range: data.at(field),
      message: l10n.t('There is no file {0} in the folder {1} of model {2}.', file, folder, name),
      triton: `failed to open text file for read ${name}/${folder}/${file}: No such file or directory`,
    };
    return;
  }
  const size = bytesPerElement[data.enumName('data_type', 'TYPE_INVALID')];
  const expected = data.numbers('dims').reduce((product, dim) => product * dim, size ?? 0);
  if (size !== undefined && data.isWhole('dims') && expected > 0 && present.size < expected) {
    yield {
      range: data.at(field),
      message: l10n.t('File {0} has {1} bytes, but data_type and dims ask for {2}.', file, present.size, expected),
      triton: `${what} expects ${expected} bytes, but the data provided from ${file}only has ${present.size} bytes`,
    };
  }
}

export const onnxFile: Rule<ModelInRepository> = {
  code: 'triton/onnx-file',
  severity: 'error',
  *check({ model: { onnx, name } }) {
    for (const [version, { reading, missingFiles }] of onnx) {
      if (reading.kind === 'broken') {
        yield { range: start, message: l10n.t('Version {0} of model {1} cannot be loaded. {2}', version, name, reading.message) };
      }
      for (const file of missingFiles) {
        yield {
          range: start,
          message: l10n.t(
            'Version {0} of model {1} keeps weights in {2}, which is not there. Copy it beside the ONNX file.',
            version,
            name,
            file,
          ),
        };
      }
    }
  },
};

/** A library for forming batches. Its path is the server's, so only its name can be looked for. */
export const batchLibrary: Rule<ModelInRepository> = {
  code: 'triton/batch-library',
  severity: 'warning',
  *check({ model: { document, name, versions, found, isModel } }) {
    for (const { key, message } of isModel ? document.root.entryMessages('parameters') : []) {
      const library = message.text('string_value');
      const places = ['', ...versions.versions.map(String)].map((folder) => path.join(folder, path.posix.basename(library)));
      if (key === 'TRITON_BATCH_STRATEGY_PATH' && library !== '' && !places.some((place) => found.has(place))) {
        yield {
          range: message.at('string_value'),
          message: l10n.t(
            'Model {0} has no file {1}. Triton looks for the library inside the model folder.',
            name,
            path.posix.basename(library),
          ),
          triton: `Batching library path not found: ${library}`,
        };
      }
    }
  },
};
