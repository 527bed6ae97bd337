import { z } from 'zod';
import { baseUrl, nowhere, secret } from '../site-definition.ts';
import type { SiteDefinition } from '../site-definition.ts';
import { dropFeed } from './drop/drop-feed.ts';
import { dealerFeed } from './feed.ts';
import { readMappings, shippedMappings } from './mapping.ts';

const settings = z.object({
  DEALER_FILE_URL: baseUrl.optional(),
  DEALER_USER: z.string().default(''),
  DEALER_PASSWORD: secret.optional(),
  /** Folder with a folder for each sender, named as the `sender` of its mapping; goes before the address. */
  DEALER_FOLDER: z.string().min(1).optional(),
  /** A dropped file that has not grown for so long is whole. */
  DEALER_SETTLE_MS: z.coerce.number().int().positive().default(30_000),
  /** Folder of mapping files; absent: those that come with the program. */
  DEALER_MAPPINGS: z.string().min(1).default(shippedMappings),
});

export const dealerSite: SiteDefinition<z.output<typeof settings>> = {
  site: 'dealer',
  settings,
  needed: [['DEALER_FILE_URL', 'DEALER_FOLDER']],
  // A file a night (feeds.md section 11).
  defaults: { pollIntervalMs: 3_600_000, rowsMin: 10, perSecond: 1, burst: 2 },
  feed: (given, { limits, rate, now }) => {
    const mappings = readMappings(given.DEALER_MAPPINGS);
    const { DEALER_FOLDER: folder, DEALER_SETTLE_MS: settleMs } = given;
    if (folder !== undefined) {
      return dropFeed({ folder, settleMs, bytesMax: limits.bytesMax, now }, mappings);
    }
    const access = {
      fileUrl: given.DEALER_FILE_URL ?? nowhere,
      user: given.DEALER_USER,
      password: given.DEALER_PASSWORD ?? '',
      limits,
      rate,
    };
    return dealerFeed(access, mappings, now);
  },
};
