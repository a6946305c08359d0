import { PictureRejected } from './pictureProblem';

export type PictureFormat = 'JPEG' | 'PNG' | 'WebP' | 'GIF' | 'TIFF' | 'AVIF';

interface Signature<Format> {
  readonly format: Format;
  readonly at: number;
  /** Bytes as Latin-1. */
  readonly text: string;
}

const known: readonly Signature<PictureFormat>[] = [
  { format: 'JPEG', at: 0, text: '\xff\xd8\xff' },
  { format: 'PNG', at: 0, text: '\x89PNG\r\n\x1a\n' },
  { format: 'WebP', at: 8, text: 'WEBP' },
  { format: 'GIF', at: 0, text: 'GIF8' },
  { format: 'TIFF', at: 0, text: 'II*\0' },
  { format: 'TIFF', at: 0, text: 'MM\0*' },
  { format: 'AVIF', at: 4, text: 'ftypavif' },
  { format: 'AVIF', at: 4, text: 'ftypavis' },
];

const others: readonly Signature<string>[] = [
  { format: 'BMP', at: 0, text: 'BM' },
  { format: 'HEIC', at: 4, text: 'ftyphei' },
  { format: 'HEIC', at: 4, text: 'ftypmif1' },
  { format: 'JPEG XL', at: 0, text: '\xff\x0a' },
  { format: 'JPEG XL', at: 4, text: 'JXL \r\n' },
  { format: 'JPEG 2000', at: 4, text: 'jP  \r\n' },
  { format: 'PSD', at: 0, text: '8BPS' },
];

/**
 * Tells the format by the first bytes, never by the file's name. What is not in the list does not reach the decoder: it would also
 * read SVG, which can point at other files and run for minutes. Throws PictureRejected.
 */
export function pictureFormatOf(bytes: Uint8Array): PictureFormat {
  if (bytes.byteLength === 0) {
    throw new PictureRejected({ kind: 'empty' });
  }
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 512)).toString('latin1');
  const found = known.find((signature) => matches(start, signature));
  if (found) {
    return found.format;
  }
  const other = others.find((signature) => matches(start, signature))?.format ?? (/<svg[\s>]/i.test(start) ? 'SVG' : undefined);
  throw new PictureRejected(other === undefined ? { kind: 'not-a-picture' } : { kind: 'unsupported', format: other });
}

function matches<Format>(start: string, { at, text }: Signature<Format>): boolean {
  return start.startsWith(text, at);
}
