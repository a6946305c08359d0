import { isUtf8 } from 'node:buffer';

export interface CodedStrings {
  readonly strings: string[];
  /** Whether every byte was shifted into U+0100 … U+01FF. */
  readonly isShifted: boolean;
}

/**
 * Elements of a string tensor as ONNX Runtime's JavaScript interface takes them: text without NUL. Bytes that are no such text go
 * through as letters beyond ASCII, one for each byte, and come back as they were; a model that only moves strings does not notice.
 */
export function encodeStrings(elements: readonly Uint8Array[]): CodedStrings {
  const isShifted = !elements.every((element) => isUtf8(element) && !element.includes(0));
  return { strings: elements.map((element) => (isShifted ? shifted(element) : Buffer.from(element).toString('utf8'))), isShifted };
}

export function decodeStrings(strings: readonly string[], isShifted: boolean): Uint8Array[] {
  return strings.map((text) =>
    isShifted && /^[\u0100-\u01ff]*$/.test(text) ? Uint8Array.from(text, (char) => char.charCodeAt(0) - 0x100) : Buffer.from(text, 'utf8'),
  );
}

function shifted(element: Uint8Array): string {
  return Array.from(element, (byte) => String.fromCharCode(byte + 0x100)).join('');
}
