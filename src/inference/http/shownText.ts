const longest = 200;

/**
 * Somebody else's text, fit to be shown among ours: cut at 200 characters, one line, and without what makes text read otherwise than it
 * is written (control characters, escape sequences of a terminal, marks that change the writing direction).
 */
export function shownText(text: string): string {
  const clean = text
    .slice(0, longest * 4)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\p{Cf}/gu, '\u{fffd}')
    .trim();
  const characters = Array.from(clean);
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : clean;
}
