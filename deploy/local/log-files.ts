/**
 * Log files that children write by themselves, so that a log goes on when the launcher is killed.
 * They are opened for appending; rotation copies and truncates, because the writer keeps its handle.
 */
import {
  closeSync,
  copyFileSync,
  fstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';

/** A log is rotated beyond this size; two older pieces are kept. */
export const logLimitBytes = 10 * 1024 * 1024;
const keptPieces = 2;

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** Moves older pieces on and empties the file when it has grown beyond the limit. */
export function rotate(path: string, limitBytes: number = logLimitBytes): boolean {
  if (sizeOf(path) <= limitBytes) return false;
  rmSync(`${path}.${keptPieces}`, { force: true });
  for (let piece = keptPieces - 1; piece >= 1; piece -= 1) {
    if (sizeOf(`${path}.${piece}`) > 0) renameSync(`${path}.${piece}`, `${path}.${piece + 1}`);
  }
  copyFileSync(path, `${path}.1`);
  truncateSync(path, 0);
  return true;
}

/** @returns a file descriptor for a child's stdout and stderr; close it after the spawn */
export function openLog(path: string): number {
  rotate(path);
  return openSync(path, 'a', 0o600);
}

/** Last lines of a log, for telling why something ended. Reads at most 16 KiB. */
export function tailOf(path: string, lines: number): string {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const size = fstatSync(file).size;
    const buffer = Buffer.alloc(Math.min(size, 16_384));
    readSync(file, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '(no log)';
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
