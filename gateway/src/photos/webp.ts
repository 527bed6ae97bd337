/** WebP: the chunks that make one still picture, without EXIF and XMP. */
import type { ReadPicture, Size } from './photo.ts';

const headerBytes = 12;
const chunkBytes = 8;
const extendedBytes = 10;
const animationFlag = 0x02;
/** ICC profile and alpha: what may be said of a picture that stays. */
const keptFlags = 0x30;

/** Size as a bitstream states it; undefined: it is none. */
function sizeOf(name: string, body: Buffer): Size | undefined {
  if (name === 'VP8 ' && body.length >= 10 && body.readUIntBE(3, 3) === 0x9d012a) {
    return { width: body.readUInt16LE(6) & 0x3fff, height: body.readUInt16LE(8) & 0x3fff };
  }
  if (name === 'VP8L' && body.length >= 5 && body[0] === 0x2f) {
    const bits = body.readUInt32LE(1);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  return undefined;
}

const larger = (one: Size, other: Size): Size => ({
  width: Math.max(one.width, other.width),
  height: Math.max(one.height, other.height),
});

/** @returns the picture, ANIMATED for several frames, BROKEN where chunks do not add up */
export function readWebp(file: Buffer): ReadPicture {
  const fileEnd = Math.min(file.length, chunkBytes + file.readUInt32LE(4));
  const parts: Buffer[] = [];
  let canvas: Size = { width: 0, height: 0 };
  let size: Size | undefined;
  let at = headerBytes;
  while (at + chunkBytes <= fileEnd) {
    const name = file.toString('latin1', at, at + 4);
    const length = file.readUInt32LE(at + 4);
    const bodyAt = at + chunkBytes;
    const end = bodyAt + length + (length % 2);
    if (bodyAt + length > fileEnd) return 'BROKEN';
    const body = file.subarray(bodyAt, bodyAt + length);
    const chunk = file.subarray(at, Math.min(end, fileEnd));
    if (name === 'ANIM' || name === 'ANMF') return 'ANIMATED';
    if (name === 'VP8X') {
      if (length < extendedBytes) return 'BROKEN';
      if (((body[0] ?? 0) & animationFlag) !== 0) return 'ANIMATED';
      canvas = { width: body.readUIntLE(4, 3) + 1, height: body.readUIntLE(7, 3) + 1 };
      const extended = Buffer.from(chunk);
      extended[chunkBytes] = (body[0] ?? 0) & keptFlags;
      parts.push(extended);
    } else if (name === 'VP8 ' || name === 'VP8L') {
      const stated = sizeOf(name, body);
      if (stated === undefined || size !== undefined) return 'BROKEN';
      size = stated;
      parts.push(chunk);
    } else if (name === 'ALPH' || name === 'ICCP') parts.push(chunk);
    at = end;
  }
  if (size === undefined) return 'BROKEN';
  const content = Buffer.concat(parts);
  const head = Buffer.from(file.subarray(0, headerBytes));
  head.writeUInt32LE(content.length + 4, 4);
  return { ...larger(canvas, size), bytes: Buffer.concat([head, content]) };
}
