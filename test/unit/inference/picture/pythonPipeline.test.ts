import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { Fields, listOf, numberOf } from '../../../../src/base/decode';
import { preparePicture } from '../../../../src/inference/picture/preparePicture';
import { type Preprocessing, scalings } from '../../../../src/inference/picture/preprocessing';
import { topClasses } from '../../../../src/inference/topClasses';

const target = { width: 224, height: 224, channels: 3, datatype: 'FP32' } as const;
const choices: Preprocessing = { scaling: 'inception', layout: 'CHW', channelOrder: 'RGB', fit: 'stretch', orientation: 'stored' };
/** Here ours is meant to differ (sixteen-bit-grey: scaled, not clipped to white) or refuses. */
const different = ['odd-pictures/sixteen-bit-grey.png', 'odd-pictures/photo.bmp'];

const pictures = Fields.of(JSON.parse(readFileSync('test/fixtures/pictures/expected.json', 'utf8')), 'expected').fields('pictures');
const entries = pictures.names
  .filter((name) => !different.includes(name))
  .flatMap((name) => {
    const stored = pictures.fields(name);
    const upright = stored.optionalFields('upright');
    return [
      { name, orientation: 'stored', expected: stored } as const,
      ...(upright ? [{ name, orientation: 'upright', expected: upright } as const] : []),
    ];
  })
  .filter(({ expected }) => expected.optionalText('error') === undefined);

function bytesOf(name: string): Uint8Array {
  return readFileSync(
    name.startsWith('pictures/') ? `samples/single-model/${name}` : name.replace('odd-pictures', 'test/fixtures/pictures'),
  );
}

function sha256(data: ArrayBufferView): string {
  return createHash('sha256')
    .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .digest('hex');
}

test('the data has pictures to compare, some of them turned', () => {
  assert.ok(entries.length >= 25);
  assert.ok(entries.filter(({ orientation }) => orientation === 'upright').length >= 4);
});

for (const { name, orientation, expected } of entries) {
  test(`${name} ${orientation}: pixels and every tensor equal Pillow's and numpy's to the last bit`, async () => {
    const bytes = bytesOf(name);
    for (const scaling of scalings) {
      const sums = expected.fields('scalings').fields(scaling);
      const planes = await preparePicture(bytes, target, { ...choices, orientation, scaling, layout: 'CHW' });
      const interleaved = await preparePicture(bytes, target, { ...choices, orientation, scaling, layout: 'HWC' });
      assert.equal(sha256(planes.pixels), expected.text('rgb224_uint8_hwc_sha256'));
      assert.equal(sha256(planes.data), sums.text('fp32_chw_sha256'), scaling);
      assert.equal(sha256(interleaved.data), sums.text('fp32_hwc_sha256'), scaling);
    }
  });
}

test('the model ranks every picture as it does in Python, scores within 0.001', async () => {
  const session = await InferenceSession.create('samples/single-model/models/model_1/1/model.onnx', { intraOpNumThreads: 1 });
  for (const { name, orientation, expected } of entries) {
    for (const scaling of ['inception', 'azure-sample'] as const) {
      const { data } = await preparePicture(bytesOf(name), target, { ...choices, orientation, scaling });
      const { fc6_1: output } = await session.run({ data_0: new Tensor('float32', Float32Array.from(data), [1, 3, 224, 224]) });
      assert.ok(output?.data instanceof Float32Array);
      const top = topClasses(output.data, 5);
      const wanted = expected
        .fields('scalings')
        .fields(scaling)
        .list('top5', (raw, path) => listOf(raw, path, numberOf));
      assert.deepEqual(
        top.map(({ index }) => index),
        wanted.map(([index]) => index),
        `${name} ${scaling}`,
      );
      top.forEach(({ score }, place) => {
        assert.ok(Math.abs(score - (wanted[place]?.[1] ?? NaN)) < 1e-3, `${name} ${scaling}: ${score}`);
      });
    }
  }
});
