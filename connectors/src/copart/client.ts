/** Talks to Copart: the sales-data download of a member, with the member's own key. */
import type { Fetched, Validators } from '../connector.ts';
import type { HttpLimits } from '../http/exchange.ts';
import { fetchFile } from '../http/fetch-file.ts';
import type { RateLimit } from '../http/rate-limit.ts';

export interface CopartAccess {
  /** https://inventory.copart.io, or wherever the same format is served. */
  readonly baseUrl: string;
  /** The member's key; it goes into the query, which is the only place the site takes it. */
  readonly authKey: string;
  readonly userAgent: string;
  readonly referer: string;
  readonly limits: HttpLimits;
  readonly rate: RateLimit;
}

/** A page of the bot wall has text/html; the file comes as octet-stream (feeds.md section 3). */
const contentTypes = [
  'application/octet-stream',
  'binary/octet-stream',
  'text/csv',
  'application/csv',
  'text/plain',
  'application/gzip',
  'application/x-gzip',
];

/** Asks for the sales data; answers and errors as `fetchFile`. */
export function fetchSalesData(
  access: CopartAccess,
  validators: Validators,
  signal: AbortSignal,
  now: () => number,
): Promise<Fetched> {
  return fetchFile(
    {
      url: new URL('FTPLSTDM/salesdata.cgi', access.baseUrl.replace(/\/*$/, '/')),
      headers: {
        'user-agent': access.userAgent,
        referer: access.referer,
        accept: '*/*',
        'accept-encoding': 'gzip',
      },
      credentials: { query: { authKey: access.authKey }, headers: {} },
      contentTypes,
      limits: access.limits,
      rate: access.rate,
      now,
    },
    validators,
    signal,
  );
}
