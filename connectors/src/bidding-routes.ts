/**
 * `POST /bidding/place` and `POST /bidding/read` on the internal port: the placer's way to the sites
 * that have a bid API. Bodies hold amounts and sealed tokens: nothing of them is logged.
 */
import type { IncomingMessage } from 'node:http';
import type { KeyObject } from 'node:crypto';
import type { Logger } from '@auction/streams/runtime/logger';
import { answerJson } from '@auction/streams/runtime/ops-server';
import type { OpsHandler } from '@auction/streams/runtime/ops-server';
import { z } from 'zod';
import type { BiddingPort } from './bidding-port.ts';
import { tokenRefusal } from './internal-token.ts';
import { openToken } from './sealed-token.ts';

export interface BiddingRouteOptions {
  /** By site; sites without one offer no bidding, or it is switched off. */
  readonly ports: ReadonlyMap<string, BiddingPort>;
  readonly tokenKey: KeyObject | undefined;
  readonly token: string;
  readonly logger: Logger;
}

const readBody = z.object({
  site: z.string(),
  orgId: z.string().min(1),
  siteListingId: z.string().regex(/^[\w|-]{1,64}$/),
  sealedToken: z.string().max(8_192),
});
const placeBody = readBody.extend({
  maxMinor: z.number().int().positive(),
  currency: z.string().regex(/^[A-Z]{3}$/),
});
const bodyBytesMax = 16_384;
/** Longer than every limit of the site's client: the answer then says why. */
const answerWithinMs = 9_000;

/** Answers 200 with a `BidAnswer` or `BidRead`; 400, 401, and 404 where the site offers no bidding. */
export function biddingRoutes(options: BiddingRouteOptions): Record<string, OpsHandler> {
  const { logger } = options;
  return {
    'POST /bidding/place': route(options, placeBody, async (port, bid, signal) => {
      const answer = await port.place(bid, signal);
      const { site, siteListingId } = bid;
      if (answer.verdict !== 'PLACED') {
        const level = answer.verdict === 'REFUSED' && answer.code === 'DEFECT' ? 'error' : 'warn';
        logger[level]('a bid was not placed', { site, siteListingId, detail: answer.detail });
      }
      return answer;
    }),
    'POST /bidding/read': route(options, readBody, (port, of, signal) => port.read(of, signal)),
  };
}

type Opened<T> = Omit<T, 'sealedToken'> & { readonly token: string };

function route<T extends z.infer<typeof readBody>>(
  { ports, tokenKey, token }: BiddingRouteOptions,
  body: z.ZodType<T>,
  answer: (port: BiddingPort, of: Opened<T>, signal: AbortSignal) => Promise<unknown>,
): OpsHandler {
  return async (request, response) => {
    const stranger = tokenRefusal(request, token);
    if (stranger) {
      request.resume();
      answerJson(response, stranger.status, { error: stranger.error });
      return;
    }
    const read = body.safeParse(await jsonOf(request));
    if (!read.success) {
      // Names of fields only: what stands in them is private.
      const fields = read.error.issues.map(({ path }) => path.join('.')).join(', ');
      answerJson(response, 400, { error: `BAD_BODY: ${fields}` });
      return;
    }
    const { sealedToken, ...of } = read.data;
    const port = ports.get(of.site);
    if (!port || !tokenKey) {
      answerJson(response, 404, { error: `NO_BIDDING: ${of.site} takes no bids from here` });
      return;
    }
    const opened = openToken(sealedToken, `${of.orgId}/${of.site}`, tokenKey);
    if (opened === undefined) {
      const detail = 'SEAL: the kept token cannot be opened';
      const refused = { verdict: 'REFUSED', code: 'RECONNECT', finding: 'FAILED', detail };
      answerJson(response, 200, refused);
      return;
    }
    const signal = AbortSignal.timeout(answerWithinMs);
    answerJson(response, 200, await answer(port, { ...of, token: opened }, signal));
  };
}

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8') as AsyncIterable<string>) {
    text += chunk;
    if (text.length > bodyBytesMax) return undefined;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
