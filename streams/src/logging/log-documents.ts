/**
 * How log lines lie in MongoDB (docs/decisions/0067): blocks of lines in one document per writer and
 * piece of a minute, and one document per minute that says which there are and how many lines. Both
 * are found by `_id` alone, which every MongoDB-compatible server can do fast.
 */
import type { LogLevel } from '../runtime/logger.ts';

export const logCollections = { chunks: 'log_chunk', minutes: 'log_minute' } as const;

/** `_id`: see `chunkId`. */
export interface ChunkDocument {
  readonly _id: string;
  readonly minute: number;
  readonly service: string;
  /** Blocks by `p` and their number; each a list of JSON lines, oldest first. */
  readonly parts: Readonly<Record<string, readonly string[]>>;
}

/** What one process has written in a minute. */
export interface WriterMinute {
  readonly service: string;
  /** Documents, numbered from 0. */
  readonly chunks: number;
  readonly counts: Readonly<Partial<Record<LogLevel, number>>>;
}

/** `_id`: minutes since the epoch. */
export interface MinuteDocument {
  readonly _id: number;
  readonly writers: Readonly<Record<string, WriterMinute>>;
}

export const chunkId = (minute: number, writer: string, chunk: number): string =>
  `${minute}/${writer}/${chunk}`;

/** Documents of a minute that hold the services' lines. @param wants services to keep */
export const chunkIdsOf = (
  { _id, writers }: MinuteDocument,
  wants: (writer: WriterMinute) => boolean,
): string[] =>
  Object.entries(writers).flatMap(([name, writer]) =>
    wants(writer)
      ? Array.from({ length: writer.chunks }, (_, chunk) => chunkId(_id, name, chunk))
      : [],
  );
