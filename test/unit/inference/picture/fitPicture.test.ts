import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Fields } from '../../../../src/base/decode';
import { preparePicture } from '../../../../src/inference/picture/preparePicture';

const fitted = Fields.of(JSON.parse(readFileSync('test/fixtures/pictures/fitted.json', 'utf8')), 'fitted');
const sizes = [
  { width: 224, height: 224 },
  { width: 97, height: 33 },
];
const stored = { scaling: 'none', layout: 'HWC', channelOrder: 'RGB', orientation: 'stored' } as const;

function sha256(bytes: ArrayBufferView): string {
  return createHash('sha256')
    .update(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    .digest('hex');
}

for (const name of fitted.names) {
  test(`${name} cropped, with bars and in grey equals Pillow's ImageOps and convert('L')`, async () => {
    const bytes = readFileSync(`test/fixtures/pictures/${name}`);
    for (const size of sizes) {
      const sums = fitted.fields(name).fields(`${size.width}x${size.height}`);
      const colour = { ...size, channels: 3, datatype: 'UINT8' } as const;
      for (const fit of ['crop', 'fit'] as const) {
        const { pixels } = await preparePicture(bytes, colour, { ...stored, fit });
        assert.equal(sha256(pixels), sums.text(fit), fit);
      }
      const { data } = await preparePicture(bytes, { ...colour, channels: 1 }, { ...stored, fit: 'stretch' });
      assert.equal(sha256(data), sums.text('grey'));
    }
  });
}
