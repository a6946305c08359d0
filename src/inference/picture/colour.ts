import type { Pixels } from './resample';

/** Ink to light without a profile, as Pillow does: the shortest way, not the prettiest, but what Python pipelines feed to models. */
export function cmykToRgb(cmyk: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((cmyk.length / 4) * 3);
  for (let from = 0, to = 0; from < cmyk.length; from += 4, to += 3) {
    const light = 255 - (cmyk[from + 3] ?? 0);
    rgb[to] = light - share(cmyk[from] ?? 0, light);
    rgb[to + 1] = light - share(cmyk[from + 1] ?? 0, light);
    rgb[to + 2] = light - share(cmyk[from + 2] ?? 0, light);
  }
  return rgb;
}

/** a × b / 255, rounded, without dividing. */
function share(a: number, b: number): number {
  const product = a * b + 128;
  return (product + (product >> 8)) >> 8;
}

/** Rec. 601 luma in 16-bit fixed point: Pillow's `convert('L')`. Grey stays the grey it is. */
export function rgbToGrey({ width, height, bytes }: Pixels): Pixels {
  const grey = new Uint8Array(width * height);
  for (let from = 0, to = 0; to < grey.length; from += 3, to++) {
    const luma = (bytes[from] ?? 0) * 19595 + (bytes[from + 1] ?? 0) * 38470 + (bytes[from + 2] ?? 0) * 7471;
    grey[to] = (luma + 0x8000) >> 16;
  }
  return { width, height, channels: 1, bytes: grey };
}

/** For showing: each grey value three times. */
export function greyToRgb({ width, height, bytes }: Pixels): Pixels {
  const rgb = new Uint8Array(bytes.length * 3);
  for (let from = 0, to = 0; from < bytes.length; from++, to += 3) {
    rgb.fill(bytes[from] ?? 0, to, to + 3);
  }
  return { width, height, channels: 3, bytes: rgb };
}
