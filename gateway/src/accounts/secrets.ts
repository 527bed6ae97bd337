/** Random secrets and their stored form. A store that leaks hands out nothing that works. */
import { createHash, randomBytes } from 'node:crypto';

/** @param bytes of entropy; 16 and more cannot be guessed. @returns base64url */
export const newSecret = (bytes: number): string => randomBytes(bytes).toString('base64url');

/** SHA-256: enough for random secrets, which need no slow hash. */
export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** True for text `newSecret(bytes)` may have made. */
export function isSecret(text: string, bytes: number): boolean {
  return /^[A-Za-z0-9_-]+$/.test(text) && text.length === Math.ceil((bytes * 8) / 6);
}
