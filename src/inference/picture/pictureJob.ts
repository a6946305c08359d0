import type { PictureProblem } from './pictureProblem';
import type { PictureTarget, PictureTensor } from './pictureTensor';
import type { Preprocessing } from './preprocessing';

/** What the host sends, one at a time. */
export interface PictureJob {
  readonly bytes: Uint8Array;
  readonly target: PictureTarget;
  readonly preprocessing: Preprocessing;
}

/** What it gets back for each. */
export type PictureOutcome = { readonly tensor: PictureTensor } | { readonly problem: PictureProblem };
