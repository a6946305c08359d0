import { instanceTypes as allInstanceTypes, type InstanceType } from '../../../documents/azureml/instanceTypes';

/** A size with the family that its cores are counted in. */
interface FamilySize extends InstanceType {
  readonly family: string;
}

/** Names of sizes, without `Standard_`, and of the family as `usages` spells it (REST reference, Usages - List). */
const families: readonly (readonly [RegExp, string])[] = [
  [/^NC\d+as_T4_v3$/, 'standard NCASv3_T4 Family'],
  [/^NC\d+ads_A100_v4$/, 'standardNCADSA100v4Family'],
  [/^NC\d+adi?s_H100_v5$/, 'standardNCADSH100v5Family'],
  [/^NV\d+adm?s_A10_v5$/, 'standardNVADSA10v5Family'],
  [/^ND\d+asr_v4$/, 'standard NDASv4_A100 Family'],
  [/^ND\d+amsr_A100_v4$/, 'standard NDAMSv4_A100Family'],
  [/^ND\d+isr?_H100_v5$/, 'standardNDv5H100Family'],
  [/^ND\d+rs_v2$/, 'standardNDSv2Family'],
  [/^D\d+as_v4$/, 'standardDASv4Family'],
  [/^D\d+a_v4$/, 'standardDAv4Family'],
  [/^DS\d+_v2$/, 'standardDSv2Family'],
  [/^E\d+s_v3$/, 'standardESv3Family'],
  [/^F\d+s_v2$/, 'standardFSv2Family'],
  [/^FX\d+mds$/, 'standardFXMDVSFamily'],
  [/^L\d+as_v3$/, 'standardLASv3Family'],
  [/^L\d+s_v3$/, 'standardLSv3Family'],
  [/^L\d+s_v2$/, 'standardLSv2Family'],
];

/** Every size that a deployment can have today: those that Azure has taken away are in no region. */
export const instanceTypes: readonly FamilySize[] = allInstanceTypes
  .filter(({ retired }) => retired === undefined)
  .map((size) => ({ ...size, family: familyOf(size.name.replace(/^Standard_/, '')) }));

/** Names are compared without regard to case. */
export function instanceTypeNamed(name: string): FamilySize | undefined {
  return instanceTypes.find((it) => it.name.toLowerCase() === name.toLowerCase());
}

function familyOf(size: string): string {
  const found = families.find(([pattern]) => pattern.test(size));
  if (!found) {
    throw new Error(`the size ${size} is in none of the families`);
  }
  return found[1];
}
