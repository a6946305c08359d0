export const scalings = ['inception', 'azure-sample', 'vgg', 'imagenet', 'unit', 'none'] as const;

/** Value of one channel x in 0 … 255 -> tensor element; the formulas stand in scalingTables.ts. */
export type Scaling = (typeof scalings)[number];

/** How a picture becomes a tensor. What the model decides (size, type) is not here: see pictureInput.ts. */
export interface Preprocessing {
  readonly scaling: Scaling;
  readonly layout: 'CHW' | 'HWC';
  readonly channelOrder: 'RGB' | 'BGR';
  readonly fit: 'stretch' | 'fit' | 'crop';
  /** As people see the picture (EXIF applied), or as its pixels are stored, which is what the how-to's script takes. */
  readonly orientation: 'upright' | 'stored';
}
