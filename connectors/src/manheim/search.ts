/** The whole market by `POST /searches`, page by page. */
import { FeedError } from '../connector.ts';
import { jsonIn } from '../http/application-token.ts';
import type { Refused } from '../http/application-token.ts';
import { cellOf } from '../json/cells.ts';
import { isObject } from '../json/json-reader.ts';
import type { JsonObject } from '../json/json-reader.ts';
import type { ManheimClient } from './client.ts';
import { listingIdOf } from './to-raw-listing.ts';

export interface Page {
  readonly records: readonly JsonObject[];
  readonly total: number;
}

/** Most the search gives at once. */
export const pageRecordsMax = 1_000;
const pagesMax = 500;
/** Unique listings may be this much fewer than announced: the market moves while we page. */
const missingShareMax = 0.01;

/** @throws FeedError PAGE_FAILED for an answer that is no page */
export async function searchPage(
  client: ManheimClient,
  start: number,
  signal: AbortSignal,
): Promise<{ readonly ok: true; readonly page: Page } | Refused> {
  const wish = { start, limit: pageRecordsMax };
  const answer = await client.call(client.at('searches'), signal, wish);
  if (!answer.ok) return answer;
  const read = jsonIn(answer.body) as JsonObject | undefined;
  const list = read?.['items'] ?? read?.['listings'];
  if (!Array.isArray(list)) throw new FeedError('PAGE_FAILED', 'a page is no search answer');
  const total = Number(cellOf(read?.['totalCount'] ?? read?.['total']));
  return { ok: true, page: { records: list.filter(isObject), total } };
}

/**
 * All listings as JSON Lines, each once.
 * @param first answer to the first page, already there
 * @throws FeedError PAGE_FAILED, PAGES_INCOMPLETE
 */
export async function* allListings(
  client: ManheimClient,
  first: Page,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const seen = new Set<string>();
  let page = first;
  for (let number = 1; number <= pagesMax; number++) {
    for (const [index, record] of page.records.entries()) {
      // A record without an id is passed on as it is: the reader sets it aside with its bytes.
      const id = listingIdOf(record) ?? `?${number}/${index}`;
      if (seen.has(id)) continue;
      seen.add(id);
      yield Buffer.from(`${JSON.stringify(record)}\n`);
    }
    if (page.records.length < pageRecordsMax) break;
    const next = await searchPage(client, number * pageRecordsMax, signal);
    if (!next.ok) throw new FeedError('PAGE_FAILED', `page ${number + 1}: ${next.reason}`);
    page = next.page;
  }
  if (seen.size < first.total * (1 - missingShareMax)) {
    const text = `${seen.size} of ${first.total} announced listings were shown`;
    throw new FeedError('PAGES_INCOMPLETE', text);
  }
}
