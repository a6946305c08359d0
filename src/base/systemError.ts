/** `ENOENT`, `EADDRINUSE`, `ERR_PARSE_ARGS_…`: the code of a failed system call, or of Node's own refusals. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** The file system says that there is nothing under a path, be it for a link that leads nowhere or in a ring. */
export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(errorCode(error) ?? '');
}
