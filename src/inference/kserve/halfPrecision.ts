// One cell of memory seen both ways: the fastest way to a float's bits that needs no allocation.
const value = new Float32Array(1);
const bits = new Uint32Array(value.buffer);

/** FP16 (IEEE 754 binary16) bits -> number; exact. */
export function fromFp16(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) {
    return sign * fraction * 2 ** -24;
  }
  if (exponent === 31) {
    return fraction === 0 ? sign * Infinity : NaN;
  }
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Float32 -> FP16 bits, to the nearest, ties to even, as numpy's astype(float16) rounds; beyond 65,504 it is infinity. */
export function toFp16(float: number): number {
  value[0] = float;
  const all = bits[0] ?? 0;
  const sign = (all >>> 16) & 0x8000;
  const magnitude = all & 0x7fffffff;
  if (magnitude > 0x7f800000) {
    return sign | 0x7e00;
  }
  // 65,520 is half way between the largest FP16 and what would come next.
  if (magnitude >= 0x477ff000) {
    return sign | 0x7c00;
  }
  // Below 2^-14 the steps are all 2^-24; a float32 times 2^24 is exact, so only the rounding below rounds.
  if (magnitude < 0x38800000) {
    return sign | roundToEven(Math.abs(Math.fround(float)) * 2 ** 24);
  }
  const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
  return sign | ((rounded - 0x38000000) >>> 13);
}

/** BF16 bits -> number; exact. BF16 is the upper half of a float32. */
export function fromBf16(half: number): number {
  bits[0] = half << 16;
  return value[0] ?? 0;
}

/** Float32 -> BF16 bits. Truncates, as Triton's Python client does; it does not round. */
export function toBf16(float: number): number {
  value[0] = float;
  return (bits[0] ?? 0) >>> 16;
}

function roundToEven(positive: number): number {
  const floor = Math.floor(positive);
  const rest = positive - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
