/**
 * The one file inside a zip archive, as a stream: its local header stands before its bytes, so the
 * archive need not be there as a whole. Source: PKWARE APPNOTE 6.3.10, section 4.3.7.
 */
import { pipeline } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { FeedError } from '../connector.ts';
import { tooLarge } from './transfer.ts';

const headerBytes = 30;
const chunkBytes = 64 * 1024;
const stored = 0;
const deflated = 8;
/** Unpacked bytes per packed one; text reaches some 20, a bomb 1,000. */
const ratioMax = 200;
/** Below this nobody is harmed, whatever the ratio. */
const harmlessBytes = 4 * 1024 * 1024;

/** First bytes of an archive with at least one file. */
export const isZip = (head: Buffer): boolean =>
  head.length >= 4 && head.readUInt32LE(0) === 0x04034b50;

/**
 * @param bytesMax cap of what comes out
 * @throws FeedError BAD_ARCHIVE for a path in the name, encryption, another method or a ratio of a
 * bomb; TOO_LARGE, CUT_SHORT, BAD_CODING as for gzip
 */
export async function* unzipped(
  source: AsyncIterable<Buffer>,
  bytesMax: number,
): AsyncGenerator<Buffer> {
  const chunks = source[Symbol.asyncIterator]();
  const { method, size, body } = await opened(chunks);
  let packed = 0;
  const counted = async function* (): AsyncGenerator<Buffer> {
    let left = method === stored ? size : Infinity;
    for (let chunk: Buffer | undefined = body; chunk; chunk = await nextOf(chunks)) {
      packed += chunk.length;
      yield chunk.subarray(0, left);
      left -= chunk.length;
      if (left <= 0) return;
    }
  };
  let bytes = 0;
  try {
    for await (const chunk of method === stored ? counted() : inflatedRaw(counted())) {
      bytes += chunk.length;
      if (bytes > bytesMax) throw tooLarge(bytesMax);
      if (bytes > harmlessBytes && bytes > packed * ratioMax) {
        throw new FeedError('BAD_ARCHIVE', `unpacks to more than ${ratioMax} times its size`);
      }
      yield chunk;
    }
  } finally {
    await chunks.return?.();
  }
}

interface Entry {
  readonly method: number;
  readonly size: number;
  /** Bytes behind the header that are there already. */
  readonly body: Buffer;
}

async function opened(chunks: AsyncIterator<Buffer>): Promise<Entry> {
  let head = await atLeast(Buffer.alloc(0), headerBytes, chunks);
  const flags = head.readUInt16LE(6);
  const method = head.readUInt16LE(8);
  const size = head.readUInt32LE(18);
  const nameBytes = head.readUInt16LE(26);
  const from = headerBytes + nameBytes + head.readUInt16LE(28);
  head = await atLeast(head, from, chunks);
  const name = head.toString('utf8', headerBytes, headerBytes + nameBytes);
  if (/[\\/]|\.\.|[\u0000-\u001f]/.test(name)) throw bad('the name of its file has a path');
  if ((flags & 1) !== 0) throw bad('it is encrypted');
  if (method !== stored && method !== deflated) throw bad(`it is packed by method ${method}`);
  return { method, size, body: head.subarray(from) };
}

const bad = (text: string): FeedError => new FeedError('BAD_ARCHIVE', text);

async function nextOf(chunks: AsyncIterator<Buffer>): Promise<Buffer | undefined> {
  const next = await chunks.next();
  return next.done ? undefined : next.value;
}

async function atLeast(
  given: Buffer,
  bytes: number,
  chunks: AsyncIterator<Buffer>,
): Promise<Buffer> {
  let head = given;
  while (head.length < bytes) {
    const next = await nextOf(chunks);
    if (!next) throw new FeedError('CUT_SHORT', 'the archive ends inside its header');
    head = Buffer.concat([head, next]);
  }
  return head;
}

async function* inflatedRaw(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw({ chunkSize: chunkBytes });
  // The error comes out of the iteration below; the callback only keeps it from being unhandled.
  pipeline(source, inflate, () => undefined);
  try {
    yield* inflate as AsyncIterable<Buffer>;
  } catch (error) {
    const hasCode = typeof error === 'object' && error !== null && 'code' in error;
    const code = hasCode ? String(error.code) : '';
    if (code === 'Z_BUF_ERROR')
      throw new FeedError('CUT_SHORT', 'the archive ends early', { cause: error });
    throw new FeedError('BAD_CODING', `the archive is damaged (${code})`, { cause: error });
  }
}
