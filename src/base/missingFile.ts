/** The file system says that there is nothing under a path, be it for a link that leads nowhere or in a ring. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'ELOOP');
}
