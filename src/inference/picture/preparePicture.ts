import { greyToRgb, rgbToGrey } from './colour';
import { decodePicture } from './decodePicture';
import { fitPicture } from './fitPicture';
import type { PictureTarget, PictureTensor } from './pictureTensor';
import type { Preprocessing } from './preprocessing';
import { tensorOfPixels } from './tensorOfPixels';

/** Bytes of a file -> tensor, all of it on the thread that calls. Throws PictureRejected for the picture, UserError for the choices. */
export async function preparePicture(bytes: Uint8Array, target: PictureTarget, preprocessing: Preprocessing): Promise<PictureTensor> {
  const started = performance.now();
  const { pixels, format } = await decodePicture(bytes, preprocessing.orientation);
  const decoded = performance.now();
  // Grey before the resize, as image_client.py converts before it resizes: the order shows in the rounding.
  const fitted = fitPicture(target.channels === 1 ? rgbToGrey(pixels) : pixels, target, preprocessing.fit);
  const resized = performance.now();
  const data = tensorOfPixels(fitted.bytes, target, preprocessing);
  const done = performance.now();
  return {
    data,
    pixels: target.channels === 1 ? greyToRgb(fitted).bytes : fitted.bytes,
    target,
    source: { width: pixels.width, height: pixels.height, format },
    milliseconds: { decode: decoded - started, resize: resized - decoded, tensor: done - resized },
  };
}
