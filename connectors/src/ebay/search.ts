/**
 * All auctions of a category, page by page. A query shows at most 10,000 items: one that has more is
 * cut in two by price, cheap first, so that an item whose bid rises meanwhile is met again rather
 * than missed.
 */
import { FeedError } from '../connector.ts';
import { cellOf } from '../json/cells.ts';
import { isObject } from '../json/json-reader.ts';
import type { JsonObject } from '../json/json-reader.ts';
import { jsonIn } from '../http/application-token.ts';
import type { EbayAccess, EbayClient, Refused } from './client.ts';
import { legacyIdOf } from './to-raw-listing.ts';

/** Prices in whole units of the currency, both ends included; above the last there is no limit. */
export interface PriceRange {
  readonly from: number;
  readonly to: number;
}

export interface Item {
  readonly id: string;
  readonly summary: JsonObject;
}

export interface Page {
  readonly items: readonly Item[];
  readonly total: number;
}

export type Paged = { readonly ok: true; readonly page: Page } | Refused;

const priceMax = 100_000_000;
export const allPrices: PriceRange = { from: 0, to: priceMax };
const pageItemsMax = 200;
/** Unique items of a query may be this much fewer than announced, but one always. */
const missingShareMax = 0.01;

/** Two ranges that hold the same together; undefined when it cannot be cut any more. */
export function halves({ from, to }: PriceRange): [PriceRange, PriceRange] | undefined {
  if (to - from < 1) return undefined;
  // Cheap items are many and dear ones few: the middle is that of the digits.
  const middle = Math.floor(Math.sqrt((from + 1) * (to + 1))) - 1;
  const last = Math.min(Math.max(middle, from), to - 1);
  return [
    { from, to: last },
    { from: last + 1, to },
  ];
}

function filterOf({ currency }: EbayAccess, range: PriceRange): string {
  const auctions = 'buyingOptions:{AUCTION}';
  if (range === allPrices) return auctions;
  const upTo = range.to === priceMax ? '' : `${range.to}.99`;
  return `${auctions},price:[${range.from}..${upTo}],priceCurrency:${currency}`;
}

/**
 * One page of a range.
 * @param offset items before it
 * @throws FeedError FILTER_IGNORED, PAGE_FAILED, BUDGET_SPENT
 */
export async function searchPage(
  client: EbayClient,
  range: PriceRange,
  offset: number,
  signal: AbortSignal,
): Promise<Paged> {
  const { access } = client;
  const query = new URLSearchParams({
    category_ids: access.categoryIds.join(','),
    filter: filterOf(access, range),
    limit: String(Math.min(pageItemsMax, access.queryItemsMax - offset)),
    offset: String(offset),
  });
  const answer = await client.call(`buy/browse/v1/item_summary/search?${query.toString()}`, signal);
  return answer.ok ? { ok: true, page: pageOf(answer.body) } : answer;
}

function pageOf(body: Buffer): Page {
  const answer = jsonIn(body) as JsonObject | undefined;
  if (answer === undefined || !('total' in answer)) {
    throw new FeedError('PAGE_FAILED', 'a page is no search answer');
  }
  const { warnings, itemSummaries, total } = answer;
  // A filter the site does not understand is told in a warning, and left out.
  if (Array.isArray(warnings) && warnings.length > 0) {
    const [first] = warnings;
    const id = isObject(first) ? cellOf(first['errorId']) : '';
    throw new FeedError('FILTER_IGNORED', `the site has warned of our query: ${id.slice(0, 20)}`);
  }
  const summaries = Array.isArray(itemSummaries) ? itemSummaries.filter(isObject) : [];
  return { items: summaries.map(itemOf), total: Number(total) };
}

function itemOf(summary: JsonObject, index: number): Item {
  const { buyingOptions } = summary;
  if (Array.isArray(buyingOptions) && !buyingOptions.includes('AUCTION')) {
    throw new FeedError('FILTER_IGNORED', 'items came that are no auctions');
  }
  // An item without an id is passed on as it is: the reader sets it aside with its bytes.
  return { id: legacyIdOf(summary) ?? `?${index}`, summary };
}

/**
 * Items of all pages and shards, each once.
 * @param first first page of all prices, already there
 * @throws FeedError PAGE_FAILED, PAGES_INCOMPLETE, FILTER_IGNORED, BUDGET_SPENT
 */
export async function* allItems(
  client: EbayClient,
  first: Page,
  signal: AbortSignal,
): AsyncGenerator<Item> {
  const { queryItemsMax } = client.access;
  const seen = new Set<string>();
  let needed = 0;
  const waiting: PriceRange[] = [allPrices];
  for (let range = waiting.pop(); range !== undefined; range = waiting.pop()) {
    const start = range === allPrices ? first : await nextPage(client, range, 0, signal);
    if (start.total > queryItemsMax) {
      const [cheap, dear] = halves(range) ?? [];
      if (cheap === undefined || dear === undefined) {
        const text = `${start.total} items of one price are more than a query can show`;
        throw new FeedError('PAGES_INCOMPLETE', text);
      }
      waiting.push(dear, cheap);
      continue;
    }
    const { items, total } = await wholeRange(client, range, start, signal);
    needed += total - Math.max(1, Math.ceil(total * missingShareMax));
    for (const item of items) {
      if (seen.has(item.id)) continue;
      seen.add(item.id);
      yield item;
    }
  }
  if (seen.size < needed) {
    const text = `${seen.size} items were shown, at least ${needed} are announced`;
    throw new FeedError('PAGES_INCOMPLETE', text);
  }
}

/**
 * All pages of a range one after the other, before any item is asked about: while details come in, items
 * end, later ones move up, and a page asked for late begins behind some that nobody has seen.
 * @returns at most a query's items (10,000), and the least total that was announced
 */
async function wholeRange(
  client: EbayClient,
  range: PriceRange,
  start: Page,
  signal: AbortSignal,
): Promise<Page> {
  const items = [...start.items];
  let { total } = start;
  const { queryItemsMax } = client.access;
  for (let offset = pageItemsMax; offset < Math.min(total, queryItemsMax); offset += pageItemsMax) {
    const page = await nextPage(client, range, offset, signal);
    total = Math.min(total, page.total);
    items.push(...page.items);
  }
  return { items, total };
}

async function nextPage(
  client: EbayClient,
  range: PriceRange,
  offset: number,
  signal: AbortSignal,
): Promise<Page> {
  const paged = await searchPage(client, range, offset, signal);
  if (!paged.ok) throw new FeedError('PAGE_FAILED', `page at ${offset}: ${paged.reason}`);
  return paged.page;
}
