/** Ids of rows: 80 random bits in lower-case base32, safe in URLs and file names. */
import { randomBytes } from 'node:crypto';

const letters = 'abcdefghijklmnopqrstuvwxyz234567';
const length = 16;

export const newId = (): string =>
  Array.from(randomBytes(length), (byte) => letters[byte % letters.length] ?? '').join('');
