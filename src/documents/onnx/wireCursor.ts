/** A file of which parts can be read; the caller opens and closes it. */
export interface ByteSource {
  /** Bytes in all. */
  readonly size: number;
  /** Reads up to `into.byteLength` bytes from `offset` and tells how many there were. */
  read(into: Uint8Array, offset: number): Promise<number>;
}

/** The bytes are no protobuf message, or break off. */
export class WireFault extends Error {
  override readonly name = 'WireFault';

  constructor(readonly kind: 'cut off' | 'no message') {
    super(kind);
  }
}

export interface WireTag {
  readonly field: number;
  /** 0 varint, 1 eight bytes, 2 delimited, 5 four bytes. */
  readonly wireType: number;
  /** Where the content ends; of a varint its own end. */
  readonly end: number;
  /** Value of a varint, rounded beyond 2^53; otherwise 0. */
  readonly value: number;
}

const LARGEST_WINDOW = 64 * 1024;
const FIRST_WINDOW = 4 * 1024;
/** A tag and a length. */
const LONGEST_TAG = 20;

/** Walks over protobuf fields in a file through a small window, so that weights are jumped over and never read. */
export class WireCursor {
  position = 0;
  private buffer = new Uint8Array(FIRST_WINDOW);
  private start = 0;
  private end = 0;
  private window = FIRST_WINDOW;

  constructor(private readonly source: ByteSource) {}

  /** The field that begins at `position`, which then is at its content. `limit` is the end of the message. */
  async tag(limit: number): Promise<WireTag> {
    if (!this.holds(Math.min(LONGEST_TAG, this.source.size - this.position))) {
      await this.fill(LONGEST_TAG);
    }
    const tag = this.varint();
    const wireType = tag % 8;
    const field = Math.floor(tag / 8);
    let value = 0;
    let end: number;
    switch (wireType) {
      case 0:
        value = this.varint();
        end = this.position;
        break;
      case 1:
        end = this.position + 8;
        break;
      case 2: {
        const length = this.varint();
        end = this.position + length;
        break;
      }
      case 5:
        end = this.position + 4;
        break;
      default:
        throw new WireFault('no message');
    }
    if (field === 0) {
      throw new WireFault('no message');
    }
    if (end > limit) {
      throw new WireFault(limit === this.source.size || end > this.source.size ? 'cut off' : 'no message');
    }
    return { field, wireType, end, value };
  }

  /** The bytes from `position` to `end`; a copy. */
  async bytes(end: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(end - this.position);
    if (this.holds(bytes.byteLength)) {
      bytes.set(this.buffer.subarray(this.position - this.start, end - this.start));
    } else if ((await this.source.read(bytes, this.position)) < bytes.byteLength) {
      throw new WireFault('cut off');
    }
    this.position = end;
    return bytes;
  }

  private holds(count: number): boolean {
    return this.position >= this.start && this.position + count <= this.end;
  }

  private async fill(count: number): Promise<void> {
    // Reading on in order is done in larger steps, jumping about in small ones.
    const goesOn = this.position >= this.start && this.position <= this.end;
    this.window = goesOn ? Math.min(this.window * 2, LARGEST_WINDOW) : FIRST_WINDOW;
    const length = Math.max(count, this.window);
    if (length > this.buffer.byteLength) {
      this.buffer = new Uint8Array(length);
    }
    this.start = this.position;
    this.end = this.start + (await this.source.read(this.buffer.subarray(0, length), this.start));
  }

  private varint(): number {
    let value = 0;
    let factor = 1;
    for (let index = 0; index < 10; index += 1) {
      if (this.position >= this.end) {
        throw new WireFault('cut off');
      }
      const byte = this.buffer[this.position - this.start] ?? 0;
      this.position += 1;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) {
        return value;
      }
      factor *= 128;
    }
    throw new WireFault('no message');
  }
}
