/** A dealer's program that serves its file: `GET /feeds/<sender>.json[.gz]` with Basic and an ETag (feeds.md section 15). */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { ApiAnswer, ApiRequest, ApiSite } from '../../simulator/api-simulator.ts';
import { contentFaults, isShown, reshaped } from '../../simulator/content-faults.ts';
import type { SiteMarket } from '../../simulator/site-market.ts';
import { formats } from './senders.ts';

export interface FileSiteAccess {
  readonly user: string;
  readonly password: string;
}

const path = /^\/feeds\/meta-automotive\.json(\.gz)?$/;
/** The file is made anew so often, and says when; whoever asks in between gets the same bytes. */
const madeEveryMs = 15_000;

/** Serves the made-up market as one dealer's document. */
export const dealerFileSite =
  ({ user, password }: FileSiteAccess) =>
  (market: SiteMarket): ApiSite => {
    const { row, id, required } = formats.meta;
    const basic = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    const bytesOf = ({ at, fault }: ApiRequest): Buffer => {
      const madeAt = at - (at % madeEveryMs);
      const vehicles = [...market.lotsAt(madeAt)]
        .filter((lot) => isShown(lot, fault))
        .map((lot) => reshaped(row(lot), required, fault));
      return Buffer.from(JSON.stringify({ madeAt: new Date(madeAt).toISOString(), vehicles }));
    };
    return {
      contentFaults,
      truth: (at) => [...market.lotsAt(at - (at % madeEveryMs))].map((lot) => ({ id: id(lot) })),
      answer(request): ApiAnswer {
        const [, packed] = path.exec(request.url.pathname) ?? [];
        if (request.headers.authorization !== basic) {
          return { status: 401, body: 'who are you?', isKeyRight: false };
        }
        if (!path.test(request.url.pathname)) return { status: 404, body: 'no such file' };
        const text = bytesOf(request);
        const etag = `"${createHash('sha256').update(text).digest('hex').slice(0, 16)}"`;
        if (request.headers['if-none-match'] === etag)
          return { status: 304, body: '', headers: { etag } };
        const type = packed === undefined ? 'application/json' : 'application/gzip';
        const body = packed === undefined ? text : gzipSync(text);
        return { status: 200, body, headers: { etag, 'content-type': type } };
      },
    };
  };
