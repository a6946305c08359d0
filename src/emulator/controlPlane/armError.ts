/** One entry of ARM's error body; `details` may nest (ErrorResponse of azure-rest-api-specs, common-types/v1). */
export interface ErrorBody {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
  readonly details?: readonly ErrorBody[];
}

/** A refusal in Azure's form: `{ "error": { code, message, … } }` with a status. Its texts are Azure's, so they are not translated. */
export class ArmError extends Error {
  override readonly name = 'ArmError';

  constructor(
    readonly status: number,
    readonly body: ErrorBody,
    readonly headers: Readonly<Record<string, string>> = {},
    options?: ErrorOptions,
  ) {
    super(body.message, options);
  }
}

export function badRequest(code: string, message: string, target?: string): ArmError {
  return new ArmError(400, { code, message, ...(target === undefined ? {} : { target }) });
}

export function notFound(code: string, message: string): ArmError {
  return new ArmError(404, { code, message });
}

/** What Azure has and the emulator has not. */
export function notSupported(what: string): ArmError {
  return new ArmError(501, { code: 'EmulatorNotSupported', message: `The local emulator does not support ${what}.` });
}
