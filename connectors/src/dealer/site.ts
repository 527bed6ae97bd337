import { z } from 'zod';
import { baseUrl, nowhere, secret } from '../site-definition.ts';
import type { SiteDefinition } from '../site-definition.ts';
import { dealerFeed } from './feed.ts';
import { readMappings, shippedMappings } from './mapping.ts';

const settings = z.object({
  DEALER_FILE_URL: baseUrl.optional(),
  DEALER_USER: z.string().default(''),
  DEALER_PASSWORD: secret.optional(),
  /** Folder of mapping files; absent: those that come with the program. */
  DEALER_MAPPINGS: z.string().min(1).default(shippedMappings),
});

export const dealerSite: SiteDefinition<z.output<typeof settings>> = {
  site: 'dealer',
  settings,
  needed: ['DEALER_FILE_URL'],
  // A file a night (feeds.md section 11).
  defaults: { pollIntervalMs: 3_600_000, rowsMin: 10, perSecond: 1, burst: 2 },
  feed: (given, { limits, rate, now }) =>
    dealerFeed(
      {
        fileUrl: given.DEALER_FILE_URL ?? nowhere,
        user: given.DEALER_USER,
        password: given.DEALER_PASSWORD ?? '',
        limits,
        rate,
      },
      readMappings(given.DEALER_MAPPINGS),
      now,
    ),
};
