import * as l10n from '@vscode/l10n';
import type { InstanceType } from '../../documents/azureml/instanceTypes';

/** `1 × T4, 16 GB`; a share of a GPU as a fraction, as NVIDIA's documentation writes it. */
export function gpuWords({ gpu, gpus, gpuMemory }: InstanceType): string {
  if (gpu === undefined) {
    return l10n.t('no GPU');
  }
  const count = gpus < 1 ? `1/${Math.round(1 / gpus)}` : String(gpus);
  return l10n.t('{0} × {1}, {2} GB', count, gpu, gpuMemory);
}

/** `4 cores · 28 GiB`. */
export function machineWords({ cores, memory }: InstanceType): string {
  return l10n.t('{0} cores · {1} GiB', cores, memory);
}

/** All that is known of a size, in Markdown. */
export function describeInstanceType(size: InstanceType): string {
  const lines = [
    `**${size.name}**`,
    `${gpuWords(size)} · ${machineWords(size)}`,
    ...(size.retired === undefined ? [] : [l10n.t('Azure retired it on {0}; a new deployment cannot have it.', size.retired)]),
    ...(size.recommended ? [l10n.t('A good choice for Triton.')] : []),
  ];
  return lines.join('\n\n');
}
