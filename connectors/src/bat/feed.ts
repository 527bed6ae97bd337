/**
 * Saved board pages, one after the other: `board-<instant>.html` in a folder, oldest first. The site
 * has no API: its pages are replayed until its terms are cleared (feeds.md section 9).
 */
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { batAuction } from '@auction/avro/site-layouts';
import type { Feed, FeedMemory, Fetched } from '../connector.ts';
import { BoardReader } from './board-reader.ts';

const boardForm = /^board-(\d{4}-\d\d-\d\dT\d\d)[:-](\d\d)[:-](\d\d(?:\.\d+)?Z)\.html$/;

/** When a page was saved, epoch ms, by its name; undefined for other files. */
export function savedAt(name: string): number | undefined {
  const [, hour, minute, second] = boardForm.exec(name) ?? [];
  if (hour === undefined || minute === undefined || second === undefined) return undefined;
  const at = Date.parse(`${hour}:${minute}:${second}`);
  return Number.isNaN(at) ? undefined : at;
}

/** @param folder of the saved pages */
export function batFeed(folder: string): Feed {
  return {
    site: 'bat',
    layout: batAuction.layout,
    rawCopy: null, // the pages themselves are kept where they are
    fetch: (memory) => nextPage(folder, memory),
    createReader: () => new BoardReader(),
  };
}

/** The oldest page that is younger than the last one read; its time is what the cursor holds. */
async function nextPage(folder: string, { cursor }: FeedMemory): Promise<Fetched> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch {
    const reason = 'NO_FOLDER: the folder of saved pages cannot be read';
    return { kind: 'UNAVAILABLE', reason, retryAfterMs: null };
  }
  const after = Number(cursor ?? -Infinity);
  const [next] = names
    .flatMap((name) => ({ name, at: savedAt(name) ?? -Infinity }))
    .filter(({ at }) => at > after)
    .sort((one, other) => one.at - other.at);
  if (next === undefined) return { kind: 'NOT_MODIFIED' };
  const stream = createReadStream(join(folder, next.name));
  return {
    kind: 'FILE',
    file: {
      source: next.name,
      observedAt: next.at,
      validators: { etag: null, lastModified: null },
      misfit: null,
      bytes: stream as AsyncIterable<Buffer>,
      cursor: () => String(next.at),
      cancel: () => void stream.destroy(),
    },
  };
}
