import assert from 'node:assert/strict';
import { Duplex, PassThrough } from 'node:stream';
import { test } from 'node:test';
import { ModelChannel } from '../../../../../src/emulator/triton/model/modelChannel';
import type { WireTensor } from '../../../../../src/emulator/triton/model/inferenceRequest';

const messages: readonly (readonly [number, readonly WireTensor[]])[] = [
  [1, [{ name: 'é', datatype: 'UINT8', shape: [3], bytes: new Uint8Array([1, 2, 3]) }]],
  [2, []],
  [
    3,
    [
      { name: 'a', datatype: 'UINT8', shape: [0], bytes: new Uint8Array(0) },
      { name: 'b', datatype: 'INT16', shape: [1, 2], bytes: new Uint8Array([4, 5, 6, 7]) },
    ],
  ],
];

/** What the three messages are on the wire. */
function sent(): Buffer {
  const pieces: Buffer[] = [];
  const wire = new Duplex({
    read: () => undefined,
    write: (piece: Buffer, _encoding, done) => {
      pieces.push(piece);
      done();
    },
  });
  const channel = new ModelChannel(wire, () => assert.fail('nothing came'));
  for (const [id, tensors] of messages) {
    channel.send({ id }, tensors);
  }
  return Buffer.concat(pieces);
}

function received(pieces: readonly Uint8Array[]): unknown[] {
  const wire = new PassThrough();
  const got: unknown[] = [];
  new ModelChannel(wire, (fields, tensors) => {
    got.push([fields.number('id'), tensors.map((tensor) => ({ ...tensor, bytes: Uint8Array.from(tensor.bytes) }))]);
  });
  for (const piece of pieces) {
    wire.emit('data', piece);
  }
  return got;
}

test('messages arrive whole wherever the stream between two processes is cut', () => {
  const wire = sent();
  const expected = messages.map(([id, tensors]) => [id, tensors]);
  assert.deepEqual(received([wire]), expected, 'all at once');
  for (let at = 1; at < wire.length; at += 1) {
    assert.deepEqual(received([wire.subarray(0, at), wire.subarray(at)]), expected, `cut at ${at}`);
  }
  assert.deepEqual(received(Array.from(wire, (byte) => Buffer.of(byte))), expected, 'byte by byte');
});
