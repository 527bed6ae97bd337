/** Talks to GSA Auctions: one call returns every open lot. */
import type { Fetched, Validators } from '../connector.ts';
import type { HttpLimits } from '../http/exchange.ts';
import { fetchFile } from '../http/fetch-file.ts';
import type { RateLimit } from '../http/rate-limit.ts';

export interface GsaAccess {
  /** https://api.gsa.gov, or wherever the same format is served. */
  readonly baseUrl: string;
  /** Of api.data.gov; sent as a header, never in the address. */
  readonly apiKey: string;
  readonly limits: HttpLimits;
  readonly rate: RateLimit;
}

/** Asks for all auctions; answers and errors as `fetchFile`. */
export function fetchAuctions(
  access: GsaAccess,
  validators: Validators,
  signal: AbortSignal,
  now: () => number,
): Promise<Fetched> {
  const url = new URL('assets/gsaauctions/v2/auctions', access.baseUrl.replace(/\/*$/, '/'));
  url.searchParams.set('format', 'JSON');
  return fetchFile(
    {
      url,
      headers: { accept: 'application/json', 'accept-encoding': 'gzip' },
      credentials: { query: {}, headers: { 'x-api-key': access.apiKey } },
      contentTypes: ['application/json', 'text/json', 'application/octet-stream'],
      limits: access.limits,
      rate: access.rate,
      now,
    },
    validators,
    signal,
  );
}
