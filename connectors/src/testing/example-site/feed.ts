import type { Feed } from '../../connector.ts';
import type { HttpLimits } from '../../http/exchange.ts';
import { fetchFile } from '../../http/fetch-file.ts';
import type { RateLimit } from '../../http/rate-limit.ts';
import { JsonReader } from '../../json/json-reader.ts';
import { exampleShape, exampleVehicle } from './to-raw-listing.ts';

export interface ExampleAccess {
  readonly baseUrl: string;
  /** Sent as a header, never in the address: addresses stand in logs. */
  readonly apiKey: string;
  readonly limits: HttpLimits;
  readonly rate: RateLimit;
  /** Epoch ms. */
  readonly now: () => number;
}

export const exampleFeed = ({ baseUrl, apiKey, limits, rate, now }: ExampleAccess): Feed => ({
  site: 'gsa', // your site's own code, once it stands in avro/src/topics.ts
  layout: exampleVehicle.layout,
  rawCopy: '.json', // null where answers name people
  fetch: (memory, signal) =>
    fetchFile(
      {
        url: new URL('vehicles', baseUrl.replace(/\/*$/, '/')),
        headers: { accept: 'application/json' },
        credentials: { query: {}, headers: { 'x-api-key': apiKey } },
        contentTypes: ['application/json'],
        ...{ limits, rate, now },
      },
      memory,
      signal,
    ),
  createReader: () => new JsonReader(exampleShape),
});
