import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import sharp from 'sharp';
import { Cancelled, UserError } from '../../../../src/base/errors';
import { createPictures, type Pictures, type PictureTensor } from '../../../../src/inference/picture/pictures';

const workerPath = join(process.cwd(), 'dist', 'pictureWorker.js');
assert.ok(existsSync(workerPath), 'run the build first: the worker is tested as it is delivered');

const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
const pictures = createPictures(workerPath);
after(async () => {
  await pictures.close();
  rmSync(folder, { recursive: true });
});

const target = { width: 224, height: 224, channels: 3, datatype: 'FP32' } as const;
const choices = { scaling: 'inception', layout: 'CHW', channelOrder: 'RGB', fit: 'stretch', orientation: 'upright' } as const;

function prepare(bytes: Uint8Array, with_: Pictures = pictures, signal = AbortSignal.timeout(30_000)): Promise<PictureTensor> {
  return with_.prepare(bytes, target, choices, signal);
}

function fixture(name: string): Buffer {
  return readFileSync(`test/fixtures/pictures/${name}`);
}

async function refusal(bytes: Uint8Array): Promise<UserError> {
  const error: unknown = await prepare(bytes).catch((reason: unknown) => reason);
  assert.ok(error instanceof UserError, String(error));
  return error;
}

test('prepares a picture in the worker and leaves the given bytes alone', async () => {
  const bytes = fixture('turned-6.jpg');
  const { data, pixels, source, milliseconds } = await prepare(bytes);
  assert.ok(data instanceof Float32Array && data.length === 150_528);
  assert.equal(pixels.length, 150_528);
  assert.equal(source.format, 'JPEG');
  assert.ok(source.height > source.width, 'as people see it');
  assert.ok(milliseconds.decode > 0 && milliseconds.resize > 0 && milliseconds.tensor > 0);
  assert.ok(bytes.length > 0);
});

test('what is no whole picture is said, each with its code', async () => {
  const jpeg = fixture('progressive.jpg');
  const cases: readonly (readonly [Uint8Array, string])[] = [
    [fixture('empty.jpg'), 'picture-empty'],
    [fixture('text.jpg'), 'picture-not-a-picture'],
    [fixture('photo.bmp'), 'picture-unsupported'],
    [Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), 'picture-unsupported'],
    [fixture('truncated.jpg'), 'picture-truncated'],
    [fixture('truncated.png'), 'picture-truncated'],
    [Buffer.concat([fixture('subsampled-444.jpg').subarray(0, 6000), Buffer.from([0xff, 0xd9])]), 'picture-truncated'],
    [fixture('photo.webp').subarray(0, 4000), 'picture-truncated'],
    [fixture('animated.gif').subarray(0, 3000), 'picture-truncated'],
    [jpeg.subarray(0, 4), 'picture-truncated'],
    [
      Buffer.concat([fixture('palette.png').subarray(0, 60), Buffer.alloc(400, 7), fixture('palette.png').subarray(460)]),
      'picture-damaged',
    ],
  ];
  for (const [bytes, code] of cases) {
    const error = await refusal(bytes);
    assert.equal(error.code, code, error.message);
  }
});

test('a JPEG with odd bytes between its segments is no damage', async () => {
  const jpeg = fixture('progressive.jpg');
  const odd = Buffer.concat([jpeg.subarray(0, jpeg.length - 2), Buffer.from([1, 2, 3]), jpeg.subarray(jpeg.length - 2)]);
  assert.deepEqual((await prepare(odd)).pixels, (await prepare(jpeg)).pixels);
});

test('a picture of over 100 million pixels is refused by its header alone', async () => {
  const huge = await sharp({ create: { width: 20_000, height: 10_000, channels: 3, background: 'red' }, limitInputPixels: false })
    .png()
    .toBuffer();
  // What comes after the header is missing: whoever decoded it would call the picture cut short.
  const error = await refusal(huge.subarray(0, 64));
  assert.equal(error.code, 'picture-too-large');
  assert.match(error.message, /20,?000/);
});

test('a choice that makes no sense is said before the worker is asked', async () => {
  const promise = pictures.prepare(fixture('grey.png'), { ...target, datatype: 'INT64' }, choices, AbortSignal.timeout(1000));
  await assert.rejects(promise, (error) => error instanceof UserError && error.code === 'picture-datatype');
});

test('answers are never mixed up, whoever cancels in between', async () => {
  const stop = new AbortController();
  const names = ['grey.jpg', 'cmyk.jpg', 'palette.png', 'photo.webp', 'thin.png', 'one-pixel.png'];
  const alone = await Promise.all(names.map(async (name) => (await prepare(fixture(name))).pixels));
  const together = names.map((name, place) => prepare(fixture(name), pictures, place % 2 === 0 ? stop.signal : undefined));
  stop.abort(new Cancelled());
  const results = await Promise.allSettled(together);
  results.forEach((result, place) => {
    if (place % 2 === 0) {
      assert.ok(result.status === 'rejected' && result.reason instanceof Cancelled);
    } else {
      assert.ok(result.status === 'fulfilled');
      assert.deepEqual(result.value.pixels, alone[place]);
    }
  });
});

test('a worker that dies fails what waits for it, and the next picture gets a new one', async () => {
  const flag = join(folder, 'died');
  const script = join(folder, 'dying.cjs');
  writeFileSync(
    script,
    `const { existsSync, writeFileSync } = require('node:fs');
     if (existsSync(${JSON.stringify(flag)})) require(${JSON.stringify(workerPath)});
     else require('node:worker_threads').parentPort.on('message', () => { writeFileSync(${JSON.stringify(flag)}, ''); process.exit(7); });`,
  );
  const dying = createPictures(script);
  const both = await Promise.allSettled([prepare(fixture('grey.png'), dying), prepare(fixture('grey.jpg'), dying)]);
  for (const result of both) {
    assert.ok(result.status === 'rejected' && result.reason instanceof UserError && result.reason.code === 'picture-worker');
  }
  assert.equal((await prepare(fixture('grey.png'), dying)).pixels.length, 150_528);
  await dying.close();
});

test('the thread that asks goes on while a 12-megapixel photo is prepared', async () => {
  const photo = await sharp({
    create: { width: 4000, height: 3000, channels: 3, background: 'teal', noise: { type: 'gaussian', mean: 128, sigma: 40 } },
  })
    .jpeg()
    .toBuffer();
  let ticks = 0;
  const ticking = setInterval(() => (ticks += 1), 1);
  await prepare(photo);
  clearInterval(ticking);
  // The work takes over a hundred of them. A thread that does it itself comes to none before the answer.
  assert.ok(ticks > 5, `${ticks} ticks`);
});
