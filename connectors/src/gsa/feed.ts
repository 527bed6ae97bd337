import { gsaAuction } from '@auction/avro/site-layouts';
import type { Feed } from '../connector.ts';
import { JsonReader } from '../json/json-reader.ts';
import { fetchAuctions } from './client.ts';
import type { GsaAccess } from './client.ts';
import { gsaShape } from './to-raw-listing.ts';

/** @param now epoch ms */
export function gsaFeed(access: GsaAccess, now: () => number): Feed {
  return {
    site: 'gsa',
    layout: gsaAuction.layout,
    rawCopy: null, // its answer names people
    fetch: (memory, signal) => fetchAuctions(access, memory, signal, now),
    createReader: () => new JsonReader(gsaShape),
  };
}
