/** A failure the user can understand and act on. Anything else that is thrown is a bug. */
export class UserError extends Error {
  override readonly name: string = 'UserError';

  /** `code` is stable and untranslated; tests and callers look at it, never at the message. */
  constructor(
    message: string,
    readonly code: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Thrown when the user backs out, and the reason of every AbortSignal that stands for that. Never shown, never logged as an error. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** Node and fetch wrap an abort in errors of their own; all of them mean that somebody cancelled. */
export function isCancelled(error: unknown): boolean {
  return error instanceof Cancelled || (error instanceof Error && error.name === 'AbortError');
}
