import { z } from 'zod';
import { baseUrl, nowhere, secret } from '../site-definition.ts';
import type { SiteDefinition } from '../site-definition.ts';
import { govdealsFeed } from './feed.ts';

const settings = z.object({
  GOVDEALS_BASE_URL: baseUrl.optional(),
  GOVDEALS_API_KEY: secret.optional(),
  GOVDEALS_SUBSCRIPTION_KEY: secret.optional(),
  /** GD: GovDeals; GI: AllSurplus. */
  GOVDEALS_BUSINESS_ID: z.string().default('GD'),
  GOVDEALS_CATEGORY_IDS: z
    .string()
    .default('94A,94Q')
    .transform((text) => text.split(',')),
  GOVDEALS_SHOP_URL: z.url().default('https://www.govdeals.com'),
  /** Most bid boxes asked in one poll. */
  GOVDEALS_BOXES_PER_POLL: z.coerce.number().int().positive().default(60),
});

export const govdealsSite: SiteDefinition<z.output<typeof settings>> = {
  site: 'govdeals',
  settings,
  needed: ['GOVDEALS_BASE_URL', 'GOVDEALS_API_KEY', 'GOVDEALS_SUBSCRIPTION_KEY'],
  // At most one request a second (feeds.md section 14).
  defaults: { pollIntervalMs: 300_000, rowsMin: 100, perSecond: 1, burst: 1 },
  feed: (given, { limits, rate, now }) =>
    govdealsFeed(
      {
        baseUrl: given.GOVDEALS_BASE_URL ?? nowhere,
        apiKey: given.GOVDEALS_API_KEY ?? '',
        subscriptionKey: given.GOVDEALS_SUBSCRIPTION_KEY ?? '',
        businessId: given.GOVDEALS_BUSINESS_ID,
        categoryIds: given.GOVDEALS_CATEGORY_IDS,
        shopUrl: given.GOVDEALS_SHOP_URL,
        limits,
        rate,
        now,
      },
      given.GOVDEALS_BOXES_PER_POLL,
    ),
};
