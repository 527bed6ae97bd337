import { ebayItem } from '@auction/avro/site-layouts';
import { z } from 'zod';
import { FeedError } from '../connector.ts';
import type { Feed, FeedMemory, Fetched } from '../connector.ts';
import { cellOf } from '../json/cells.ts';
import { JsonReader } from '../json/json-reader.ts';
import type { JsonObject } from '../json/json-reader.ts';
import { jsonIn } from '../http/application-token.ts';
import { EbayClient } from './client.ts';
import type { EbayAccess } from './client.ts';
import { allItems, allPrices, searchPage } from './search.ts';
import type { Item, Page } from './search.ts';
import { ebayShape } from './to-raw-listing.ts';

interface Detail {
  readonly item: object;
  /** Of the summary, when the item was asked for. */
  readonly bidCount: string;
}
/** What was learnt in earlier polls of this process; may be lost without harm. */
type Details = Map<string, Detail>;

const saved = z.object({ day: z.number(), used: z.number() });

export function ebayFeed(access: EbayAccess): Feed {
  const client = new EbayClient(access);
  const details: Details = new Map();
  return {
    site: 'ebay',
    layout: ebayItem.layout,
    rawCopy: null, // its answers name sellers
    fetch: (memory, signal) => fetched(client, details, memory, signal),
    createReader: () => new JsonReader(ebayShape),
  };
}

async function fetched(
  client: EbayClient,
  details: Details,
  memory: FeedMemory,
  signal: AbortSignal,
): Promise<Fetched> {
  const { access } = client;
  // A restart must not spend the day's calls again.
  const used = saved.safeParse(memory.cursor === null ? null : JSON.parse(memory.cursor));
  if (used.success) access.budget.restore(used.data);
  const observedAt = access.now();
  try {
    const first = await searchPage(client, allPrices, 0, signal);
    if (!first.ok) {
      return { kind: 'UNAVAILABLE', reason: first.reason, retryAfterMs: first.retryAfterMs };
    }
    return {
      kind: 'FILE',
      file: {
        source: new URL('buy/browse/v1/item_summary/search', access.baseUrl).href,
        observedAt,
        validators: { etag: null, lastModified: null },
        misfit: null,
        bytes: lines(client, details, first.page, signal),
        cursor: () => JSON.stringify(access.budget.state),
        cancel: () => undefined,
      },
    };
  } catch (error) {
    if (!(error instanceof FeedError)) throw error;
    const retryAfterMs = error.code === 'BUDGET_SPENT' ? access.budget.waitMs : null;
    return { kind: 'UNAVAILABLE', reason: `${error.code}: ${error.message}`, retryAfterMs };
  }
}

/** Lines `{"summary": …, "item": …}`, both as the site wrote them. @throws FeedError as `allItems` */
async function* lines(
  client: EbayClient,
  details: Details,
  first: Page,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const left = { count: client.access.detailsPerPoll };
  const open = new Set<string>();
  for await (const found of allItems(client, first, signal)) {
    open.add(found.id);
    const item = await detailOf(client, details, found, left, signal);
    yield Buffer.from(`${JSON.stringify({ summary: found.summary, item })}\n`);
  }
  for (const id of details.keys()) if (!open.has(id)) details.delete(id);
}

/** The item of before where no bid has come since; null when it is not known yet. */
async function detailOf(
  client: EbayClient,
  details: Details,
  { id, summary }: Item,
  left: { count: number },
  signal: AbortSignal,
): Promise<object | null> {
  const kept = details.get(id);
  const bidCount = cellOf(summary['bidCount']);
  if (kept?.bidCount === bidCount || left.count === 0 || id.startsWith('?')) {
    return kept?.item ?? null;
  }
  left.count -= 1;
  const itemId = encodeURIComponent(cellOf(summary['itemId']));
  const answer = await client.call(`buy/browse/v1/item/${itemId}`, signal);
  // Not there (any more), or unwell: the summary says enough.
  const item = answer.ok ? itemIn(answer.body) : undefined;
  if (item === undefined) return kept?.item ?? null;
  details.set(id, { item, bidCount });
  return item;
}

/** The spec allows errors under a 200 too. */
function itemIn(body: Buffer): object | undefined {
  const item = jsonIn(body) as JsonObject | undefined;
  return item && 'itemId' in item ? item : undefined;
}
