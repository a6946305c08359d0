import { DecodeError } from '../base/decode';

export interface TopClass {
  readonly index: number;
  /** The index as text when there is no label. */
  readonly label: string;
  readonly score: number;
}

type Scores = ArrayLike<number>;

/**
 * The `count` highest scores, highest first, in one scan; of equal ones the lower index first, as Triton ranks them. NaN has no rank
 * and is left out. Scores of one batch entry, flat.
 */
export function topClasses(scores: Scores, count: number, labels: readonly string[] = []): TopClass[] {
  const best: number[] = [];
  // Until there are enough, every number gets in; then only what is higher than the lowest of them, which NaN never is.
  let isFull = count <= 0;
  let least = Infinity;
  for (let index = 0; index < scores.length; index++) {
    const score = scores[index] ?? NaN;
    if (score > least || (!isFull && !Number.isNaN(score))) {
      best.splice(placeOf(score, best, scores), 0, index);
      best.length = Math.min(best.length, count);
      isFull = best.length === count;
      least = isFull ? (scores[best[count - 1] ?? 0] ?? Infinity) : Infinity;
    }
  }
  return best.map((index) => ({ index, label: labelOf(index, labels[index]), score: scores[index] ?? NaN }));
}

/** Behind all that are as high: those have lower indices. */
function placeOf(score: number, best: readonly number[], scores: Scores): number {
  let place = best.length;
  while (place > 0 && (scores[best[place - 1] ?? 0] ?? NaN) < score) {
    place--;
  }
  return place;
}

/**
 * What part of 1 each class has, by index: e^score / Σ e^score, the sum made once. NaN counts as nothing; NaN when there is nothing to
 * share.
 */
export function softmax(scores: Scores): (index: number) => number {
  let highest = -Infinity;
  for (let at = 0; at < scores.length; at++) {
    const score = scores[at] ?? NaN;
    highest = score > highest ? score : highest;
  }
  // Less the highest, so that no power is beyond what a number holds; an infinite score has all there is to have.
  const weight = (score: number): number => (highest === Infinity ? Number(score === Infinity) : Math.exp(score - highest));
  let sum = 0;
  for (let at = 0; at < scores.length; at++) {
    const score = scores[at] ?? NaN;
    sum += Number.isNaN(score) ? 0 : weight(score);
  }
  return (index) => weight(scores[index] ?? NaN) / sum;
}

/** Whether the scores are probabilities as they stand: none below 0 or above 1, together 1 up to what FP16 rounds. */
export function areProbabilities(scores: Scores): boolean {
  let sum = 0;
  for (let index = 0; index < scores.length; index++) {
    const score = scores[index] ?? NaN;
    if (!(score >= 0 && score <= 1)) {
      return false;
    }
    sum += score;
  }
  return Math.abs(sum - 1) < 0.01;
}

/**
 * One element of an output that the classification extension has filled: `15.346230:504:COFFEE MUG`, in triton-inference-server/server
 * docs/protocol/extension_classification.md. Only the first two colons divide: labels may hold some. Throws a DecodeError.
 */
export function classificationOf(element: Uint8Array): TopClass {
  const text = Buffer.from(element.buffer, element.byteOffset, element.byteLength).toString('utf8');
  const found = /^(?<score>[^:]+):(?<index>\d{1,15})(?::(?<label>.*))?$/s.exec(text)?.groups;
  const score = numberOf(found?.['score'] ?? '');
  if (!found || score === undefined) {
    throw new DecodeError('classification', 'value:index:label', text);
  }
  const index = Number(found['index']);
  return { index, label: labelOf(index, found['label']), score };
}

function labelOf(index: number, label: string | undefined): string {
  return label === undefined || label === '' ? String(index) : label;
}

/** C++ prints nan, inf and -inf. */
function numberOf(text: string): number | undefined {
  const special = /^(?<sign>-?)(?:(?<nan>nan)|inf)$/.exec(text)?.groups;
  if (special) {
    return special['nan'] === undefined ? Number(`${special['sign'] ?? ''}Infinity`) : NaN;
  }
  return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}
