import type { Pixels } from './resample';
import { resampleModule } from './resampleModule';
import { type Span, type Taps, weightBits } from './triangleTaps';

/** What resample.wat exports; all numbers are bytes. */
interface Passes {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly acrossColour: (line: number, to: number, taps: number, tapsEnd: number) => void;
  readonly acrossGrey: (line: number, to: number, taps: number, tapsEnd: number) => void;
  readonly down: (line: number, lineBytes: number, to: number, taps: number, tapsEnd: number) => void;
}

declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Passes };
};

// Once for the thread: compiling takes longer than resizing a small picture. The processors that sharp runs on all have what it needs.
const passes = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(resampleModule, 'base64'))).exports;

/** Pixels are brought over in pieces of about this size, which stay in the processor's cache. */
const pieceBytes = 1 << 20;
/** resample.wat reads and writes a little beyond what it is given. */
const slack = 32;
const halfBits = weightBits / 2;

/** Every line of `lines` to the width that the taps make. */
export function resampleAcross(source: Pixels, taps: Taps, lines: Span): Pixels {
  const width = taps.first.length;
  const height = lines.to - lines.from;
  const { channels } = source;
  const bytes = new Uint8Array(height * width * channels);
  const lineBytes = source.width * channels;
  const toBytes = width * channels;
  const piece = Math.min(height, Math.max(1, Math.floor(pieceBytes / lineBytes)));
  const weights = tapsAcross(taps, channels);
  const from = weights.byteLength;
  const to = from + piece * lineBytes + slack;
  const memory = reserve(to + piece * toBytes + slack);
  memory.set(new Uint8Array(weights.buffer));
  const pass = channels === 3 ? passes.acrossColour : passes.acrossGrey;
  for (let first = 0; first < height; first += piece) {
    const count = Math.min(piece, height - first);
    const start = (lines.from + first) * lineBytes;
    memory.set(source.bytes.subarray(start, start + count * lineBytes), from);
    for (let line = 0; line < count; line++) {
      pass(from + line * lineBytes, to + line * toBytes, 0, weights.byteLength);
    }
    bytes.set(memory.subarray(to, to + count * toBytes), first * toBytes);
  }
  return { width, height, channels, bytes };
}

/** Whole lines out of whole lines; the channels do not matter. */
export function resampleDown(source: Pixels, taps: Taps): Pixels {
  const height = taps.first.length;
  const lineBytes = source.width * source.channels;
  const bytes = new Uint8Array(height * lineBytes);
  const weights = tapsDown(taps);
  const strideBytes = weights.byteLength / height;
  const from = weights.byteLength;
  for (let first = 0, end = 0; first < height; first = end) {
    end = endOfPiece(taps, first, lineBytes);
    const lines = linesOf(taps, first, end);
    const to = from + (lines.to - lines.from + 1) * lineBytes + slack;
    const memory = reserve(to + (end - first) * lineBytes + slack);
    memory.set(new Uint8Array(weights.buffer));
    memory.set(source.bytes.subarray(lines.from * lineBytes, lines.to * lineBytes), from);
    for (let y = first; y < end; y++) {
      const line = from + ((taps.first[y] ?? 0) - lines.from) * lineBytes;
      const tapsEnd = y * strideBytes + pairsOf(taps.count[y]) * 8;
      passes.down(line, lineBytes, to + (y - first) * lineBytes, y * strideBytes, tapsEnd);
    }
    bytes.set(memory.subarray(to, to + (end - first) * lineBytes), first * lineBytes);
  }
  return { width: source.width, height, channels: source.channels, bytes };
}

/** The lines that the outputs from `first` to before `end` are made of. */
export function linesOf(taps: Taps, first: number, end: number): Span {
  const last = end - 1;
  return { from: taps.first[first] ?? 0, to: (taps.first[last] ?? 0) + (taps.count[last] ?? 0) };
}

/** At least one output, and as many as fit into a piece with the lines that they are made of. */
function endOfPiece(taps: Taps, first: number, lineBytes: number): number {
  let end = first + 1;
  for (; end < taps.first.length; end++) {
    const { from, to } = linesOf(taps, first, end + 1);
    if ((to - from + end + 1 - first) * lineBytes > pieceBytes) {
      break;
    }
  }
  return end;
}

function reserve(bytes: number): Uint8Array {
  const missing = bytes - passes.memory.buffer.byteLength;
  if (missing > 0) {
    passes.memory.grow(Math.ceil(missing / 65536));
  }
  return new Uint8Array(passes.memory.buffer);
}

/** For each output: where it starts in the line, how many bytes of weights follow, and the weights. */
function tapsAcross(taps: Taps, channels: number): Int32Array {
  const outputs = taps.first.length;
  const pairs = taps.count.reduce((sum, count) => sum + pairsOf(count), 0);
  const packed = new Int32Array(2 * (outputs + pairs));
  let at = 0;
  for (let output = 0; output < outputs; output++) {
    const used = pairsOf(taps.count[output]);
    packed[at] = (taps.first[output] ?? 0) * channels;
    packed[at + 1] = used * 8;
    packWeights(taps, output, packed, at + 2);
    at += 2 + 2 * used;
  }
  return packed;
}

/** For each output the same number of places. */
function tapsDown(taps: Taps): Int32Array {
  const outputs = taps.first.length;
  const stride = 2 * pairsOf(taps.stride);
  const packed = new Int32Array(outputs * stride);
  for (let output = 0; output < outputs; output++) {
    packWeights(taps, output, packed, output * stride);
  }
  return packed;
}

/** Two weights in two places: the high halves of both, the low halves of both. */
function packWeights({ weights, count, stride }: Taps, output: number, packed: Int32Array, at: number): void {
  const mask = (1 << halfBits) - 1;
  const used = count[output] ?? 0;
  for (let tap = 0; tap < used; tap += 2) {
    const first = weights[output * stride + tap] ?? 0;
    const second = tap + 1 < used ? (weights[output * stride + tap + 1] ?? 0) : 0;
    packed[at + tap] = (first >> halfBits) | ((second >> halfBits) << 16);
    packed[at + tap + 1] = (first & mask) | ((second & mask) << 16);
  }
}

/** At least one: an output of nothing is black. */
function pairsOf(count = 0): number {
  return Math.max(1, Math.ceil(count / 2));
}
