import type { Box, Pixels, Size } from '../../../../src/inference/picture/resample';
import type { Span } from '../../../../src/inference/picture/triangleTaps';

/**
 * The filter as its definition says it, one channel of one pixel at a time, in doubles: for each output the weighted mean of all pixels
 * of the line, the weights a triangle over its centre. Slow and obvious; what resample() does is held against it.
 */
export function plainResample(source: Pixels, box: Box, size: Size): Pixels {
  const downFirst = source.height > size.height && source.height - size.height > 2 * (source.width - size.width);
  const across = (it: Pixels): Pixels => pass(it, size.width, box.x, 'across');
  const down = (it: Pixels): Pixels => pass(it, size.height, box.y, 'down');
  return downFirst ? across(down(source)) : down(across(source));
}

function pass(source: Pixels, outputs: number, span: Span, direction: 'across' | 'down'): Pixels {
  const isAcross = direction === 'across';
  const length = isAcross ? source.width : source.height;
  if (outputs === length && span.from === 0 && span.to === length) {
    return source;
  }
  const [width, height] = isAcross ? [outputs, source.height] : [source.width, outputs];
  const weights = Array.from({ length: outputs }, (_, output) => weightsOf(output, outputs, length, span));
  const valueAt = (x: number, y: number, channel: number): number =>
    source.bytes[(y * source.width + x) * source.channels + channel] ?? NaN;
  const bytes = Uint8Array.from({ length: width * height * source.channels }, (_, at) => {
    const channel = at % source.channels;
    const x = Math.floor(at / source.channels) % width;
    const y = Math.floor(at / source.channels / width);
    const parts = (weights[isAcross ? x : y] ?? []).map(
      ([pixel, weight]) => weight * (isAcross ? valueAt(pixel, y, channel) : valueAt(x, pixel, channel)),
    );
    return Math.floor((parts.reduce((total, part) => total + part, 0) + 2 ** 21) / 2 ** 22);
  });
  return { width, height, channels: source.channels, bytes };
}

/** Pixel and weight in units of 2^-22. */
function weightsOf(output: number, outputs: number, length: number, span: Span): (readonly [number, number])[] {
  const from = Math.fround(span.from);
  const scale = Math.fround(Math.fround(span.to) - from) / outputs;
  const reach = Math.max(1, scale);
  const centre = from + (output + 0.5) * scale;
  const pixels = Array.from({ length }, (_, pixel) => pixel).filter(
    (pixel) => pixel >= Math.trunc(centre - reach + 0.5) && pixel < Math.trunc(centre + reach + 0.5),
  );
  const shares = pixels.map((pixel) => Math.max(0, 1 - Math.abs((pixel - centre + 0.5) * (1 / reach))));
  const sum = shares.reduce((total, share) => total + share, 0);
  return pixels.map((pixel, place) => [pixel, Math.floor(0.5 + ((shares[place] ?? 0) / (sum || 1)) * 2 ** 22)]);
}
