import { z } from 'zod';
import type { SiteDefinition } from '../site-definition.ts';
import { batFeed } from './feed.ts';

const settings = z.object({
  /** Folder of saved board pages, `board-<instant>.html` each. */
  BAT_FOLDER: z.string().min(1).optional(),
});

export const batSite: SiteDefinition<z.output<typeof settings>> = {
  site: 'bat',
  settings,
  needed: ['BAT_FOLDER'],
  // Some 1,110 lots a page; a folder needs no manners.
  defaults: { pollIntervalMs: 60_000, rowsMin: 100, perSecond: 10, burst: 10 },
  feed: ({ BAT_FOLDER: folder }) => batFeed(folder ?? ''),
};
