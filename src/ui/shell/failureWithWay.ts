import { UserError } from '../../base/errors';

/** A failure with one thing to do about it that is better than reading the log. */
export class FailureWithWay extends UserError {
  override readonly name = 'FailureWithWay';

  constructor(
    message: string,
    code: string,
    readonly way: { readonly label: string; readonly run: () => PromiseLike<void> },
    options?: ErrorOptions,
  ) {
    super(message, code, options);
  }
}
