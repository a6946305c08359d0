import type { TextRange } from '../base/textRange';
import type { PbtxtElement, PbtxtField, PbtxtMessage } from '../documents/pbtxt/pbtxtDocument';

/**
 * Tells of a place whether somebody is still typing there: in a message or a list that the text ends in, but not in those inside
 * it that have their closing mark. What is missing or wrong there may be mended by what comes next.
 */
export function unfinishedPlaces(root: PbtxtMessage): (range: TextRange) => boolean {
  const first = root.fields.at(-1);
  if (first === undefined || !isOpen(first)) {
    return () => false;
  }
  const closed = closedInside(first);
  return (range) => range.start >= first.range.start && !isInOneOf(closed, range);
}

function isOpen({ value }: PbtxtField): boolean {
  return value !== undefined && 'isOpen' in value;
}

/** The places of what is closed, in the order of the text; only the last element of something open can be open itself. */
function closedInside(field: PbtxtField): TextRange[] {
  let closed: TextRange[] = [];
  for (let elements = elementsOf(field); elements.length > 0;) {
    closed = closed.concat(elements.filter((one) => one.kind === 'message' && one.isOpen !== true).map(({ range }) => range));
    const last = elements.at(-1);
    elements = last?.kind === 'message' && last.isOpen === true ? last.fields.flatMap(elementsOf) : [];
  }
  return closed;
}

function elementsOf({ value }: PbtxtField): readonly PbtxtElement[] {
  return value === undefined ? [] : value.kind === 'list' ? value.items : [value];
}

function isInOneOf(places: readonly TextRange[], range: TextRange): boolean {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((places[middle]?.start ?? 0) <= range.start) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return range.end <= (places[low - 1]?.end ?? -1);
}
