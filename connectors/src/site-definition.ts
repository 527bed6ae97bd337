/** What a site's folder says of itself to whoever starts connectors: its settings and its feed. */
import type { Site } from '@auction/avro/topics';
import { z } from 'zod';
import type { BiddingPort } from './bidding-port.ts';
import type { Feed } from './connector.ts';
import { addressFault } from './http/address-guard.ts';
import type { HttpLimits } from './http/exchange.ts';
import type { RateLimit } from './http/rate-limit.ts';

/** What every site's feed is made with. */
export interface FeedSurroundings {
  readonly limits: HttpLimits;
  /** The site's own token bucket. */
  readonly rate: RateLimit;
  /** Epoch ms. */
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
}

export interface SiteDefinition<S = unknown> {
  readonly site: Site;
  /** Variables of the environment that are this site's alone; their names begin with the site's. */
  readonly settings: z.ZodType<S>;
  /** Names of the variables polling needs; of those in a list of their own, one. */
  readonly needed: readonly ((keyof S & string) | readonly (keyof S & string)[])[];
  /** Polite defaults for the real site. */
  readonly defaults: {
    readonly pollIntervalMs: number;
    readonly rowsMin: number;
    readonly perSecond: number;
    readonly burst: number;
  };
  readonly feed: (settings: S, surroundings: FeedSurroundings) => Feed;
  /** Of sites with a bid API; undefined while the settings do not switch it on. */
  readonly bidding?: (
    settings: S,
    surroundings: Pick<FeedSurroundings, 'limits' | 'now'>,
  ) => BiddingPort | undefined;
}

/** Of a site that is never asked: a feed that only reads imported files. */
export const nowhere = 'http://127.0.0.1:9';

/** An operator's base URL: http or https, without a password, and not the machine's own metadata. */
export const baseUrl = z.url({ protocol: /^https?$/ }).superRefine((text, context) => {
  const url = URL.parse(text);
  const fault = url === null ? 'no address' : addressFault(url, 'CONFIGURED');
  if (fault !== undefined) context.addIssue({ code: 'custom', message: `must not lead ${fault}` });
});

export const secret = z.string().min(1);
