/** What goes wrong with a file a dealer's program leaves in a folder: how it was written, not what it offers. */
import { deflateRawSync } from 'node:zlib';

/** A zip archive of one file, without its directory: readers of a stream never see that. */
export function zipOf(name: string, text: string | Buffer, method = 8, flags = 0): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name), deflateRawSync(text)]);
}

const utf16Mark = Buffer.from([0xff, 0xfe]);
const newline = 0x0a;
/** Rows that stand once more at the end. */
const repeatedRows = 3;

const beginning = (bytes: Buffer, share = 0.6): Buffer =>
  bytes.subarray(0, Math.floor(bytes.length * share));

/** A byte in the middle of every tenth line becomes a NUL. */
function withNul(bytes: Buffer): Buffer {
  const spoilt = Buffer.from(bytes);
  let line = 0;
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) {
    line += 1;
    if (line % 10 === 0 && at + 20 < spoilt.length) spoilt[at + 20] = 0;
  }
  return spoilt;
}

function withRepeatedRows(bytes: Buffer): Buffer {
  const lines = bytes.toString('latin1').split('\n');
  const again = lines.slice(1, 1 + repeatedRows).map((line) => `${line}\n`);
  return Buffer.concat([bytes, Buffer.from(again.join(''), 'latin1')]);
}

type Spoil = (bytes: Buffer, share: number | undefined) => Buffer;

/** Faults of the bytes, by name; the file lies there as a whole one does. */
export const bytesFaults = {
  /** The program died while it wrote, in the middle of a row, and nobody noticed. */
  'cut-off': beginning,
  'cut-archive': (bytes, share) => beginning(zipOf('inventory.csv', bytes), share),
  /** Says that it is UTF-16, and is not. */
  'wrong-encoding': (bytes) =>
    Buffer.concat([utf16Mark, Buffer.from([0x00, 0xd8, 0x41, 0x00]), bytes]),
  'wrong-thing': () => Buffer.from('<!doctype html><html><body>Please sign in</body></html>'),
  empty: () => Buffer.alloc(0),
  'nul-bytes': withNul,
  'doubled-ids': withRepeatedRows,
} as const satisfies Record<string, Spoil>;

/** Faults of the writing: the file stays under the name of an unfinished one; the one before is overwritten. */
export const writingFaults = ['never-finished', 'replaced'] as const;

const isOfBytes = (name: string): name is keyof typeof bytesFaults => name in bytesFaults;

/** The bytes with the fault in them, if it is one of theirs. */
export function spoiltBytes(
  bytes: Buffer,
  fault: { readonly name: string; readonly share?: number | undefined } | undefined,
): Buffer {
  if (fault === undefined || !isOfBytes(fault.name)) return bytes;
  const spoil: Spoil = bytesFaults[fault.name];
  return spoil(bytes, fault.share);
}
