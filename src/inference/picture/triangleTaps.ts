/** Fixed point of the weights: 32 bits less 8 for the value and 2 to spare (Pillow, src/libImaging/Resample.c, PRECISION_BITS). */
export const weightBits = 22;

/** Which pixels of a line make up each pixel of the resized line, and how much of each. */
export interface Taps {
  /** Index of the first pixel, for each output. */
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** `stride` places for each output, `count` of them used; the used ones sum up to about 2^22. */
  readonly weights: Int32Array;
  readonly stride: number;
}

/** The part of a line that is resized, in pixels; the ends need not be whole. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * A triangle over each output's centre: as wide as an output when shrinking, so that every pixel counts, and never narrower than a
 * pixel. Bit for bit what Pillow 13 computes for BILINEAR: it keeps the ends of the span as 32-bit floats, the rest in doubles.
 */
export function triangleTaps(length: number, span: Span, outputs: number): Taps {
  const from = Math.fround(span.from);
  const scale = Math.fround(Math.fround(span.to) - from) / outputs;
  const reach = Math.max(scale, 1);
  // The order of operations is Pillow's: multiplying by the inverse is not the same as dividing.
  const inverse = 1 / reach;
  const stride = Math.ceil(reach) * 2 + 1;
  const taps = { first: new Int32Array(outputs), count: new Int32Array(outputs), weights: new Int32Array(outputs * stride), stride };
  const shares = new Float64Array(stride);
  for (let output = 0; output < outputs; output++) {
    const centre = from + (output + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - reach + 0.5));
    const count = Math.min(length, Math.trunc(centre + reach + 0.5)) - first;
    let sum = 0;
    for (let tap = 0; tap < count; tap++) {
      const share = Math.max(0, 1 - Math.abs((tap + first - centre + 0.5) * inverse));
      shares[tap] = share;
      sum += share;
    }
    for (let tap = 0; tap < count; tap++) {
      const share = shares[tap] ?? 0;
      taps.weights[output * stride + tap] = Math.trunc(0.5 + (sum === 0 ? share : share / sum) * 2 ** weightBits);
    }
    taps.first[output] = first;
    taps.count[output] = count;
  }
  return taps;
}
