/** Longer texts say nothing more to people, and a label may be a file's whole content. */
const longest = 200;

/**
 * Text of others as it may stand on the page: control and direction characters, with which a label could pretend to be another
 * or turn the line around, become visible; what is too long is cut.
 */
export function visibleText(text: string): string {
  const characters = Array.from(text.length > longest * 4 ? text.slice(0, longest * 4) : text);
  const cut = characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : characters.join('');
  return cut.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, named).replace(/\p{Surrogate}/gu, '\ufffd');
}

function named(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  // U+2400 … U+241F are the pictures of the C0 controls.
  return code < 0x20 ? String.fromCodePoint(0x2400 + code) : `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
