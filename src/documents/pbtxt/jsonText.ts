import * as l10n from '@vscode/l10n';

export type JsonReading =
  | { readonly kind: 'json'; readonly value: unknown }
  /** `problem` is translated and says where, as far as it is known. */
  | { readonly kind: 'broken'; readonly problem: string };

/** Reads JSON; an integer that a number cannot hold exactly comes back as a bigint. Never throws. */
export function readJsonText(text: string): JsonReading {
  const plain = text.replace(/^\ufeff/, '');
  try {
    return { kind: 'json', value: JSON.parse(plain, exact) as unknown };
  } catch (error) {
    const position = /at position (\d+)/.exec(error instanceof SyntaxError ? error.message : '')?.[1];
    return { kind: 'broken', problem: position === undefined ? l10n.t('This is not JSON.') : problemAt(plain, Number(position)) };
  }
}

/** Longer ones fit no field and are slow to read. */
const MOST_DIGITS = 30;

/** `context` has the number as it was written (ECMAScript, JSON.parse source text access). */
function exact(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const written = context?.source;
  const isRounded = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isRounded && written !== undefined && written.length <= MOST_DIGITS && /^-?\d+$/.test(written) ? BigInt(written) : value;
}

function problemAt(text: string, position: number): string {
  const lines = text.slice(0, position).split('\n');
  return l10n.t(
    'This is not JSON: what stands in line {0} at column {1} is not expected there.',
    lines.length,
    (lines.at(-1)?.length ?? 0) + 1,
  );
}
