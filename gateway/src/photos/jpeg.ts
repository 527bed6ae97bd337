/** JPEG: the segments that make the picture, and the camera's orientation; nothing else it wrote. */
import { orientationSegment, orientationOf } from './exif.ts';
import type { ReadPicture, Size } from './photo.ts';

const soi = 0xd8;
const eoi = 0xd9;
const sos = 0xda;
const app0 = 0xe0;
const app1 = 0xe1;
const app2 = 0xe2;
const app14 = 0xee;
const app15 = 0xef;
const comment = 0xfe;
/** Frame headers: C0 to CF without DHT, JPG and DAC. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7;

/** Segments of the camera and of programs; of these only what changes how pixels are read stays. */
function isPicture(marker: number, body: Buffer): boolean {
  if (marker === comment) return false;
  if (marker < app0 || marker > app15) return true;
  const name = body.toString('latin1', 0, 12);
  if (marker === app0) return name.startsWith('JFIF\0');
  if (marker === app2) return name.startsWith('ICC_PROFILE\0');
  return marker === app14 && name.startsWith('Adobe');
}

/** Where the coded pixels behind a scan header end: at the next marker that is no restart. */
function scanEnd(file: Buffer, from: number): number {
  let at = file.indexOf(0xff, from);
  while (at !== -1 && at + 1 < file.length) {
    const next = file[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && !isRestart(next)) return at;
    at = file.indexOf(0xff, next === 0xff ? at + 1 : at + 2);
  }
  return file.length;
}

/** @returns the picture; BROKEN where the segments do not add up to one */
export function readJpeg(file: Buffer): ReadPicture {
  const parts: Buffer[] = [];
  let size: Size | undefined;
  let orientation = 1;
  let hasScan = false;
  let at = 2;
  while (at + 1 < file.length) {
    if (file[at] !== 0xff) return 'BROKEN';
    const marker = file[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1; // fill bytes
      continue;
    }
    if (marker === eoi) break;
    if (marker === 0 || marker === soi || isRestart(marker) || at + 4 > file.length) {
      return 'BROKEN';
    }
    const length = file.readUInt16BE(at + 2);
    const end = at + 2 + length;
    if (length < 2 || end > file.length) return 'BROKEN';
    const body = file.subarray(at + 4, end);
    if (marker === app1) orientation = orientationOf(body) ?? orientation;
    if (isFrame(marker)) {
      if (size !== undefined || body.length < 6) return 'BROKEN';
      size = { height: body.readUInt16BE(1), width: body.readUInt16BE(3) };
    }
    const scan = marker === sos ? scanEnd(file, end) : end;
    hasScan ||= scan > end;
    if (isPicture(marker, body)) parts.push(file.subarray(at, scan));
    at = scan;
  }
  if (size === undefined || !hasScan) return 'BROKEN';
  const head = Buffer.from([0xff, soi]);
  const turned = orientation === 1 ? [] : [orientationSegment(orientation)];
  const bytes = Buffer.concat([head, ...turned, ...parts, Buffer.from([0xff, eoi])]);
  return { ...size, bytes };
}
