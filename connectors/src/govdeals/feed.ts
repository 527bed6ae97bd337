import { govdealsAsset } from '@auction/avro/site-layouts';
import { FeedError } from '../connector.ts';
import type { Feed, Fetched, FeedMemory } from '../connector.ts';
import { JsonReader } from '../json/json-reader.ts';
import { AssetStream } from './asset-stream.ts';
import type { BidBoxes } from './asset-stream.ts';
import { searchPage } from './client.ts';
import type { GovdealsAccess } from './client.ts';
import { pageOf } from './sweep.ts';
import { govdealsShape } from './to-raw-listing.ts';

/** @param boxesPerPoll most bid boxes asked in one poll */
export function govdealsFeed(access: GovdealsAccess, boxesPerPoll: number): Feed {
  const boxes: BidBoxes = new Map();
  return {
    site: 'govdeals',
    layout: govdealsAsset.layout,
    rawCopy: null, // its answers may name bidders
    fetch: (memory, signal) => fetched(access, { boxes, boxesPerPoll }, memory, signal),
    createReader: () => new JsonReader(govdealsShape),
  };
}

async function fetched(
  access: GovdealsAccess,
  asking: { readonly boxes: BidBoxes; readonly boxesPerPoll: number },
  memory: FeedMemory,
  signal: AbortSignal,
): Promise<Fetched> {
  const startedAt = access.now();
  const answer = await searchPage(access, 1, signal);
  if (!answer.ok) {
    const { reason, retryAfterMs } = answer;
    return { kind: 'UNAVAILABLE', reason, retryAfterMs };
  }
  try {
    const first = pageOf(access, answer.body, String(answer.headers['x-total-count']));
    const stream = new AssetStream({ access, ...asking, memory, startedAt });
    return {
      kind: 'FILE',
      file: {
        source: new URL('search/list', access.baseUrl).href,
        observedAt: startedAt,
        validators: { etag: null, lastModified: null },
        misfit: null,
        bytes: stream.bytes(first, signal),
        cursor: () => stream.cursor,
        cancel: () => undefined,
      },
    };
  } catch (error) {
    if (error instanceof FeedError) {
      return { kind: 'UNAVAILABLE', reason: `${error.code}: ${error.message}`, retryAfterMs: null };
    }
    if (error instanceof SyntaxError) {
      const reason = 'PAGE_FAILED: page 1 is no JSON that can be read';
      return { kind: 'UNAVAILABLE', reason, retryAfterMs: null };
    }
    throw error;
  }
}
