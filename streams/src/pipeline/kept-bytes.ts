/**
 * Encoded records kept in memory by the hundred thousand, as text of one byte a character. A small
 * Buffer is a piece of a slab that it shares with its neighbours, and keeps alive with it: with the
 * records sent beside it, three times its size.
 */

export const keptText = (bytes: Buffer): string => bytes.toString('latin1');
export const keptBytes = (text: string): Buffer => Buffer.from(text, 'latin1');
