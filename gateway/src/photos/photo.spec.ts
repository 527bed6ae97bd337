import fc from 'fast-check';
import { aJpeg, aPng, aWebp, exifOf, pngOfSize, withSegment } from '../testing/some-photos.ts';
import { orientationOf, orientationSegment } from './exif.ts';
import { readPhoto } from './photo.ts';

const read = (file: Buffer) => {
  const result = readPhoto(file);
  return result.ok
    ? `${result.photo.kind} ${result.photo.width}x${result.photo.height}`
    : result.fault;
};
const kept = (file: Buffer): Buffer => {
  const result = readPhoto(file);
  if (!result.ok) throw new Error(result.fault);
  return result.photo.bytes;
};
const text = (words: string) => Buffer.from(words, 'latin1');
/** The frame header of the JPEG with another size. */
function jpegOfSize(width: number, height: number): Buffer {
  const file = Buffer.from(aJpeg);
  const at = file.indexOf(Buffer.from([0xff, 0xc0]));
  file.writeUInt16BE(height, at + 5);
  file.writeUInt16BE(width, at + 7);
  return file;
}
function pngWith(name: string, body: Buffer): Buffer {
  const chunk = Buffer.alloc(12 + body.length);
  chunk.writeUInt32BE(body.length, 0);
  chunk.write(name, 4, 'latin1');
  body.copy(chunk, 8);
  return Buffer.concat([aPng.subarray(0, 33), chunk, aPng.subarray(33)]);
}
function webpWith(name: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 0, 'latin1');
  head.writeUInt32LE(body.length, 4);
  const file = Buffer.concat([aWebp, head, body]);
  file.writeUInt32LE(file.length - 8, 4);
  return file;
}
const animated = (() => {
  const file = Buffer.from(aWebp);
  file[20] = (file[20] ?? 0) | 2;
  return file;
})();

test.each<[what: string, file: Buffer, expected: string]>([
  ['a JPEG', aJpeg, 'jpg 32x24'],
  ['a PNG', aPng, 'png 32x24'],
  ['a WebP', aWebp, 'webp 32x24'],
  ['nothing', Buffer.alloc(0), 'NO_PHOTO'],
  ['a page named .jpg', text('<html><script>alert(1)</script>'), 'NO_PHOTO'],
  ['an SVG', text('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'NO_PHOTO'],
  ['a GIF', text('GIF89a'), 'NO_PHOTO'],
  ['only the magic of a JPEG', aJpeg.subarray(0, 3), 'BROKEN'],
  ['a JPEG cut in its tables', aJpeg.subarray(0, 500), 'BROKEN'],
  ['a JPEG without pixels', aJpeg.subarray(0, aJpeg.indexOf(Buffer.from([0xff, 0xda]))), 'BROKEN'],
  ['a PNG cut in its pixels', aPng.subarray(0, 60), 'BROKEN'],
  ['a PNG without its end', aPng.subarray(0, -12), 'BROKEN'],
  ['a WebP cut', aWebp.subarray(0, 100), 'BROKEN'],
  ['a PNG bomb', pngOfSize(60_000, 60_000), 'TOO_BIG'],
  ['a PNG of 50 million and a few pixels', pngOfSize(10_000, 5_001), 'TOO_BIG'],
  ['a long PNG', pngOfSize(12_001, 1), 'TOO_BIG'],
  ['a PNG of no width', pngOfSize(0, 24), 'BROKEN'],
  ['a JPEG bomb', jpegOfSize(65_535, 65_535), 'TOO_BIG'],
  ['a moving WebP', animated, 'ANIMATED'],
])('%s: %#', (_what, file, expected) => {
  expect(read(file)).toBe(expected);
});

test.each<[what: string, file: Buffer]>([
  ['a place in EXIF', withSegment(0xe1, exifOf(1))],
  ['a comment', withSegment(0xfe, text('GPS 48.1371'))],
  ['something behind the end of a JPEG', Buffer.concat([aJpeg, text('GPS 48.1371')])],
  ['XMP', withSegment(0xe1, text('http://ns.adobe.com/xap/1.0/\0GPS'))],
  ['EXIF in a PNG', pngWith('eXIf', text('GPS 48.1371'))],
  ['a text in a PNG', pngWith('tEXt', text('Comment\0GPS'))],
  ['something behind the end of a PNG', Buffer.concat([aPng, text('GPS')])],
  ['EXIF in a WebP', webpWith('EXIF', text('GPS 48.1371,'))],
  ['something behind the end of a WebP', Buffer.concat([aWebp, text('GPS')])],
])('%s is left out, the picture stays as it is', (_what, file) => {
  const bytes = kept(file);
  expect(bytes.includes('GPS')).toBe(false);
  const plain = [aJpeg, aPng, aWebp].find((one) => one.subarray(0, 4).equals(file.subarray(0, 4)));
  expect(bytes).toEqual(kept(plain ?? aJpeg));
});

test('what is kept is kept again as it is', () => {
  for (const file of [aJpeg, aPng, aWebp, withSegment(0xe1, exifOf(6))]) {
    expect(kept(kept(file))).toEqual(kept(file));
  }
});

test('how a photo was held is kept, and nothing else of its EXIF', () => {
  const bytes = kept(withSegment(0xe1, exifOf(6)));
  expect(bytes.subarray(2, 2 + 36)).toEqual(orientationSegment(6));
  expect(orientationOf(bytes.subarray(6))).toBe(6);
});

test('whatever bytes come, reading them ends without a throw', () => {
  const spoilt = fc
    .tuple(
      fc.constantFrom(aJpeg, aPng, aWebp),
      fc.array(fc.tuple(fc.nat(700), fc.nat(255)), { maxLength: 12 }),
      fc.nat(700),
    )
    .map(([file, changes, length]) => {
      const copy = Buffer.from(file.subarray(0, length));
      for (const [at, value] of changes) if (at < copy.length) copy[at] = value;
      return copy;
    });
  fc.assert(
    fc.property(spoilt, (file) => typeof read(file) === 'string'),
    { numRuns: 3_000 },
  );
});
