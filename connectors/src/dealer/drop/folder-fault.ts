/** What the disk has against a sender's folder: told of that sender, in the way of nobody else. */

/** @param code for example ENOENT; absent: any. @returns whether the disk has thrown this */
export function isErrno(error: unknown, code?: string): error is NodeJS.ErrnoException {
  // By shape: errors of Node's own modules are of another realm in a test.
  if (typeof error !== 'object' || error === null) return false;
  if (!('code' in error) || !('syscall' in error)) return false;
  return code === undefined || error.code === code;
}

/** @returns what was wrong, without a path. @throws again what is no fault of the disk */
export function folderFault(error: unknown): string {
  if (!isErrno(error)) throw error;
  return `${error.code ?? 'unknown'} (${error.syscall ?? 'unknown'})`;
}
