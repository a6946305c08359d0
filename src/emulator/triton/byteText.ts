/*
 * Inside this room text from and for the wire is byte text: a string whose every character is one byte, as Triton's std::string is.
 * So ids and elements that are no UTF-8 pass through unchanged, lengths are bytes, and reading a body costs no decoding.
 */

/** Ordinary text as byte text. */
export function byteTextOf(text: string): string {
  // Latin-1 without a byte beyond ASCII is what most names are.
  return isAscii(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

/** Byte text as ordinary text; bytes that are no UTF-8 become U+FFFD. */
export function textOfBytes(bytes: string): string {
  return isAscii(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8');
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    if (text.charCodeAt(i) > 127) {
      return false;
    }
  }
  return true;
}
