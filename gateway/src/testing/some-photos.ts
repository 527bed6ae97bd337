/** Small pictures of 32 by 24 pixels as a browser's canvas writes them, and parts to spoil them with. */
const decoded = (lines: readonly string[]) => Buffer.from(lines.join(''), 'base64');

const jpegLines = [
  '/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AAB',
  'AAEAAAAAAABhY3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAA',
  'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFla',
  'AAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAA',
  'AChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1',
  'AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBh',
  'cmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAc',
  'AEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADb/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9',
  'PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2Nj',
  'Y2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAYACADASIAAhEBAxEB/8QAFwABAQEB',
  'AAAAAAAAAAAAAAAAAAUHBv/EABoQAQABBQAAAAAAAAAAAAAAAAACBRZUo9H/xAAXAQEBAQEAAAAAAAAAAAAAAAAA',
  'AwQF/8QAGxEAAgMBAQEAAAAAAAAAAAAAAQIAAxExBEH/2gAMAwEAAhEDEQA/AJqrblVxdkOpTUnU9FzV5n2Yaqw+',
  '7OCtyq4uyHUpqTLTz3NZu/ItrCZkKtx1XK1w4C7KrdGyQYjhi46rla4cSgFVV4MgsT0z/9k=',
];
const pngLines = [
  'iVBORw0KGgoAAAANSUhEUgAAACAAAAAYCAYAAACbU/80AAAAU0lEQVR4AeyUsQkAIAwEg6PoCO6kM7mTjuAsOsIX',
  'X6S5wFeB5zhCSh37ZaZE8gCAAWngrh5O1I1LAFXg7gHAAAYwgAFpoM0TTtSrlgCqwN0DgIEPAAD//yniSZAAAAAG',
  'SURBVAMAygl6kfKbbC0AAAAASUVORK5CYII=',
];
const webpLines = [
  'UklGRloCAABXRUJQVlA4WAoAAAAgAAAAHwAAFwAASUNDUMgBAAAAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AAB',
  'AAEAAAAAAABhY3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAA',
  'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFla',
  'AAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAA',
  'AChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1',
  'AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBh',
  'cmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAc',
  'AEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADZWUDggbAAAAHAFAJ0BKiAAGAAumWi0WiKoKCgIAJhLUAWp',
  'Cgv1XTEuZyYDBAPX/A9EAropGez8sNjUeIAA/riRPal/yNt9AcMbvzivRjIKRicoJElRROt65lZf5fv4O2+9jpQr',
  'dnrD+bADxdhXytGjXvQAAA==',
];
export const aJpeg: Buffer = decoded(jpegLines);
export const aPng: Buffer = decoded(pngLines);
export const aWebp: Buffer = decoded(webpLines);

/** The JPEG with a segment behind its start. */
export function withSegment(marker: number, body: Buffer, file: Buffer = aJpeg): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([file.subarray(0, 2), head, body, file.subarray(2)]);
}

/** EXIF as a camera writes it: how it was held, and a place in clear text. */
export function exifOf(orientation: number): Buffer {
  const tiff = Buffer.alloc(38);
  tiff.write('II*\0', 0, 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(2, 8);
  tiff.writeUInt16LE(0x010f, 10); // maker
  tiff.writeUInt16LE(2, 12);
  tiff.writeUInt16LE(0x0112, 22);
  tiff.writeUInt16LE(3, 24);
  tiff.writeUInt32LE(1, 26);
  tiff.writeUInt16LE(orientation, 30);
  return Buffer.concat([
    Buffer.from('Exif\0\0', 'latin1'),
    tiff,
    Buffer.from('GPS 48.1371,11.5754'),
  ]);
}

/** The PNG as it would be with other numbers for its size. */
export function pngOfSize(width: number, height: number): Buffer {
  const file = Buffer.from(aPng);
  file.writeUInt32BE(width, 16);
  file.writeUInt32BE(height, 20);
  return file;
}
