/**
 * Data frames: JSON text joined from fragments that every frame shares, deflated once when several
 * clients get the same one. Negotiated compression is never used: it costs a context per connection
 * (live-board.md section 2.6).
 */
import { deflateRawSync } from 'node:zlib';
import type { Delta } from '../board-protocol.ts';
import { fragmentOf } from './entry.ts';
import type { ColumnSet, Entry, Extent } from './entry.ts';

/** What goes over a socket; made once and sent to any number of them. */
export interface Frame {
  readonly data: string | Buffer;
  readonly binary: boolean;
  /** On the wire, without the few bytes of framing. */
  readonly bytes: number;
  readonly rowCount: number;
}

/** Text of a frame before it is decided how it is sent. */
export interface FrameText {
  readonly text: string;
  readonly rowCount: number;
}

/** Below it the saving is not worth a deflate. */
const deflateFromBytes = 512;

/** For one client: text as it is, which costs no compression. */
export const personalFrame = ({ text, rowCount }: FrameText): Frame => ({
  data: text,
  binary: false,
  bytes: Buffer.byteLength(text),
  rowCount,
});

/** For several clients: one buffer, deflated where it pays. */
export function sharedFrame({ text, rowCount }: FrameText): Frame {
  const plain = Buffer.from(text);
  if (plain.length < deflateFromBytes) {
    return { data: plain, binary: false, bytes: plain.length, rowCount };
  }
  const deflated = deflateRawSync(plain, { level: 1 });
  return { data: deflated, binary: true, bytes: deflated.length, rowCount };
}

export interface DeltaParts {
  readonly channel: number;
  readonly columns: ColumnSet;
  readonly rows: Iterable<readonly [Entry, Extent]>;
  readonly removed: Iterable<string>;
  /** Change numbers covered. */
  readonly from: number;
  readonly to: number;
  /** Commit time of the oldest change, epoch ms. */
  readonly atMs: number;
  readonly cursor: string | undefined;
}

/** Rest of a frame: braces, names and numbers. */
const overheadBytes = 512;

/**
 * Texts of `d` frames, none above `frameBytes`. Several share the range of change numbers between
 * them (a frame holds thousands of rows and each row has changed, so the range is wide enough); only the last carries the cursor, so that a cut in between resumes from before.
 */
export function deltaTexts(parts: DeltaParts, frameBytes: number): FrameText[] {
  const chunks = chunked(parts, frameBytes - overheadBytes);
  const edge = (index: number) =>
    parts.from + Math.floor(((parts.to - parts.from) * index) / chunks.length);
  return chunks.map((chunk, index) => {
    const cursor = index === chunks.length - 1 ? parts.cursor : undefined;
    const text = deltaText(parts, chunk, edge(index), edge(index + 1), cursor);
    return { text, rowCount: chunk.size };
  });
}

interface Chunk {
  readonly u: string[];
  readonly add: string[];
  readonly rm: string[];
  bytes: number;
  size: number;
}

function chunked({ rows, removed, columns }: DeltaParts, chunkBytes: number): Chunk[] {
  const chunks: Chunk[] = [];
  let chunk = newChunk();
  const put = (list: 'u' | 'add' | 'rm', fragment: string) => {
    const bytes = Buffer.byteLength(fragment) + 1;
    if (chunk.size > 0 && chunk.bytes + bytes > chunkBytes) {
      chunks.push(chunk);
      chunk = newChunk();
    }
    chunk[list].push(fragment);
    chunk.bytes += bytes;
    chunk.size++;
  };
  for (const [entry, extent] of rows) {
    put(extent === 'hot' ? 'u' : 'add', fragmentOf(entry, columns, extent));
  }
  for (const id of removed) put('rm', JSON.stringify(id));
  chunks.push(chunk);
  return chunks;
}

const newChunk = (): Chunk => ({ u: [], add: [], rm: [], bytes: 0, size: 0 });

function deltaText(
  { channel, atMs }: DeltaParts,
  chunk: Chunk,
  from: Delta['from'],
  to: Delta['to'],
  cursor: string | undefined,
): string {
  const list = (name: 'u' | 'add' | 'rm') =>
    chunk[name].length === 0 ? '' : `,"${name}":[${chunk[name].join(',')}]`;
  const cur = cursor === undefined ? '' : `,"cur":"${cursor}"`;
  const head = `{"t":"d","ch":${channel},"from":${from},"to":${to},"at":${atMs}`;
  return `${head}${list('u')}${list('add')}${list('rm')}${cur}}`;
}

export function snapText(channel: number, part: number, rows: readonly string[]): FrameText {
  const text = `{"t":"snap","ch":${channel},"part":${part},"rows":[${rows.join(',')}]}`;
  return { text, rowCount: rows.length };
}
