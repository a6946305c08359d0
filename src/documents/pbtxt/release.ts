/** A container release of Triton, `24.05`: as texts they are in order. */
export type TritonRelease = string;

export function isTritonRelease(text: string): boolean {
  return /^\d\d\.(?:0[1-9]|1[0-2])$/.test(text);
}
