import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { FeedError } from '../connector.ts';
import { tooLarge } from './transfer.ts';
import { isZip, unzipped } from './unzip.ts';

const chunkBytes = 64 * 1024;
/** As many as tell gzip and zip from anything else. */
const magicBytes = 4;

/**
 * The same bytes, unpacked when they begin as gzip or zip does.
 * @param bytesMax cap of what comes out, so that a small file cannot grow without end
 * @throws FeedError BAD_ARCHIVE as `unzipped`, TOO_LARGE, CUT_SHORT (the gzip stream ends early), BAD_CODING (it is damaged);
 * what the source throws passes through
 */
export async function* inflated(
  source: AsyncIterable<Buffer>,
  bytesMax: number,
): AsyncGenerator<Buffer> {
  const chunks = source[Symbol.asyncIterator]();
  const head = await firstBytes(chunks);
  const whole = rejoined(head, chunks);
  if (isZip(head)) {
    yield* unzipped(whole, bytesMax);
    return;
  }
  if (head.length < 2 || head.readUInt16BE(0) !== 0x1f8b) {
    yield* whole;
    return;
  }
  yield* gunzipped(whole, bytesMax);
}

async function* gunzipped(source: AsyncIterable<Buffer>, bytesMax: number): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: chunkBytes });
  // The error comes out of the iteration below; the callback only keeps it from being unhandled.
  pipeline(source, gunzip, () => undefined);
  let bytes = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > bytesMax) throw tooLarge(bytesMax);
      yield chunk;
    }
  } catch (error) {
    throw error instanceof FeedError ? error : codingFault(error);
  }
}

function codingFault(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!code.startsWith('Z_')) return error;
  return code === 'Z_BUF_ERROR'
    ? new FeedError('CUT_SHORT', 'the gzip stream ends early', { cause: error })
    : new FeedError('BAD_CODING', `the gzip stream is damaged (${code})`, { cause: error });
}

async function firstBytes(chunks: AsyncIterator<Buffer>): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < magicBytes) {
    const next = await chunks.next();
    if (next.done) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  return head;
}

async function* rejoined(head: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (head.length > 0) yield head;
    for (;;) {
      const next = await chunks.next();
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await chunks.return?.();
  }
}
