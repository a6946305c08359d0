import { type Span, type Taps, triangleTaps, weightBits } from './triangleTaps';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pixels row by row, 8 bits a channel, channels side by side. */
export interface Pixels extends Size {
  readonly channels: 1 | 3;
  /** height × width × channels bytes. Always a plain Uint8Array: a Buffer would make V8 compile the loops for both. */
  readonly bytes: Uint8Array;
}

/** A part of a picture, in pixels from its top left corner. */
export interface Box {
  readonly x: Span;
  readonly y: Span;
}

// Sums start at one half, so that cutting off the fraction rounds.
const half = 1 << (weightBits - 1);

/**
 * Resizes part of a picture with a triangle filter, bit for bit as Pillow 13 does with BILINEAR: fixed-point weights, one pass for
 * each direction, each rounded to 8 bits. A direction that keeps its size has no pass.
 */
export function resample(source: Pixels, box: Box, size: Size): Pixels {
  const across = isWhole(box.x, source.width, size.width) ? undefined : triangleTaps(source.width, box.x, size.width);
  const down = isWhole(box.y, source.height, size.height) ? undefined : triangleTaps(source.height, box.y, size.height);
  if (across && down && goesDownFirst(source, size)) {
    return resampleAcross(resampleDown(source, down), across, { from: 0, to: size.height });
  }
  // Only the lines that the pass down is going to look at.
  const lines = down ? linesOf(down) : { from: 0, to: source.height };
  const narrow = across ? resampleAcross(source, across, lines) : source;
  const shifted = across && down ? { ...down, first: down.first.map((first) => first - lines.from) } : down;
  return shifted ? resampleDown(narrow, shifted) : narrow;
}

/**
 * The order shows, because the first pass rounds to 8 bits. Since Pillow 13 tall pictures go down first, where that leaves fewer
 * pixels for the second pass; before, nothing did.
 */
function goesDownFirst(source: Size, size: Size): boolean {
  const fewerLines = source.height - size.height;
  return fewerLines > 0 && fewerLines > 2 * (source.width - size.width);
}

function isWhole(span: Span, length: number, outputs: number): boolean {
  return outputs === length && span.from === 0 && span.to === length;
}

function linesOf(taps: Taps): Span {
  const last = taps.first.length - 1;
  return { from: taps.first[0] ?? 0, to: (taps.first[last] ?? 0) + (taps.count[last] ?? 0) };
}

function resampleAcross(source: Pixels, taps: Taps, lines: Span): Pixels {
  const width = taps.first.length;
  const height = lines.to - lines.from;
  const { channels } = source;
  const bytes = new Uint8Array(height * width * channels);
  const input = source.bytes.subarray(lines.from * source.width * channels, lines.to * source.width * channels);
  // Two loops, because V8 makes good code only for a step that it knows.
  if (channels === 3) {
    across3(input, bytes, source.width * 3, taps);
  } else {
    across1(input, bytes, source.width, taps);
  }
  return { width, height, channels, bytes };
}

/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index below is inside its array, and a check of our own on each of millions would cost a third of the time */

function across3(input: Uint8Array, output: Uint8Array, lineBytes: number, { first, count, weights, stride }: Taps): void {
  const outputs = first.length;
  for (let line = 0, to = 0; line < input.length; line += lineBytes) {
    for (let x = 0; x < outputs; x++, to += 3) {
      let red = half;
      let green = half;
      let blue = half;
      let tap = Math.imul(x, stride);
      const end = tap + count[x]!;
      for (let from = line + Math.imul(first[x]!, 3); tap < end; tap++, from += 3) {
        const weight = weights[tap]!;
        red = (red + Math.imul(input[from]!, weight)) | 0;
        green = (green + Math.imul(input[from + 1]!, weight)) | 0;
        blue = (blue + Math.imul(input[from + 2]!, weight)) | 0;
      }
      output[to] = red >> weightBits;
      output[to + 1] = green >> weightBits;
      output[to + 2] = blue >> weightBits;
    }
  }
}

function across1(input: Uint8Array, output: Uint8Array, lineBytes: number, { first, count, weights, stride }: Taps): void {
  const outputs = first.length;
  for (let line = 0, to = 0; line < input.length; line += lineBytes) {
    for (let x = 0; x < outputs; x++, to++) {
      let grey = half;
      let tap = Math.imul(x, stride);
      const end = tap + count[x]!;
      for (let from = line + first[x]!; tap < end; tap++, from++) {
        grey = (grey + Math.imul(input[from]!, weights[tap]!)) | 0;
      }
      output[to] = grey >> weightBits;
    }
  }
}

/** Whole lines at a time, so that memory is read in its order; the channels do not matter. */
function resampleDown(source: Pixels, taps: Taps): Pixels {
  const height = taps.first.length;
  const lineBytes = source.width * source.channels;
  const bytes = new Uint8Array(height * lineBytes);
  const sums = new Int32Array(lineBytes);
  for (let y = 0; y < height; y++) {
    sums.fill(half);
    for (let tap = 0; tap < taps.count[y]!; tap++) {
      addLine(sums, source.bytes, (taps.first[y]! + tap) * lineBytes, taps.weights[y * taps.stride + tap]!);
    }
    for (let x = 0, to = y * lineBytes; x < lineBytes; x++, to++) {
      bytes[to] = sums[x]! >> weightBits;
    }
  }
  return { width: source.width, height, channels: source.channels, bytes };
}

function addLine(sums: Int32Array, input: Uint8Array, from: number, weight: number): void {
  for (let x = 0; x < sums.length; x++) {
    sums[x] = (sums[x]! + Math.imul(input[from + x]!, weight)) | 0;
  }
}
