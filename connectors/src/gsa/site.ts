import { z } from 'zod';
import { baseUrl, nowhere, secret } from '../site-definition.ts';
import type { SiteDefinition } from '../site-definition.ts';
import { gsaFeed } from './feed.ts';

const settings = z.object({
  GSA_BASE_URL: baseUrl.optional(),
  GSA_API_KEY: secret.optional(),
});

export const gsaSite: SiteDefinition<z.output<typeof settings>> = {
  site: 'gsa',
  settings,
  needed: ['GSA_BASE_URL', 'GSA_API_KEY'],
  // Limits 5 in 5 s and 5,000 a day; some 1,000 lots (feeds.md section 6). A poll is two requests.
  defaults: { pollIntervalMs: 120_000, rowsMin: 200, perSecond: 1, burst: 5 },
  feed: (given, { limits, rate, now }) =>
    gsaFeed(
      {
        baseUrl: given.GSA_BASE_URL ?? nowhere,
        apiKey: given.GSA_API_KEY ?? '',
        limits,
        rate,
      },
      now,
    ),
};
