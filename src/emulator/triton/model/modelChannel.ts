import type { Duplex } from 'node:stream';
import { Fields, numberOf } from '../../../base/decode';
import { dataTypeOf } from '../../../inference/kserve/dataTypes';
import type { WireTensor } from './inferenceRequest';

/** Length of the JSON and of the tensors behind it, each in six bytes, and nothing up to a multiple of eight. */
const HEAD = 16;
const LENGTH = 6;

/**
 * One end of the connection between the server and the process of a model instance. A message is JSON and the bytes of its tensors
 * as they are: Node's own messages between processes take a third longer for a picture.
 */
export class ModelChannel {
  private pieces: Buffer[] = [];
  private length = 0;
  private needed = HEAD;

  constructor(
    private readonly stream: Duplex,
    private readonly onMessage: (fields: Fields, tensors: readonly WireTensor[]) => void,
  ) {
    stream.on('data', (piece: Buffer) => {
      this.take(piece);
    });
    // The end of the other process is told by its exit.
    stream.on('error', () => undefined);
  }

  send(fields: Readonly<Record<string, unknown>>, tensors: readonly WireTensor[] = []): void {
    const described = tensors.map(({ name, datatype, shape, bytes }) => ({ name, datatype, shape, size: bytes.byteLength }));
    const text = Buffer.from(JSON.stringify({ ...fields, tensors: described }));
    // Blanks up to a multiple of eight, so that the first tensor need not be moved.
    const json = Buffer.concat([text, Buffer.alloc(-text.byteLength & 7, ' ')]);
    const head = Buffer.alloc(HEAD);
    head.writeUIntLE(json.byteLength, 0, LENGTH);
    const length = tensors.reduce((total, { bytes }) => total + bytes.byteLength, 0);
    head.writeUIntLE(length, LENGTH, LENGTH);
    this.stream.cork();
    for (const part of [head, json, ...tensors.map(({ bytes }) => bytes)]) {
      this.stream.write(part);
    }
    this.stream.uncork();
  }

  private take(piece: Buffer): void {
    this.pieces.push(piece);
    this.length += piece.byteLength;
    while (this.length >= this.needed) {
      const all = this.pieces.length === 1 ? (this.pieces[0] ?? piece) : Buffer.concat(this.pieces);
      const jsonEnd = HEAD + all.readUIntLE(0, LENGTH);
      const end = jsonEnd + all.readUIntLE(LENGTH, LENGTH);
      if (all.byteLength < end) {
        this.pieces = [all];
        this.needed = end;
        return;
      }
      const rest = all.subarray(end);
      this.pieces = rest.byteLength === 0 ? [] : [rest];
      this.length = rest.byteLength;
      this.needed = HEAD;
      const fields = Fields.of(JSON.parse(all.toString('utf8', HEAD, jsonEnd)), 'message');
      this.onMessage(fields, tensorsOf(fields, all.subarray(jsonEnd, end)));
    }
  }
}

/** Tensors on the memory of the message. */
function tensorsOf(fields: Fields, bytes: Uint8Array): WireTensor[] {
  let at = 0;
  return fields.list('tensors', (raw, path) => {
    const tensor = Fields.of(raw, path);
    const from = at;
    at += tensor.number('size');
    return {
      name: tensor.text('name'),
      datatype: dataTypeOf(tensor.unknown('datatype'), `${path}.datatype`),
      shape: tensor.list('shape', numberOf),
      bytes: new Uint8Array(bytes.buffer, bytes.byteOffset + from, at - from),
    };
  });
}
