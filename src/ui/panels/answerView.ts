import * as l10n from '@vscode/l10n';
import { formatBytes } from '../../base/quantities';
import type { TopClass } from '../../inference/topClasses';
import type { TensorMetadata } from '../../inference/kserve/modelMetadata';
import type { PictureTensor } from '../../inference/picture/pictures';
import type { PictureAnswer } from '../../operations/invokePicture';
import type { AnswerView, PreparedView, TimePart, TopClassView } from '../../protocol/invokePanel';

/** Says an answer for people. `labelFile` is the name of the file that the labels come from, when they come from one. */
export function answerView(answer: PictureAnswer, labelFile: string | undefined, locale: string): AnswerView {
  const shares = sharesOf(answer);
  return {
    top: answer.top.map((top) => topClassView(top, answer.top, shares, locale)),
    remarks: [shareRemark(shares), labelRemark(answer, labelFile)],
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

/** `data_0 FP32 [-1, 3, 224, 224]` */
export function tensorText({ name, datatype, shape }: TensorMetadata): string {
  return `${name} ${datatype} [${shape.join(', ')}]`;
}

type Shares =
  { readonly kind: 'model' } | { readonly kind: 'softmax'; readonly highest: number; readonly sum: number } | { readonly kind: 'unknown' };

/** Scores that are probabilities already are left alone; others go through a softmax, for which every class's score is needed. */
function sharesOf({ scores, top }: PictureAnswer): Shares {
  if (scores.length === 0) {
    return { kind: 'unknown' };
  }
  if (areProbabilities(scores)) {
    return { kind: 'model' };
  }
  const highest = top[0]?.score ?? 0;
  const sum = scores.reduce((before, score) => before + (Number.isNaN(score) ? 0 : Math.exp(score - highest)), 0);
  return Number.isFinite(sum) && sum > 0 ? { kind: 'softmax', highest, sum } : { kind: 'unknown' };
}

function areProbabilities(scores: Float32Array): boolean {
  const sum = scores.reduce((before, score) => before + score, 0);
  // A softmax in half precision over 1,000 classes misses 1 by up to a hundredth.
  return Math.abs(sum - 1) < 0.01 && scores.every((score) => score >= 0 && score <= 1);
}

function topClassView({ index, label, score }: TopClass, top: readonly TopClass[], shares: Shares, locale: string): TopClassView {
  const text = new Intl.NumberFormat(locale, { minimumFractionDigits: 3, maximumFractionDigits: 3 }).format(score);
  if (shares.kind === 'unknown') {
    // Only the scores themselves are known: the bars compare them with the highest.
    const highest = top[0]?.score ?? 0;
    return { index, label, score: text, bar: highest > 0 ? clamped(score / highest) : 0 };
  }
  const share = shares.kind === 'model' ? score : Math.exp(score - shares.highest) / shares.sum;
  const percent = new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return { index, label, score: text, bar: clamped(share), share: percent.format(share) };
}

function clamped(part: number): number {
  return Number.isFinite(part) ? Math.min(1, Math.max(0, part)) : 0;
}

function shareRemark({ kind }: Shares): string {
  switch (kind) {
    case 'model':
      return l10n.t('The percentages are the model’s own.');
    case 'softmax':
      return l10n.t('The model returns raw scores; the percentages are a softmax made here.');
    case 'unknown':
      return l10n.t('Only the scores of the top classes are known, so there are no percentages; the bars compare the scores.');
  }
}

function labelRemark({ labelsFrom }: PictureAnswer, labelFile: string | undefined): string {
  switch (labelsFrom) {
    case 'server':
      return l10n.t('The labels are the server’s.');
    case 'file':
      return labelFile === undefined ? l10n.t('The labels are from a file.') : l10n.t('The labels are from {0}.', labelFile);
    case 'none':
      return l10n.t('No labels were found: the index stands in their place.');
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
  return [`[${sentShape(answer).join(', ')}]`, ...rangeText(answer.tensor, locale), traffic];
}

/** The dimensions before the picture's own are the batch: one picture. */
function sentShape({ input, preprocessing, tensor: { target } }: PictureAnswer): number[] {
  const { width, height, channels } = target;
  const picture = preprocessing.layout === 'CHW' ? [channels, height, width] : [height, width, channels];
  return [...input.shape.slice(0, -3).map(() => 1), ...picture];
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
