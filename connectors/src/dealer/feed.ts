import { dealerVehicle } from '@auction/avro/site-layouts';
import type { Feed } from '../connector.ts';
import type { HttpLimits } from '../http/exchange.ts';
import { fetchFile } from '../http/fetch-file.ts';
import type { RateLimit } from '../http/rate-limit.ts';
import { DealerReader } from './dealer-reader.ts';
import type { Mapping } from './mapping.ts';

export interface DealerAccess {
  /** Address of the sender's file; a `.gz` or `.zip` is unpacked. */
  readonly fileUrl: string;
  /** Sent as Basic; empty: none is. */
  readonly user: string;
  readonly password: string;
  readonly limits: HttpLimits;
  readonly rate: RateLimit;
}

/** What files come as; a web page comes as text/html. */
const contentTypes = [
  ...['text/csv', 'text/tab-separated-values', 'text/plain', 'application/csv'],
  ...['application/xml', 'text/xml', 'application/rss+xml'],
  ...['application/json', 'application/x-ndjson', 'application/jsonl'],
  ...['application/gzip', 'application/x-gzip', 'application/zip', 'application/octet-stream'],
];

/** @param now epoch ms */
export function dealerFeed(
  access: DealerAccess,
  mappings: readonly Mapping[],
  now: () => number,
): Feed {
  const { fileUrl, user, password, limits, rate } = access;
  const basic = Buffer.from(`${user}:${password}`).toString('base64');
  const headers: Record<string, string> = user === '' ? {} : { authorization: `Basic ${basic}` };
  return {
    site: 'dealer',
    layout: dealerVehicle.layout,
    rawCopy: null, // columns a mapping drops must not lie on a disk either
    fetch: (memory, signal) =>
      fetchFile(
        {
          url: new URL(fileUrl),
          headers: { accept: '*/*', 'accept-encoding': 'gzip' },
          credentials: { query: {}, headers },
          ...{ contentTypes, limits, rate, now },
        },
        memory,
        signal,
      ),
    createReader: () => new DealerReader(mappings),
  };
}
