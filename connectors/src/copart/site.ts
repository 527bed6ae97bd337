import { z } from 'zod';
import { baseUrl, nowhere, secret } from '../site-definition.ts';
import type { SiteDefinition } from '../site-definition.ts';
import { copartFeed } from './feed.ts';

const settings = z.object({
  COPART_BASE_URL: baseUrl.optional(),
  COPART_AUTH_KEY: secret.optional(),
  COPART_USER_AGENT: z
    .string()
    .default('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'),
  COPART_REFERER: z.string().default('https://www.copart.com/downloadSalesData'),
});

export const copartSite: SiteDefinition<z.output<typeof settings>> = {
  site: 'copart',
  settings,
  needed: ['COPART_BASE_URL', 'COPART_AUTH_KEY'],
  // A new file every 15 minutes with some 150,000 rows (feeds.md section 3).
  defaults: { pollIntervalMs: 300_000, rowsMin: 1_000, perSecond: 2, burst: 5 },
  feed: (given, { limits, rate, now }) =>
    copartFeed(
      {
        baseUrl: given.COPART_BASE_URL ?? nowhere,
        authKey: given.COPART_AUTH_KEY ?? '',
        userAgent: given.COPART_USER_AGENT,
        referer: given.COPART_REFERER,
        limits,
        rate,
      },
      now,
    ),
};
