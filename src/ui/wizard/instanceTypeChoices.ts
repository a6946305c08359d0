import * as l10n from '@vscode/l10n';
import { instanceTypes, type InstanceType } from '../../documents/azureml/instanceTypes';
import { gpuWords, machineWords } from '../../language/azureml/instanceTypeWords';
import type { Choice, Separator } from './prompts';

/** Every size that a managed deployment may name: those that suit Triton first, those that Azure has retired last. */
export function instanceTypeChoices(preferred: string): readonly (Choice<string> | Separator)[] {
  const known = instanceTypes.some(({ name }) => isSameSize(name, preferred));
  const usable = instanceTypes.filter(({ retired }) => retired === undefined);
  const suited = usable.filter(({ recommended }) => recommended);
  const rest = usable.filter(({ recommended }) => !recommended);
  const retired = instanceTypes.filter((size) => size.retired !== undefined);
  return [
    // Azure may offer sizes that are newer than our list: what the user prefers is offered all the same.
    ...(known ? [] : [{ label: preferred, description: l10n.t('from your settings'), value: preferred }]),
    { separator: l10n.t('Recommended for Triton') },
    ...suited.map(toChoice),
    { separator: l10n.t('More sizes') },
    ...rest.map(toChoice),
    { separator: l10n.t('Retired') },
    ...retired.map(toChoice),
  ];
}

export function isSameSize(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function toChoice(size: InstanceType): Choice<string> {
  return {
    label: size.name,
    description: size.retired === undefined ? gpuWords(size) : l10n.t('{0} · retired on {1}', gpuWords(size), size.retired),
    detail: machineWords(size),
    icon: size.retired === undefined ? (size.gpus > 0 ? 'circuit-board' : 'vm') : 'warning',
    value: size.name,
  };
}
