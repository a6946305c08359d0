/** A machine size that managed online endpoints accept; Azure docs, Managed online endpoints SKU list. */
export interface InstanceType {
  /** As Azure spells it in its documentation; the service compares without regard to case. */
  readonly name: string;
  /** `T4`, `A100`, …; absent for sizes without a GPU. */
  readonly gpu?: string;
  /** Number of GPUs; a fraction where machines share one. */
  readonly gpus: number;
  /** GiB of memory on all GPUs together. */
  readonly gpuMemory: number;
  readonly cores: number;
  /** GiB of main memory. */
  readonly memory: number;
  /** Sensible for Triton: one whole GPU, or the smallest CPU size that is no risk. */
  readonly recommended: boolean;
  /** The day Azure took the size away, ISO. */
  readonly retired?: string;
}

const gpuSizes: readonly InstanceType[] = [
  gpu('Standard_NC4as_T4_v3', ['T4', 1, 16], 4, 28, true),
  gpu('Standard_NC8as_T4_v3', ['T4', 1, 16], 8, 56, true),
  gpu('Standard_NC16as_T4_v3', ['T4', 1, 16], 16, 110, true),
  gpu('Standard_NC64as_T4_v3', ['T4', 4, 64], 64, 440),
  gpu('Standard_NC24ads_A100_v4', ['A100', 1, 80], 24, 220, true),
  gpu('Standard_NC48ads_A100_v4', ['A100', 2, 160], 48, 440),
  gpu('Standard_NC96ads_A100_v4', ['A100', 4, 320], 96, 880),
  gpu('Standard_NC40ads_H100_v5', ['H100', 1, 94], 40, 320, true),
  gpu('Standard_NC80adis_H100_v5', ['H100', 2, 188], 80, 640),
  gpu('Standard_NV6ads_A10_v5', ['A10', 1 / 6, 4], 6, 55),
  gpu('Standard_NV12ads_A10_v5', ['A10', 1 / 3, 8], 12, 110),
  gpu('Standard_NV18ads_A10_v5', ['A10', 1 / 2, 12], 18, 220),
  gpu('Standard_NV36ads_A10_v5', ['A10', 1, 24], 36, 440, true),
  gpu('Standard_NV36adms_A10_v5', ['A10', 1, 24], 36, 880),
  gpu('Standard_NV72ads_A10_v5', ['A10', 2, 48], 72, 880),
  gpu('Standard_ND96asr_v4', ['A100', 8, 320], 96, 900),
  gpu('Standard_ND96amsr_A100_v4', ['A100', 8, 640], 96, 1900),
  gpu('Standard_ND96is_H100_v5', ['H100', 8, 640], 96, 1900),
  gpu('Standard_ND96isr_H100_v5', ['H100', 8, 640], 96, 1900),
  gpu('Standard_ND40rs_v2', ['V100', 8, 256], 40, 672),
];

/**
 * The sizes of the NCv3 series went on 2025-09-30, those of NCv2 and older in 2023; they are still named in older articles and samples.
 * Unverified: the day in 2023, and the machines of the series that are older than NCv3.
 */
const retiredSizes: readonly InstanceType[] = [
  { ...gpu('Standard_NC6s_v3', ['V100', 1, 16], 6, 112), retired: '2025-09-30' },
  { ...gpu('Standard_NC12s_v3', ['V100', 2, 32], 12, 224), retired: '2025-09-30' },
  { ...gpu('Standard_NC24s_v3', ['V100', 4, 64], 24, 448), retired: '2025-09-30' },
  { ...gpu('Standard_NC6s_v2', ['P100', 1, 16], 6, 112), retired: '2023-09-06' },
  { ...gpu('Standard_NC12s_v2', ['P100', 2, 32], 12, 224), retired: '2023-09-06' },
  { ...gpu('Standard_NC24s_v2', ['P100', 4, 64], 24, 448), retired: '2023-09-06' },
];

/** Sizes of older series, which no list offers any more: known so that whoever finds one in an old file is told what it was. */
const formerSizes: readonly InstanceType[] = [
  ...[1, 2, 4].map((count) => gone(`NC${6 * count}`, ['K80', count, 12 * count], 6 * count, 56 * count)),
  gone('NC24r', ['K80', 4, 48], 24, 224),
  ...[1, 2, 4].map((count) => gone(`NV${6 * count}`, ['M60', count, 8 * count], 6 * count, 56 * count)),
  ...[1, 2, 4].map((count) => gone(`ND${6 * count}s`, ['P40', count, 24 * count], 6 * count, 112 * count)),
  gone('ND24rs', ['P40', 4, 96], 24, 448),
  gone('NC24rs_v2', ['P100', 4, 64], 24, 448),
  gone('NC24rs_v3', ['V100', 4, 64], 24, 448, '2025-09-30'),
  ...[1, 2, 4].map((count) => gone(`NV${12 * count}s_v3`, ['M60', count, 8 * count], 12 * count, 112 * count, '2026-09-30')),
  ...[1, 2, 4, 8].map((part) => gone(`NV${4 * part}as_v4`, ['MI25', part / 8, 2 * part], 4 * part, 14 * part, '2026-09-30')),
];

/** Cores of each size of a series whose sizes grow by cores alone, and GiB for each core. */
const cpuSizes: readonly InstanceType[] = [
  ...[3, 4, 5].map((size) => cpu(`Standard_DS${size}_v2`, 2 ** (size - 1), 3.5 * 2 ** (size - 1), size === 3)),
  cpu('Standard_DS1_v2', 1, 3.5),
  cpu('Standard_DS2_v2', 2, 7),
  ...[2, 4, 8, 16, 32, 48, 64, 96].map((cores) => cpu(`Standard_D${cores}as_v4`, cores, 4 * cores, cores === 4)),
  ...[2, 4, 8, 16, 32, 48, 64, 96].map((cores) => cpu(`Standard_D${cores}a_v4`, cores, 4 * cores)),
  ...[2, 4, 8, 16, 32, 48].map((cores) => cpu(`Standard_E${cores}s_v3`, cores, 8 * cores)),
  cpu('Standard_E64s_v3', 64, 432),
  ...[2, 4, 8, 16, 32, 48, 64, 72].map((cores) => cpu(`Standard_F${cores}s_v2`, cores, 2 * cores)),
  ...[4, 12, 24, 36, 48].map((cores) => cpu(`Standard_FX${cores}mds`, cores, 21 * cores)),
  ...['as_v3', 's_v3', 's_v2'].flatMap((series) =>
    [8, 16, 32, 48, 64, 80].map((cores) => cpu(`Standard_L${cores}${series}`, cores, 8 * cores)),
  ),
];

/** Every size a managed deployment may name, the recommended ones of each kind first in their series, the retired ones last. */
export const instanceTypes: readonly InstanceType[] = [...gpuSizes, ...cpuSizes, ...retiredSizes];

/** The size of that name, whatever its case; undefined for one that is not on Azure's list (it may be newer than this list). */
export function findInstanceType(name: string): InstanceType | undefined {
  return [...instanceTypes, ...formerSizes].find((size) => size.name.toLowerCase() === name.toLowerCase());
}

function gpu(
  name: string,
  [kind, gpus, gpuMemory]: readonly [string, number, number],
  cores: number,
  memory: number,
  recommended = false,
): InstanceType {
  return { name, gpu: kind, gpus, gpuMemory, cores, memory, recommended };
}

function gone(size: string, kind: readonly [string, number, number], cores: number, memory: number, retired = '2023-09-06'): InstanceType {
  return { ...gpu(`Standard_${size}`, kind, cores, memory), retired };
}

function cpu(name: string, cores: number, memory: number, recommended = false): InstanceType {
  return { name, gpus: 0, gpuMemory: 0, cores, memory, recommended };
}
