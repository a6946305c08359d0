import * as l10n from '@vscode/l10n';
import { formatBytes } from '../../base/quantities';
import { areProbabilities, softmax, type TopClass } from '../../inference/topClasses';
import type { PictureTensor } from '../../inference/picture/pictures';
import { leftOutText, type PictureAnswer } from '../../operations/invokePicture';
import type { AnswerView, PreparedView, TimePart, TopClassView } from '../../protocol/invokePanel';

/** Says an answer for people. `labelFile` is the name of the file that the labels come from, when they come from one. */
export function answerView(answer: PictureAnswer, labelFile: string | undefined, locale: string): AnswerView {
  const shares = sharesOf(answer);
  const shareOf = shareIn(answer, shares);
  const top = answer.top.map((it) => topClassView(it, answer, shareOf(it), locale));
  return {
    summary: summaryOf(top[0]),
    top,
    remarks: [...deploymentRemark(answer), shareRemark(shares), labelRemark(answer, labelFile)],
    ...timesOf(answer.milliseconds, locale),
  };
}

/** What the model really got. */
export function preparedView(answer: PictureAnswer, locale: string): PreparedView {
  const { target, pixels } = answer.tensor;
  return { facts: sentFacts(answer, locale), pixels: { width: target.width, height: target.height, rgba: rgbaBase64(pixels) } };
}

/** `900 × 600` */
export function sizeText({ source }: PictureTensor, locale: string): string {
  const number = new Intl.NumberFormat(locale);
  return l10n.t('{0} × {1}', number.format(source.width), number.format(source.height));
}

/** `model`: the scores are probabilities as they stand; `unknown`: not every class's score is there, as a softmax needs. */
type Shares = 'model' | 'softmax' | 'unknown';

function sharesOf({ scores }: PictureAnswer): Shares {
  if (scores.length === 0) {
    return 'unknown';
  }
  return areProbabilities(scores) ? 'model' : 'softmax';
}

/** The part of 1 that a class has; undefined where that cannot be known. */
function shareIn({ scores }: PictureAnswer, shares: Shares): (it: TopClass) => number | undefined {
  switch (shares) {
    case 'unknown':
      return () => undefined;
    case 'model':
      return ({ score }) => score;
    case 'softmax': {
      const share = softmax(scores);
      return ({ index }) => share(index);
    }
  }
}

function topClassView({ index, label, score }: TopClass, { top }: PictureAnswer, share: number | undefined, locale: string): TopClassView {
  const text = new Intl.NumberFormat(locale, { minimumFractionDigits: 3, maximumFractionDigits: 3 }).format(score);
  if (share === undefined) {
    // Only the scores themselves are known: the bars compare them with the highest.
    const highest = top[0]?.score ?? 0;
    return { index, label, score: text, bar: highest > 0 ? clamped(score / highest) : 0 };
  }
  const percent = new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return { index, label, score: text, bar: clamped(share), share: percent.format(share) };
}

function summaryOf(first: TopClassView | undefined): string {
  if (first === undefined) {
    return l10n.t('The model answered without classes.');
  }
  const { index, label, share, score } = first;
  return share === undefined ? l10n.t('{0} {1}, score {2}', index, label, score) : l10n.t('{0} {1}, {2}', index, label, share);
}

function clamped(part: number): number {
  return Number.isFinite(part) ? Math.min(1, Math.max(0, part)) : 0;
}

/** Which one it was is news where traffic decided. */
function deploymentRemark({ deployment }: PictureAnswer): string[] {
  return deployment === undefined ? [] : [l10n.t('Deployment {0} answered.', deployment)];
}

function shareRemark(shares: Shares): string {
  switch (shares) {
    case 'model':
      return l10n.t('The percentages are the model’s own.');
    case 'softmax':
      return l10n.t('The model returns raw scores; the percentages are a softmax made here.');
    case 'unknown':
      return l10n.t('Only the scores of the top classes are known, so there are no percentages; the bars compare the scores.');
  }
}

function labelRemark(answer: PictureAnswer, labelFile: string | undefined): string {
  switch (answer.labelsFrom) {
    case 'server':
      return l10n.t('The labels are the server’s.');
    case 'file':
      return labelFile === undefined ? l10n.t('The labels are from a file.') : l10n.t('The labels are from {0}.', labelFile);
    case 'none':
      return leftOutText(answer, labelFile ?? '') ?? l10n.t('No labels were found: the index stands in their place.');
  }
}

function timesOf(milliseconds: PictureAnswer['milliseconds'], locale: string): { readonly times: TimePart[]; readonly total: string } {
  const text = (value: number): string =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: 'millisecond', minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value);
  const parts: [string, number][] = [
    [l10n.t('Decode'), milliseconds.decode],
    [l10n.t('Resize'), milliseconds.resize],
    [l10n.t('Tensor'), milliseconds.tensor],
    [l10n.t('Request'), milliseconds.request],
  ];
  const total = parts.reduce((sum, [, value]) => sum + value, 0);
  return {
    times: parts.map(([name, value]) => ({ name, text: text(value), part: total > 0 ? value / total : 0 })),
    total: text(total),
  };
}

function sentFacts(answer: PictureAnswer, locale: string): string[] {
  const traffic = l10n.t('{0} sent, {1} received', formatBytes(answer.bytesSent, locale), formatBytes(answer.bytesReceived, locale));
  return [`[${answer.shape.join(', ')}]`, ...rangeText(answer.tensor, locale), traffic];
}

/** Nothing for half precision: its elements are bits here, not numbers. */
function rangeText({ target, data }: PictureTensor, locale: string): string[] {
  if (target.datatype === 'FP16' || target.datatype === 'BF16') {
    return [];
  }
  const number = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: 'negative' });
  const [low, high] = rangeOf(data).map((value) => number.format(value).replace('-', '−'));
  return [l10n.t('{0} … {1}', low ?? '', high ?? '')];
}

function rangeOf(data: PictureTensor['data']): [low: number, high: number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of data) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

function rgbaBase64(rgb: Uint8Array): string {
  const rgba = new Uint8Array((rgb.length / 3) * 4).fill(255);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    rgba[to] = rgb[from] ?? 0;
    rgba[to + 1] = rgb[from + 1] ?? 0;
    rgba[to + 2] = rgb[from + 2] ?? 0;
  }
  return Buffer.from(rgba.buffer).toString('base64');
}
