import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { jpegChannels } from '../../../../src/inference/picture/jpegChannels';

const channelsOf = (name: string): number | undefined => jpegChannels(readFileSync(`test/fixtures/pictures/${name}`));

test('finds the channels of grey, colour, progressive and CMYK pictures', () => {
  assert.deepEqual(['grey.jpg', 'turned-8.jpg', 'progressive.jpg', 'icc-srgb.jpg', 'cmyk.jpg'].map(channelsOf), [1, 3, 3, 3, 4]);
});

test('fill bytes in front of a marker are passed over', () => {
  const jpeg = readFileSync('test/fixtures/pictures/cmyk.jpg');
  assert.equal(jpegChannels(Buffer.concat([jpeg.subarray(0, 2), Buffer.alloc(5, 0xff), jpeg.subarray(2)])), 4);
});

test('ends on any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (rest) => {
      const channels = jpegChannels(Uint8Array.of(0xff, 0xd8, ...rest));
      assert.ok(channels === undefined || channels <= 255);
    }),
  );
  assert.equal(channelsOf('text.jpg'), undefined);
});
