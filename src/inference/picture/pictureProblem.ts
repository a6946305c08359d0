import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/errors';

/** More pixels than this are refused before any is decoded: 300 MB of memory. */
export const mostPixels = 100_000_000;

/** What is wrong with the bytes that should be a picture; plain data, because it comes out of a worker. */
export type PictureProblem =
  | { readonly kind: 'empty' }
  | { readonly kind: 'not-a-picture' }
  | { readonly kind: 'unsupported'; readonly format: string }
  | { readonly kind: 'too-large'; readonly width: number; readonly height: number }
  | { readonly kind: 'truncated'; readonly format: string }
  | { readonly kind: 'damaged'; readonly format: string; readonly detail: string };

/** Thrown inside the worker; never leaves it but as its problem. */
export class PictureRejected extends Error {
  override readonly name = 'PictureRejected';

  constructor(readonly problem: PictureProblem) {
    super(problem.kind);
  }
}

/** Codes: `picture-` and the problem's kind. */
export function pictureError(problem: PictureProblem): UserError {
  return new UserError(wordsOf(problem), `picture-${problem.kind}`);
}

function wordsOf(problem: PictureProblem): string {
  switch (problem.kind) {
    case 'empty':
      return l10n.t('The picture cannot be prepared: the file is empty. Choose another file.');
    case 'not-a-picture':
      return l10n.t('The file is not a picture that can be read. Choose a JPEG, PNG, WebP, GIF, TIFF or AVIF file.');
    case 'unsupported':
      return l10n.t('{0} pictures cannot be read. Save it as PNG or JPEG and try again.', problem.format);
    case 'too-large':
      return l10n.t(
        'The picture is too large: {0} × {1} pixels. At most {2} million pixels can be prepared; make it smaller and try again.',
        problem.width,
        problem.height,
        mostPixels / 1_000_000,
      );
    case 'truncated':
      return l10n.t('The {0} picture is incomplete: the file ends too early. Copy or download it again.', problem.format);
    case 'damaged':
      return l10n.t('The {0} picture is damaged and cannot be decoded. Save it again from its source.', problem.format);
  }
}
