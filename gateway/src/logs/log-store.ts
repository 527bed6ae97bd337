/**
 * Searching log lines (docs/decisions/0067): from the newest minute on, by ids alone, until the page
 * is full, the range is done or the time is up; then the cursor says where to go on.
 */
import { chunkIdsOf, logCollections } from '@auction/streams/logging/log-documents';
import type {
  ChunkDocument,
  MinuteDocument,
  WriterMinute,
} from '@auction/streams/logging/log-documents';
import type { LogLine } from '../logs-contract.ts';
import type { Mongo } from '../mongo.ts';
import { atOf, fieldsOf, levelsFrom, matches, quickLook, shown } from './match-line.ts';
import type { LogWish } from './match-line.ts';

const minuteMs = 60_000;
/** Minutes asked for at once. */
const minutesPerSlab = 240;
/** Documents read at once: about 16 x 500 lines. */
const chunksPerRead = 16;

/** Behind which line a page begins; without a line: at the end of the minute. */
export interface LogCursor {
  readonly minute: number;
  readonly line: { readonly at: number; readonly id: string } | null;
}

export interface FoundLines {
  readonly lines: readonly LogLine[];
  /** undefined: the whole range was searched. */
  readonly next: LogCursor | undefined;
}

export interface SearchOptions {
  readonly limit: number;
  readonly after: LogCursor | undefined;
  /** Whether the time is up. */
  readonly isLate: () => boolean;
}

/** @throws StoreAway */
export async function searchLogs(
  mongo: Mongo,
  wish: LogWish,
  { limit, after, isLate }: SearchOptions,
): Promise<FoundLines> {
  const isWanted = quickLook(wish);
  const lines: LogLine[] = [];
  for await (const group of groupsOf(mongo, wish, after?.minute)) {
    const chunks = await readChunks(
      mongo,
      group.flatMap(({ chunkIds }) => chunkIds),
    );
    for (const { minute, chunkIds } of group) {
      const ofMinute = chunkIds
        .flatMap((id) => linesOf(chunks.get(id), wish, isWanted))
        .filter((line) => isBehind(minute, line, after))
        .sort(newestFirst);
      for (const line of ofMinute) {
        lines.push(line);
        if (lines.length === limit) return { lines, next: { minute, line } };
      }
    }
    const done = group.at(-1)?.minute ?? 0;
    if (isLate()) return { lines, next: { minute: done - 1, line: null } };
  }
  return { lines, next: undefined };
}

interface Minute {
  readonly minute: number;
  readonly chunkIds: readonly string[];
}

/** Minutes that have lines for the wish, newest first, in groups that are read at once. */
async function* groupsOf(
  mongo: Mongo,
  { from, to, service, level }: LogWish,
  newestMinute: number | undefined,
): AsyncGenerator<Minute[]> {
  const wanted = levelsFrom(level);
  const wants = (writer: WriterMinute): boolean =>
    (service === undefined || writer.service === service) &&
    wanted.some((one) => (writer.counts[one] ?? 0) > 0);
  let group: Minute[] = [];
  let size = 0;
  for await (const document of minutesOf(mongo, from, to, newestMinute)) {
    const chunkIds = chunkIdsOf(document, wants);
    if (chunkIds.length === 0) continue;
    group.push({ minute: document._id, chunkIds });
    size += chunkIds.length;
    if (size < chunksPerRead) continue;
    yield group;
    group = [];
    size = 0;
  }
  if (group.length > 0) yield group;
}

/** Newest first. @param from epoch ms @param to epoch ms, left out */
export async function* minutesOf(
  mongo: Mongo,
  from: number,
  to: number,
  newestMinute = Number.MAX_SAFE_INTEGER,
): AsyncGenerator<MinuteDocument> {
  const first = Math.floor(from / minuteMs);
  const newest = Math.min(Math.ceil(to / minuteMs) - 1, newestMinute);
  for (let end = newest; end >= first; end -= minutesPerSlab) {
    const count = Math.min(minutesPerSlab, end - first + 1);
    const ids = Array.from({ length: count }, (_, n) => end - n);
    const found = await mongo.ask((client) =>
      client
        .db()
        .collection<MinuteDocument>(logCollections.minutes)
        .find({ _id: { $in: ids } })
        .toArray(),
    );
    yield* found.sort((a, b) => b._id - a._id);
  }
}

async function readChunks(
  mongo: Mongo,
  ids: readonly string[],
): Promise<Map<string, ChunkDocument>> {
  const found = await mongo.ask((client) =>
    client
      .db()
      .collection<ChunkDocument>(logCollections.chunks)
      .find({ _id: { $in: [...ids] } })
      .toArray(),
  );
  return new Map(found.map((chunk) => [chunk._id, chunk]));
}

function linesOf(
  chunk: ChunkDocument | undefined,
  wish: LogWish,
  isWanted: (json: string) => boolean,
): LogLine[] {
  if (!chunk) return [];
  return Object.entries(chunk.parts).flatMap(([part, lines]) =>
    lines.flatMap((json, index) => {
      if (!isWanted(json)) return [];
      const fields = fieldsOf(json);
      if (!fields || !matches(fields, atOf(fields), wish)) return [];
      // Numbers of equal length, so that lines of one millisecond sort as they were written.
      const place = `${part.slice(1).padStart(4, '0')}/${String(index).padStart(4, '0')}`;
      return [shown(`${chunk._id}/${place}`, fields)];
    }),
  );
}

const newestFirst = (a: LogLine, b: LogLine): number => b.at - a.at || (a.id < b.id ? 1 : -1);

function isBehind(minute: number, line: LogLine, after: LogCursor | undefined): boolean {
  if (!after?.line || minute < after.minute) return true;
  return line.at < after.line.at || (line.at === after.line.at && line.id < after.line.id);
}
