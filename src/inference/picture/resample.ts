import { linesOf, resampleAcross, resampleDown } from './resamplePasses';
import { type Span, triangleTaps } from './triangleTaps';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pixels row by row, 8 bits a channel, channels side by side. */
export interface Pixels extends Size {
  readonly channels: 1 | 3;
  /** height × width × channels bytes. */
  readonly bytes: Uint8Array;
}

/** A part of a picture, in pixels from its top left corner. */
export interface Box {
  readonly x: Span;
  readonly y: Span;
}

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
  const lines = down ? linesOf(down, 0, size.height) : { from: 0, to: source.height };
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
