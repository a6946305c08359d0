import * as l10n from '@vscode/l10n';
import { modelOf } from '../../documents/azureml/azureMlDocument';
import { findInstanceType } from '../../documents/azureml/instanceTypes';
import { insertEntry } from '../../documents/yaml/yamlEdits';
import { nearestSize } from '../../validation/azureml/nearestSize';
import { parentOf, repositoryAt } from '../../validation/azureml/tritonRepository';
import { takeItOut, write, writeValue, type Fix, type FixMaker, type FixPlace } from './fix';

const suitable = 'Standard_NC4as_T4_v3';

/** What Triton needs: its type, the folder of its models, a machine that there is. */
export const fixesOfTriton: readonly (readonly [code: string, FixMaker])[] = [
  ['aml/triton-type', tritonType],
  ['aml/triton-no-code', takeItOut],
  ['aml/triton-path', tritonPath],
  ['aml/triton-container', tritonContainer],
  ['aml/instance-type-retired', retired],
  ['aml/instance-type-small', write('Standard_DS3_v2', suitable)],
  ['aml/instance-type-cpu', cpuOnly],
  ['aml/instance-type-unknown', unknownSize],
];

function tritonType({ document, text }: FixPlace): Fix[] {
  const model = modelOf(document);
  const type = model?.entry('type');
  const title = l10n.t('Write {0}', 'type: triton_model');
  if (!model) {
    return [];
  }
  return type
    ? [{ title, edits: writeValue({ entry: type }, 'triton_model').edits }]
    : [{ title, edits: [insertEntry(text, model.node, 'type: triton_model', model.entry('path'))] }];
}

/** The folder that the models' folders lie in. */
function tritonPath(place: FixPlace): Fix[] {
  const path = place.mapping.text(place.entry.name) ?? '';
  const found = repositoryAt(path, place.document.files);
  switch (found.kind) {
    case 'model':
      return [writeValue(place, parentOf(path))];
    case 'version':
      return [writeValue(place, parentOf(parentOf(path)))];
    case 'above':
      return [writeValue(place, `${path.replace(/\/$/, '')}/${found.folder}`)];
    case 'repository':
      return [];
    case 'unclear':
      return oneFile(place, path);
  }
}

/** `models/resnet/1/model.onnx` names the file; its repository is three folders up, where that is one. */
function oneFile(place: FixPlace, path: string): Fix[] {
  const repository = parentOf(parentOf(parentOf(path)));
  return repositoryAt(repository, place.document.files).kind === 'repository' ? [writeValue(place, repository)] : [];
}

function tritonContainer(place: FixPlace): Fix[] {
  const isReady = place.path.at(-1) === 'readiness_route';
  return [writeValue(place, place.entry.name === 'port' ? '8000' : isReady ? '/v2/health/ready' : '/v2/health/live')];
}

/** As many GPUs as before, on the machines that Azure names in their place, or on those of the next size up. */
function retired(place: FixPlace): Fix[] {
  const before = findInstanceType(place.mapping.text('instance_type') ?? '');
  const successors = [suitable, ...((before?.gpus ?? 1) > 1 ? ['Standard_NC64as_T4_v3'] : []), 'Standard_NC24ads_A100_v4'];
  return successors.map((name) => writeValue(place, name));
}

/** It may well be meant. */
function cpuOnly(place: FixPlace): Fix[] {
  return [writeValue(place, suitable, true)];
}

function unknownSize(place: FixPlace): Fix[] {
  const meant = nearestSize(place.mapping.text('instance_type') ?? '');
  return meant === undefined ? [] : [writeValue(place, meant)];
}
