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
  const picture = pictureDimensions(input.shape.slice(batch), config.formats.get(input.name));
  if (!picture) {
    throw notForPictures(metadata, l10n.t('A picture has three dimensions: 1 or 3 channels, a height and a width.'));
  }
  const { layout, channels, height, width } = picture;
  return {
    input,
    target: { width, height, channels, datatype: input.datatype },
    layout,
    shape: [...Array<number>(batch).fill(1), ...(layout === 'CHW' ? [channels, height, width] : [height, width, channels])],
    guessed: picture.guessed,
  };
}

/** Dimensions in front of the picture: the batch, and those that a model without batching fixes at 1 (or leaves open). */
function batchDimensions(shape: readonly number[], maxBatchSize: number): number {
  const configured = maxBatchSize > 0 ? 1 : 0;
  const more = Math.max(0, shape.length - configured - 3);
  const isOne = shape.slice(configured, configured + more).every((dimension) => dimension === 1 || dimension === -1);
  return isOne ? configured + more : configured;
}

interface PictureDimensions extends Pick<PictureInput, 'layout' | 'guessed'> {
  readonly channels: 1 | 3;
  readonly height: number;
  readonly width: number;
}

/** Undefined for what cannot be a picture. */
function pictureDimensions(rest: readonly number[], format: string | undefined): PictureDimensions | undefined {
  const isNamed = format === 'FORMAT_NCHW' || format === 'FORMAT_NHWC';
  const isPlanar = isNamed ? format === 'FORMAT_NCHW' : isChannels(rest[0]);
  const channels = isPlanar ? rest[0] : rest[2];
  const sizes = isPlanar ? rest.slice(1) : rest.slice(0, 2);
  const [height = 0, width = 0] = sizes.map((size) => (size === -1 ? usualSize : size));
  const pixels = height * width;
  if (rest.length !== 3 || !isChannels(channels) || pixels === 0 || pixels > mostPixels) {
    return undefined;
  }
  return { layout: isPlanar ? 'CHW' : 'HWC', channels, height, width, guessed: { layout: !isNamed, size: sizes.includes(-1) } };
}

function isChannels(dimension: number | undefined): dimension is 1 | 3 {
  return dimension === 1 || dimension === 3;
}

function notForPictures({ name, inputs }: ModelMetadata, why: string): UserError {
  const shown = inputs.map((input) => `${input.name} ${input.datatype} [${input.shape.join(', ')}]`).join('; ');
  return new UserError(l10n.t('Model {0} does not take a picture. Its input: {1}. {2}', name, shown, why), 'not-a-picture-model');
}
