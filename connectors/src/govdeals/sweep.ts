/**
 * All open assets, page by page. The order moves while we page: a lot can stand on two pages or on
 * none, so a sweep that found fewer than announced is followed by a second one (feeds.md section 7).
 */
import { FeedError } from '../connector.ts';
import { cellOf } from '../json/cells.ts';
import type { JsonObject } from '../json/json-reader.ts';
import { recordBytesMax } from '../json/json-reader.ts';
import { JsonRecords } from '../json/json-records.ts';
import { rowsPerPage, searchPage } from './client.ts';
import type { GovdealsAccess } from './client.ts';
import { assetIdOf } from './to-raw-listing.ts';

export interface Row {
  readonly id: string;
  readonly bytes: Buffer;
  readonly endAt: number;
  /** As printed; only compared. */
  readonly currentBid: string;
}

export interface Page {
  readonly rows: readonly Row[];
  readonly total: number;
}

const sweepsMax = 2;
const pagesMax = 500;
/** Unique lots may be this much fewer than announced. */
const missingShareMax = 0.01;

/**
 * Reads a page's answer.
 * @throws FeedError FILTER_IGNORED when a row is of a category we did not ask for
 */
export function pageOf(access: GovdealsAccess, body: Buffer, total: string | undefined): Page {
  const records = new JsonRecords({ arrayKeys: ['assetSearchResults'], recordBytesMax });
  const rows: Row[] = [];
  for (const { bytes } of records.push(body)) {
    const record = JSON.parse(bytes.toString('utf8')) as JsonObject;
    const id = assetIdOf(record);
    const category = cellOf(record['assetCategory']);
    if (category !== '' && !access.categoryIds.includes(category)) {
      const text = `rows of category ${category.slice(0, 10)} came, which was not asked for`;
      throw new FeedError('FILTER_IGNORED', text);
    }
    const endAt = Date.parse(cellOf(record['assetAuctionEndDateUtc']));
    const currentBid = cellOf(record['currentBid']);
    // A row without an id is passed on as it is: the reader sets it aside with its bytes.
    rows.push({ id: id ?? `?${rows.length}`, bytes, endAt, currentBid });
  }
  return { rows, total: Number(total ?? NaN) };
}

/**
 * Rows of all pages, each lot once.
 * @param first answer to page 1, already there
 * @throws FeedError PAGE_FAILED, PAGES_INCOMPLETE, FILTER_IGNORED
 */
export async function* sweep(
  access: GovdealsAccess,
  first: Page,
  signal: AbortSignal,
): AsyncGenerator<Row> {
  const seen = new Set<string>();
  let total = first.total;
  for (let pass = 1; pass <= sweepsMax; pass++) {
    for (let number = 1; number <= pagesMax; number++) {
      const isFirst = pass === 1 && number === 1;
      const page = isFirst ? first : await nextPage(access, number, signal);
      total = Number.isNaN(page.total) ? total : page.total;
      const fresh = page.rows.filter(({ id }) => !seen.has(id));
      for (const row of fresh) {
        seen.add(row.id);
        yield row;
      }
      if (page.rows.length < rowsPerPage) break;
    }
    if (seen.size >= total) return;
  }
  if (seen.size < total * (1 - missingShareMax)) {
    const text = `${seen.size} of ${total} announced lots were shown`;
    throw new FeedError('PAGES_INCOMPLETE', text);
  }
}

async function nextPage(
  access: GovdealsAccess,
  number: number,
  signal: AbortSignal,
): Promise<Page> {
  const answer = await searchPage(access, number, signal);
  if (!answer.ok) throw new FeedError('PAGE_FAILED', `page ${number}: ${answer.reason}`);
  return pageOf(access, answer.body, String(answer.headers['x-total-count']));
}
