import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/errors';
import { toBf16, toFp16 } from '../kserve/halfPrecision';
import type { PictureTarget, PictureTensor } from './pictureTensor';
import type { Scaling } from './preprocessing';

export type ScalingTable = PictureTensor['data'];

/** ImageNet's mean and standard deviation per channel, red first, of values 0 … 1: torchvision's and most model zoos' figures. */
const imagenetMean = [0.485, 0.456, 0.406] as const;
const imagenetDeviation = [0.229, 0.224, 0.225] as const;
/** What image_client.py in triton-inference-server/client takes off for VGG, red first; off a single channel it takes 128. */
const vggMean = [123, 117, 104] as const;

type Channel = 0 | 1 | 2;
type Round = (value: number) => number;

const tableOf = {
  FP32: (value) => Float32Array.from({ length: 256 }, (_, x) => value(x, Math.fround)),
  FP64: (value) => Float64Array.from({ length: 256 }, (_, x) => value(x, (it) => it)),
  // Computed as float32, rounded once at the end; numpy's astype(float16) after the same pipeline.
  FP16: (value) => Uint16Array.from({ length: 256 }, (_, x) => toFp16(value(x, Math.fround))),
  BF16: (value) => Uint16Array.from({ length: 256 }, (_, x) => toBf16(value(x, Math.fround))),
  UINT8: () => Uint8Array.from({ length: 256 }, (_, x) => x),
  // Networks quantised to INT8 take 0 … 255 moved down by 128.
  INT8: () => Int8Array.from({ length: 256 }, (_, x) => x - 128),
} satisfies Record<string, (value: (x: number, round: Round) => number) => ScalingTable>;

export type PictureDataType = keyof typeof tableOf;

/** Whether a picture can be sent as elements of this type. */
export function isPictureDataType(datatype: string): datatype is PictureDataType {
  return Object.hasOwn(tableOf, datatype);
}

/**
 * What each channel's value 0 … 255 becomes, as the elements that are sent: for red, green and blue, or one for grey. The FP32 tables
 * equal numpy's float32 arithmetic bit for bit, because every single step is rounded. Throws a UserError for a combination that means
 * nothing: code `picture-datatype` or `picture-scaling`.
 */
export function scalingTables(
  { datatype, channels }: Pick<PictureTarget, 'datatype' | 'channels'>,
  scaling: Scaling,
): readonly ScalingTable[] {
  if (!isPictureDataType(datatype)) {
    throw new UserError(
      l10n.t('The model wants {0} elements. A picture can be sent as {1}.', datatype, Object.keys(tableOf).join(', ')),
      'picture-datatype',
    );
  }
  if ((datatype === 'UINT8' || datatype === 'INT8') && scaling !== 'none') {
    throw new UserError(
      l10n.t('The model wants {0} elements, which cannot hold scaled values. Choose the scaling "none".', datatype),
      'picture-scaling',
    );
  }
  if (channels === 1 && scaling === 'imagenet') {
    throw new UserError(
      l10n.t('The ImageNet scaling has figures for red, green and blue, but the model takes grey pictures. Choose another scaling.'),
      'picture-scaling',
    );
  }
  const key = `${datatype} ${channels} ${scaling}`;
  const made =
    ready.get(key) ??
    ([0, 1, 2] as const)
      .slice(0, channels)
      .map((channel) => tableOf[datatype]((x, round) => scaled(x, scaling, channels === 1 ? 'grey' : channel, round)));
  ready.set(key, made);
  return made;
}

/** Made once: filling three tables takes as long as using them on a small picture. There are fewer than 80 to make. */
const ready = new Map<string, readonly ScalingTable[]>();

function scaled(x: number, scaling: Scaling, channel: Channel | 'grey', round: Round): number {
  switch (scaling) {
    case 'none':
      return x;
    case 'unit':
      return round(x / 255);
    case 'inception':
      return round(round(x / 127.5) - 1);
    case 'azure-sample':
      return round(round(x / 128) - 1);
    case 'vgg':
      return x - (channel === 'grey' ? 128 : vggMean[channel]);
    case 'imagenet': {
      const at = channel === 'grey' ? 0 : channel;
      return round(round(round(x / 255) - round(imagenetMean[at])) / round(imagenetDeviation[at]));
    }
  }
}
