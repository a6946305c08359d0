import * as l10n from '@vscode/l10n';
import { isDeployment, isManaged, isTritonModel, modelOf, settledText } from '../../../documents/azureml/azureMlDocument';
import { findInstanceType, type InstanceType } from '../../../documents/azureml/instanceTypes';
import type { CheckedDocument } from '../../azureml/checkedDocument';
import { nearestSize } from '../../azureml/nearestSize';
import type { Problem, Rule } from '../../rule';

/** Azure's list of sizes for managed online endpoints, and its list of retired sizes. Whether a region has one is for Azure to say. */
export const retiredInstanceType: Rule<CheckedDocument> = {
  code: 'aml/instance-type-retired',
  severity: 'warning',
  check: (document) =>
    aboutSize(document, (size) =>
      size?.retired === undefined
        ? undefined
        : l10n.t(
            'Azure retired {0} on {1}; a new deployment cannot have it. {2} takes its place.',
            size.name,
            size.retired,
            'Standard_NC4as_T4_v3',
          ),
    ),
};

/** azure-ai-ml warns of the same two sizes, azure's troubleshooting guide of the third. */
const tooSmall = ['standard_ds1_v2', 'standard_ds2_v2', 'standard_f2s_v2'];

export const smallInstanceType: Rule<CheckedDocument> = {
  code: 'aml/instance-type-small',
  severity: 'warning',
  check: (document) =>
    aboutSize(document, (size) =>
      size && tooSmall.includes(size.name.toLowerCase())
        ? l10n.t(
            '{0} is often too small: the container is killed or its disk is full. Standard_DS3_v2 is the smallest that Azure recommends.',
            size.name,
          )
        : undefined,
    ),
};

export const cpuInstanceType: Rule<CheckedDocument> = {
  code: 'aml/instance-type-cpu',
  severity: 'info',
  check: (document) =>
    aboutSize(document, (size) => {
      const model = modelOf(document);
      return size?.gpus === 0 && model && isTritonModel(model)
        ? l10n.t('{0} has no GPU. Triton runs on it, but models that were made for a GPU do not load, and others are slow.', size.name)
        : undefined;
    }),
};

export const unknownInstanceType: Rule<CheckedDocument> = {
  code: 'aml/instance-type-unknown',
  severity: 'info',
  check: (document) =>
    aboutSize(document, (size, written) => {
      if (size) {
        return undefined;
      }
      const meant = nearestSize(written);
      return meant === undefined
        ? l10n.t('{0} is not on Azure’s list of sizes for online endpoints, as far as this version knows it.', written)
        : l10n.t('{0} is not on Azure’s list of sizes for online endpoints. Did you mean {1}?', written, meant);
    }),
};

function* aboutSize(
  document: CheckedDocument,
  problem: (size: InstanceType | undefined, written: string) => string | undefined,
): Iterable<Problem> {
  const entry = document.root.entry('instance_type');
  const written = settledText(document.root, 'instance_type');
  if (entry && written !== undefined && isDeployment(document) && isManaged(document)) {
    const message = problem(findInstanceType(written), written);
    if (message !== undefined) {
      yield { range: entry.range, message };
    }
  }
}
