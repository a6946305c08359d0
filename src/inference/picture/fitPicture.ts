import type { Preprocessing } from './preprocessing';
import { type Box, type Pixels, resample, type Size } from './resample';

/**
 * Brings a picture to the model's size.
 *
 * `stretch` takes all of it and ignores its proportions, as Triton's image_client does; `crop` takes the largest part in the middle
 * that has the model's proportions (Pillow's ImageOps.fit); `fit` takes all of it and leaves black bars (ImageOps.pad).
 */
export function fitPicture(picture: Pixels, size: Size, fit: Preprocessing['fit']): Pixels {
  switch (fit) {
    case 'stretch':
      return resample(picture, wholeOf(picture), size);
    case 'crop':
      return resample(picture, middleOf(picture, size), size);
    case 'fit':
      return withBars(resample(picture, wholeOf(picture), sizeInside(picture, size)), size);
  }
}

function wholeOf({ width, height }: Size): Box {
  return { x: { from: 0, to: width }, y: { from: 0, to: height } };
}

function middleOf(picture: Size, size: Size): Box {
  const proportions = size.width / size.height;
  const isWider = picture.width / picture.height >= proportions;
  const width = isWider ? proportions * picture.height : picture.width;
  const height = isWider ? picture.height : picture.width / proportions;
  const left = (picture.width - width) * 0.5;
  const top = (picture.height - height) * 0.5;
  return { x: { from: left, to: left + width }, y: { from: top, to: top + height } };
}

function sizeInside(picture: Size, size: Size): Size {
  const isWider = picture.width / picture.height > size.width / size.height;
  return isWider
    ? { width: size.width, height: Math.max(1, roundToEven((picture.height / picture.width) * size.width)) }
    : { width: Math.max(1, roundToEven((picture.width / picture.height) * size.height)), height: size.height };
}

function withBars(picture: Pixels, size: Size): Pixels {
  if (picture.width === size.width && picture.height === size.height) {
    return picture;
  }
  const { channels } = picture;
  const left = roundToEven((size.width - picture.width) / 2);
  const top = roundToEven((size.height - picture.height) / 2);
  const bytes = new Uint8Array(size.width * size.height * channels);
  const lineBytes = picture.width * channels;
  for (let y = 0; y < picture.height; y++) {
    const line = picture.bytes.subarray(y * lineBytes, (y + 1) * lineBytes);
    bytes.set(line, ((y + top) * size.width + left) * channels);
  }
  return { ...size, channels, bytes };
}

/** Python's round(), which decides in Pillow: halves go to the even neighbour. */
function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
