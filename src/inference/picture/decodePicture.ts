import sharp, { type FailOnOptions, type Metadata, type OutputInfo, type SharpOptions } from 'sharp';
import { cmykToRgb } from './colour';
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
  const { width, height, space } = await readHeader(bytes, format);
  if (width * height > mostPixels) {
    throw new PictureRejected({ kind: 'too-large', width, height });
  }
  // Pillow turns a TIFF as its tag says while it reads it; there is no way to have it as stored.
  const autoOrient = orientation === 'upright' || format === 'TIFF';
  const options = { limitInputPixels: mostPixels, ignoreIcc: true, autoOrient };
  const isCmyk = space === 'cmyk';
  const { data, info } = await decode(bytes, options, isCmyk, format);
  const all = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const pixels = { width: info.width, height: info.height, channels: 3, bytes: isCmyk ? cmykToRgb(all) : all } as const;
  if (pixels.bytes.byteLength !== info.width * info.height * 3) {
    throw new PictureRejected({ kind: 'damaged', format, detail: `${info.channels} channels` });
  }
  return { pixels, format };
}

async function readHeader(bytes: Uint8Array, format: PictureFormat): Promise<Metadata> {
  try {
    // No limit here, so that the size of what is refused can be told; nothing is decoded yet.
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
