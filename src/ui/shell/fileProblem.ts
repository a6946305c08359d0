import { UserError } from '../../base/errors';
import type { TextRange } from '../../base/textRange';

/** A failure whose reason stands at a place in a file; the notification leads there. */
export class FileProblem extends UserError {
  override readonly name = 'FileProblem';

  constructor(
    message: string,
    code: string,
    readonly path: string,
    readonly range: TextRange,
  ) {
    super(message, code);
  }
}
