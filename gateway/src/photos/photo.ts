/**
 * Bytes somebody uploaded -> a photo we serve. What a file is follows from its first bytes, never from
 * its name; what is not part of the picture (place and time of the camera, comments, anything behind
 * its end) is left out. The picture itself is not decoded here: hostile sizes are refused by the
 * numbers its header states.
 */
import { readJpeg } from './jpeg.ts';
import { readPng } from './png.ts';
import { readWebp } from './webp.ts';

export const photoKinds = {
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
} as const;
export type PhotoKind = keyof typeof photoKinds;

/** Pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A picture without what is not part of it. */
export interface Picture extends Size {
  readonly bytes: Buffer;
}

export interface Photo extends Picture {
  readonly kind: PhotoKind;
}

export type PhotoFault = 'NO_PHOTO' | 'BROKEN' | 'TOO_BIG' | 'ANIMATED';
export type ReadPhoto =
  { readonly ok: true; readonly photo: Photo } | { readonly ok: false; readonly fault: PhotoFault };
/** What the readers of the formats give. */
export type ReadPicture = Picture | Exclude<PhotoFault, 'NO_PHOTO'>;

/** Longest side and most pixels of a photo: what a phone's browser still shows. */
export const sideMax = 12_000;
export const pixelMax = 50_000_000;

const readers: Readonly<Record<PhotoKind, (file: Buffer) => ReadPicture>> = {
  jpg: readJpeg,
  png: readPng,
  webp: readWebp,
};

const starts = (file: Buffer, at: number, magic: string): boolean =>
  file.subarray(at, at + magic.length).equals(Buffer.from(magic, 'latin1'));

/** @returns undefined for anything that is no JPEG, PNG or WebP */
function kindOf(file: Buffer): PhotoKind | undefined {
  if (starts(file, 0, '\xff\xd8\xff')) return 'jpg';
  if (starts(file, 0, '\x89PNG\r\n\x1a\n')) return 'png';
  return starts(file, 0, 'RIFF') && starts(file, 8, 'WEBP') ? 'webp' : undefined;
}

/**
 * @param file a whole upload, already within its limit of bytes
 * @returns the photo as it is kept, or what is wrong with it. Total: no throw, linear in the bytes.
 */
export function readPhoto(file: Buffer): ReadPhoto {
  const kind = kindOf(file);
  if (kind === undefined) return { ok: false, fault: 'NO_PHOTO' };
  const read = readers[kind](file);
  if (typeof read === 'string') return { ok: false, fault: read };
  const { width, height, bytes } = read;
  if (width === 0 || height === 0) return { ok: false, fault: 'BROKEN' };
  const isTooBig = width > sideMax || height > sideMax || width * height > pixelMax;
  return isTooBig
    ? { ok: false, fault: 'TOO_BIG' }
    : { ok: true, photo: { kind, width, height, bytes } };
}
