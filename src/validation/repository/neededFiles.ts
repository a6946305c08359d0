import path from 'node:path';
import type { ConfigDocument } from '../configDocument';
import { tensorsOf } from '../rules/triton/tensors';

/** Files that a configuration names, relative to the model folder. */
export function neededFiles({ root }: ConfigDocument, versions: readonly number[]): string[] {
  const labels = tensorsOf(root).map(({ tensor }) => tensor.text('label_filename'));
  const warmups = root
    .children('model_warmup')
    .flatMap((sample) => sample.entryMessages('inputs').map(({ message }) => message.text('input_data_file')))
    .map((file) => (file === '' ? '' : path.join('warmup', file)));
  const states = (root.child('sequence_batching')?.children('state') ?? [])
    .flatMap((state) => state.children('initial_state').map((initial) => initial.text('data_file')))
    .map((file) => (file === '' ? '' : path.join('initial_state', file)));
  const libraries = root
    .entryMessages('parameters')
    .filter(({ key }) => key === 'TRITON_BATCH_STRATEGY_PATH')
    .map(({ message }) => path.posix.basename(message.text('string_value')))
    .flatMap((file) => (file === '' ? [] : [file, ...versions.map((version) => path.join(String(version), file))]));
  return [...labels, ...warmups, ...states, ...libraries].filter((file) => file !== '' && !file.includes('\0'));
}
