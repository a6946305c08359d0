import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors';
import type { ModelConfigSummary, ModelMetadata, TensorMetadata } from './kserve/modelMetadata';
import type { PictureTarget } from './picture/pictures';
import type { Preprocessing } from './picture/preprocessing';
import { isPictureDataType } from './picture/scalingTables';

/** The input of a model that takes a picture, and how. */
export interface PictureInput {
  readonly input: TensorMetadata;
  readonly target: PictureTarget;
  readonly layout: Preprocessing['layout'];
  /** Of the request with one picture in it. Its dimensions before the last three are all 1. */
  readonly shape: readonly number[];
  /** What the model leaves open and was decided here, to be said: the layout, where the configuration names no format; the size. */
  readonly guessed: { readonly layout: boolean; readonly size: boolean };
}

/** What most image networks were trained on, taken where the model leaves its size open. */
const usualSize = 224;
/** More than this is no picture but a mistake (or worse) in the metadata: 200 MB as FP32. */
const mostPixels = 4096 * 4096;

interface Dimensions {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/**
 * Finds out how the model takes a picture: sizes and type from its metadata, the layout from its configuration (FORMAT_NCHW,
 * FORMAT_NHWC), else from where 1 or 3 channels stand. Throws a UserError `not-a-picture-model` that shows the inputs as they are.
 */
export function pictureInputOf(metadata: ModelMetadata, config: ModelConfigSummary): PictureInput {
  const [input] = metadata.inputs;
  if (!input || metadata.inputs.length > 1) {
    throw notForPictures(metadata, l10n.t('It needs exactly one input.'));
  }
  if (!isPictureDataType(input.datatype)) {
    throw notForPictures(metadata, l10n.t('Pictures cannot be sent as {0} elements.', input.datatype));
  }
  const batch = batchDimensions(input.shape, config.maxBatchSize);
  const rest = input.shape.slice(batch);
  const found = layoutOf(rest, config.formats.get(input.name));
  if (!found) {
    throw notForPictures(metadata, l10n.t('A picture has three dimensions: 1 or 3 channels, a height and a width.'));
  }
  const { channels, height, width } = dimensionsOf(rest, found.layout);
  const isPicture = (channels === 1 || channels === 3) && height !== 0 && width !== 0;
  const target = { width: width < 0 ? usualSize : width, height: height < 0 ? usualSize : height, datatype: input.datatype };
  if (!isPicture || target.width * target.height > mostPixels) {
    throw notForPictures(metadata, l10n.t('A picture has three dimensions: 1 or 3 channels, a height and a width.'));
  }
  const sizes = found.layout === 'CHW' ? [channels, target.height, target.width] : [target.height, target.width, channels];
  return {
    input,
    target: { ...target, channels },
    layout: found.layout,
    shape: [...Array<number>(batch).fill(1), ...sizes],
    guessed: { layout: found.isGuessed, size: height < 0 || width < 0 },
  };
}

/** Dimensions in front of the picture: the batch, and those that a model without batching fixes at 1 (or leaves open). */
function batchDimensions(shape: readonly number[], maxBatchSize: number): number {
  const configured = maxBatchSize > 0 ? 1 : 0;
  const more = Math.max(0, shape.length - configured - 3);
  const isOne = shape.slice(configured, configured + more).every((dimension) => dimension === 1 || dimension === -1);
  return isOne ? configured + more : configured;
}

function layoutOf(
  rest: readonly number[],
  format: string | undefined,
): { readonly layout: Preprocessing['layout']; readonly isGuessed: boolean } | undefined {
  const [first, , last] = rest;
  if (rest.length !== 3 || first === undefined || last === undefined) {
    return undefined;
  }
  if (format === 'FORMAT_NCHW' || format === 'FORMAT_NHWC') {
    return { layout: format === 'FORMAT_NCHW' ? 'CHW' : 'HWC', isGuessed: false };
  }
  if (first === 1 || first === 3) {
    return { layout: 'CHW', isGuessed: true };
  }
  return last === 1 || last === 3 ? { layout: 'HWC', isGuessed: true } : undefined;
}

function dimensionsOf(rest: readonly number[], layout: Preprocessing['layout']): Dimensions {
  const [first = 0, second = 0, third = 0] = rest;
  return layout === 'CHW' ? { channels: first, height: second, width: third } : { height: first, width: second, channels: third };
}

function notForPictures({ name, inputs }: ModelMetadata, why: string): UserError {
  const shown = inputs.map((input) => `${input.name} ${input.datatype} [${input.shape.join(', ')}]`).join('; ');
  return new UserError(l10n.t('Model {0} does not take a picture. Its input: {1}. {2}', name, shown, why), 'not-a-picture-model');
}
