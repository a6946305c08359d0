/** A size that managed online deployments accept (Azure docs, "Managed online endpoints SKU list"). */
interface InstanceType {
  readonly name: string;
  readonly family: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly gpus: number;
}

/** Rows of a family: name, cores, memory in GiB, GPUs. A third of a GPU counts as one, as `vmSizes` counts it. */
function family(name: string, sizes: readonly (readonly [name: string, cores: number, memoryGb: number, gpus?: number])[]): InstanceType[] {
  return sizes.map(([size, cores, memoryGb, gpus = 0]) => ({ name: `Standard_${size}`, family: name, cores, memoryGb, gpus }));
}

/** Core counts of a series whose memory is proportional. */
function series(pattern: (cores: number) => string, cores: readonly number[], gbPerCore: number): [string, number, number][] {
  return cores.map((it) => [pattern(it), it, it * gbPerCore]);
}

export const instanceTypes: readonly InstanceType[] = [
  ...family('standard NCASv3_T4 Family', [
    ['NC4as_T4_v3', 4, 28, 1],
    ['NC8as_T4_v3', 8, 56, 1],
    ['NC16as_T4_v3', 16, 110, 1],
    ['NC64as_T4_v3', 64, 440, 4],
  ]),
  ...family('standardNCADSA100v4Family', [
    ['NC24ads_A100_v4', 24, 220, 1],
    ['NC48ads_A100_v4', 48, 440, 2],
    ['NC96ads_A100_v4', 96, 880, 4],
  ]),
  ...family('standardNCADSH100v5Family', [
    ['NC40ads_H100_v5', 40, 320, 1],
    ['NC80adis_H100_v5', 80, 640, 2],
  ]),
  ...family('standardNVADSA10v5Family', [
    ['NV6ads_A10_v5', 6, 55, 1],
    ['NV12ads_A10_v5', 12, 110, 1],
    ['NV18ads_A10_v5', 18, 220, 1],
    ['NV36ads_A10_v5', 36, 440, 1],
    ['NV36adms_A10_v5', 36, 880, 1],
    ['NV72ads_A10_v5', 72, 880, 2],
  ]),
  ...family('standard NDASv4_A100 Family', [['ND96asr_v4', 96, 900, 8]]),
  ...family('standard NDAMSv4_A100Family', [['ND96amsr_A100_v4', 96, 1900, 8]]),
  ...family('standardNDv5H100Family', [
    ['ND96is_H100_v5', 96, 1900, 8],
    ['ND96isr_H100_v5', 96, 1900, 8],
  ]),
  ...family('standardNDSv2Family', [['ND40rs_v2', 40, 672, 8]]),
  ...family(
    'standardDASv4Family',
    series((n) => `D${n}as_v4`, [2, 4, 8, 16, 32, 48, 64, 96], 4),
  ),
  ...family(
    'standardDAv4Family',
    series((n) => `D${n}a_v4`, [2, 4, 8, 16, 32, 48, 64, 96], 4),
  ),
  ...family('standardDSv2Family', [
    ['DS1_v2', 1, 3.5],
    ['DS2_v2', 2, 7],
    ['DS3_v2', 4, 14],
    ['DS4_v2', 8, 28],
    ['DS5_v2', 16, 56],
  ]),
  ...family('standardESv3Family', [...series((n) => `E${n}s_v3`, [2, 4, 8, 16, 32, 48], 8), ['E64s_v3', 64, 432]]),
  ...family(
    'standardFSv2Family',
    series((n) => `F${n}s_v2`, [2, 4, 8, 16, 32, 48, 64, 72], 2),
  ),
  ...family(
    'standardFXMDVSFamily',
    series((n) => `FX${n}mds`, [4, 12, 24, 36, 48], 21),
  ),
  ...family(
    'standardLASv3Family',
    series((n) => `L${n}as_v3`, [8, 16, 32, 48, 64, 80], 8),
  ),
  ...family(
    'standardLSv3Family',
    series((n) => `L${n}s_v3`, [8, 16, 32, 48, 64, 80], 8),
  ),
  ...family(
    'standardLSv2Family',
    series((n) => `L${n}s_v2`, [8, 16, 32, 48, 64, 80], 8),
  ),
];

/** Names are compared without regard to case. */
export function instanceTypeNamed(name: string): InstanceType | undefined {
  return instanceTypes.find((it) => it.name.toLowerCase() === name.toLowerCase());
}
