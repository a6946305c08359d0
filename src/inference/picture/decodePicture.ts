import sharp, { type FailOnOptions, type Metadata, type OutputInfo, type SharpOptions } from 'sharp';
import { cmykToRgb } from './colour';
import { jpegChannels } from './jpegChannels';
import { type PictureFormat, pictureFormatOf } from './pictureFormat';
import { mostPixels, PictureRejected } from './pictureProblem';
import type { Preprocessing } from './preprocessing';
import type { Pixels } from './resample';

export interface DecodedPicture {
  readonly pixels: Pixels;
  readonly format: PictureFormat;
}

/**
 * All pixels of a picture as RGB, at full size: the very bytes that Pillow's `open(...).convert('RGB')` gives, with two exceptions
 * (16-bit grey is scaled, where Pillow clips it; the transparent parts of a GIF). Of several frames the first; alpha is dropped, not
 * blended; colour profiles are ignored. Throws PictureRejected.
 */
export async function decodePicture(bytes: Uint8Array, orientation: Preprocessing['orientation']): Promise<DecodedPicture> {
  const format = pictureFormatOf(bytes);
  // Pillow turns a TIFF as its tag says while it reads it; there is no way to have it as stored.
  const autoOrient = orientation === 'upright' || format === 'TIFF';
  const isCmyk = await hasInks(bytes, format);
  const { data, info } = await decode(bytes, { limitInputPixels: mostPixels, ignoreIcc: true, autoOrient }, isCmyk, format);
  const all = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const pixels = { width: info.width, height: info.height, channels: 3, bytes: isCmyk ? cmykToRgb(all) : all } as const;
  if (pixels.bytes.byteLength !== info.width * info.height * 3) {
    throw new PictureRejected({ kind: 'damaged', format, detail: `${info.channels} channels` });
  }
  return { pixels, format };
}

/** CMYK exists in JPEG and TIFF only, and a JPEG is asked without the library: its answer takes as long as decoding a small picture. */
async function hasInks(bytes: Uint8Array, format: PictureFormat): Promise<boolean> {
  switch (format) {
    case 'JPEG':
      return jpegChannels(bytes) === 4;
    case 'TIFF':
      return (await readHeader(bytes, format)).space === 'cmyk';
    default:
      return false;
  }
}

async function readHeader(bytes: Uint8Array, format: PictureFormat): Promise<Metadata> {
  try {
    return await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch (error) {
    throw rejection(error, format);
  }
}

interface Raw {
  readonly data: Buffer;
  readonly info: OutputInfo;
}

async function decode(bytes: Uint8Array, options: SharpOptions, isCmyk: boolean, format: PictureFormat): Promise<Raw> {
  const attempt = (failOn: FailOnOptions): Promise<Raw> => {
    const picture = sharp(bytes, { ...options, failOn });
    const inSpace = isCmyk ? picture.pipelineColourspace('cmyk').toColourspace('cmyk') : picture.toColourspace('srgb').removeAlpha();
    return inSpace.raw().toBuffer({ resolveWithObject: true });
  };
  try {
    return await attempt('warning');
  } catch (error) {
    if (isAboutMissingData(error)) {
      throw rejection(error, format);
    }
  }
  // Refused by its header then, before any of it was decoded.
  const { width, height } = await readHeader(bytes, format);
  if (width * height > mostPixels) {
    throw new PictureRejected({ kind: 'too-large', width, height });
  }
  // Cameras write JPEG files with odd bytes between the segments; nothing is missing from those, so a warning must not refuse them.
  try {
    return await attempt('error');
  } catch (error) {
    throw rejection(error, format);
  }
}

function rejection(error: unknown, format: PictureFormat): PictureRejected {
  const detail = error instanceof Error ? error.message : String(error);
  return new PictureRejected(isAboutMissingData(error) ? { kind: 'truncated', format } : { kind: 'damaged', format, detail });
}

/** libvips passes on the decoders' sentences and nothing else: libjpeg's, libpng's, libwebp's, libnsgif's and libtiff's for "not enough". */
function isAboutMissingData(error: unknown): boolean {
  return (
    error instanceof Error &&
    /premature|truncat|unexpected end|libpng read error|unable to parse image|not enough data|scanline/i.test(error.message)
  );
}
