/** PNG: the chunks that make one still picture; no texts, times, places or further frames. */
import type { ReadPicture, Size } from './photo.ts';

const kept: ReadonlySet<string> = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'gAMA',
  'cHRM',
  'sRGB',
  'iCCP',
  'sBIT',
  'bKGD',
  'pHYs',
]);
const signatureBytes = 8;
/** Length, name and checksum around a chunk's content. */
const frameBytes = 12;
const headerBytes = 13;

/** @returns the picture; BROKEN where a chunk is cut, the header is not first or the end is missing */
export function readPng(file: Buffer): ReadPicture {
  const parts = [file.subarray(0, signatureBytes)];
  let size: Size | undefined;
  let hasPixels = false;
  let at = signatureBytes;
  while (at + frameBytes <= file.length) {
    const length = file.readUInt32BE(at);
    const end = at + frameBytes + length;
    if (end > file.length) return 'BROKEN';
    const name = file.toString('latin1', at + 4, at + 8);
    const isHeader = name === 'IHDR';
    if (isHeader !== (size === undefined)) return 'BROKEN';
    if (isHeader) {
      if (length !== headerBytes) return 'BROKEN';
      size = { width: file.readUInt32BE(at + 8), height: file.readUInt32BE(at + 12) };
    }
    hasPixels ||= name === 'IDAT';
    if (kept.has(name)) parts.push(file.subarray(at, end));
    if (name === 'IEND') {
      return size !== undefined && hasPixels ? { ...size, bytes: Buffer.concat(parts) } : 'BROKEN';
    }
    at = end;
  }
  return 'BROKEN';
}
