import { manheimListing } from '@auction/avro/site-layouts';
import { FeedError } from '../connector.ts';
import type { Feed, Fetched } from '../connector.ts';
import { JsonReader } from '../json/json-reader.ts';
import { ManheimClient } from './client.ts';
import type { ManheimAccess } from './client.ts';
import { manheimEvents } from './event-source.ts';
import type { ManheimEventOptions } from './event-source.ts';
import { allListings, searchPage } from './search.ts';
import { manheimShape } from './to-raw-listing.ts';

export type ManheimPush = Omit<ManheimEventOptions, 'client'>;

/** @param push undefined: nothing is pushed to us, the market is polled alone */
export function manheimFeed(access: ManheimAccess, push: ManheimPush | undefined): Feed {
  const client = new ManheimClient(access);
  return {
    site: 'manheim',
    layout: manheimListing.layout,
    rawCopy: null, // its answers may name people
    ...(push === undefined ? {} : { events: manheimEvents({ ...push, client }) }),
    fetch: (_memory, signal) => fetched(client, signal),
    createReader: () => new JsonReader(manheimShape),
  };
}

async function fetched(client: ManheimClient, signal: AbortSignal): Promise<Fetched> {
  const observedAt = client.access.now();
  try {
    const first = await searchPage(client, 0, signal);
    if (!first.ok) {
      return { kind: 'UNAVAILABLE', reason: first.reason, retryAfterMs: first.retryAfterMs };
    }
    return {
      kind: 'FILE',
      file: {
        source: client.at('searches').href,
        observedAt,
        validators: { etag: null, lastModified: null },
        misfit: null,
        bytes: allListings(client, first.page, signal),
        cancel: () => undefined,
      },
    };
  } catch (error) {
    if (!(error instanceof FeedError)) throw error;
    return { kind: 'UNAVAILABLE', reason: `${error.code}: ${error.message}`, retryAfterMs: null };
  }
}
