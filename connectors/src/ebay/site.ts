import { z } from 'zod';
import { DailyBudget, RateLimit } from '../http/rate-limit.ts';
import { baseUrl, nowhere, secret } from '../site-definition.ts';
import type { SiteDefinition } from '../site-definition.ts';
import { ebayFeed } from './feed.ts';
import { ebayBidding } from './offer-client.ts';

const settings = z.object({
  EBAY_BASE_URL: baseUrl.optional(),
  EBAY_CLIENT_ID: secret.optional(),
  EBAY_CLIENT_SECRET: secret.optional(),
  EBAY_MARKETPLACE_ID: z.string().default('EBAY_US'),
  EBAY_CURRENCY: z.string().length(3).default('USD'),
  EBAY_CATEGORY_IDS: z
    .string()
    .default('6001')
    .transform((text) => text.split(',')),
  /** Calls a day, search and item together. */
  EBAY_CALLS_PER_DAY: z.coerce.number().int().positive().default(5_000),
  /** Most items one query can show. */
  EBAY_QUERY_ITEMS_MAX: z.coerce.number().int().positive().default(10_000),
  /** Most items asked for their details in one poll. */
  EBAY_DETAILS_PER_POLL: z.coerce.number().int().nonnegative().default(20),
  /** on: bids are placed by the Buy Offer API, a limited release (docs/operating.md). */
  EBAY_BIDDING: z.enum(['on', 'off']).default('off'),
});

export const ebaySite: SiteDefinition<z.output<typeof settings>> = {
  site: 'ebay',
  settings,
  needed: ['EBAY_BASE_URL', 'EBAY_CLIENT_ID', 'EBAY_CLIENT_SECRET'],
  // 48 polls a day of up to 50 pages and 20 details: 3,360 of the 5,000 calls (feeds.md section 8).
  defaults: { pollIntervalMs: 1_800_000, rowsMin: 100, perSecond: 5, burst: 10 },
  feed: (given, { limits, rate, now }) =>
    ebayFeed({
      baseUrl: given.EBAY_BASE_URL ?? nowhere,
      clientId: given.EBAY_CLIENT_ID ?? '',
      clientSecret: given.EBAY_CLIENT_SECRET ?? '',
      marketplaceId: given.EBAY_MARKETPLACE_ID,
      currency: given.EBAY_CURRENCY,
      categoryIds: given.EBAY_CATEGORY_IDS,
      queryItemsMax: given.EBAY_QUERY_ITEMS_MAX,
      detailsPerPoll: given.EBAY_DETAILS_PER_POLL,
      budget: new DailyBudget(given.EBAY_CALLS_PER_DAY, now),
      ...{ limits, rate, now },
    }),
  bidding: (given, { limits, now }) =>
    given.EBAY_BIDDING === 'off' || given.EBAY_BASE_URL === undefined
      ? undefined
      : ebayBidding({
          baseUrl: given.EBAY_BASE_URL,
          clientId: given.EBAY_CLIENT_ID ?? '',
          clientSecret: given.EBAY_CLIENT_SECRET ?? '',
          marketplaceId: given.EBAY_MARKETPLACE_ID,
          // Bids and reads of all buyers; the API's own limit is not published.
          rate: new RateLimit({ perSecond: 10, burst: 20, now }),
          limits,
          now,
        }),
};
