import { z } from 'zod';
import { baseUrl, nowhere, secret } from '../site-definition.ts';
import type { SiteDefinition } from '../site-definition.ts';
import { manheimFeed } from './feed.ts';
import type { ManheimPush } from './feed.ts';

const settings = z.object({
  MANHEIM_BASE_URL: baseUrl.optional(),
  MANHEIM_CLIENT_ID: secret.optional(),
  MANHEIM_CLIENT_SECRET: secret.optional(),
  /** Address the site sends events to, as it is reached from outside: …/hooks/manheim. */
  MANHEIM_CALLBACK_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Last part of that address: the only thing that tells the site's events from others. */
  MANHEIM_HOOK_SECRET: z
    .string()
    .regex(/^[A-Za-z0-9_-]{32,64}$/, 'must be 32 to 64 letters, digits, - or _')
    .optional(),
});
type Settings = z.output<typeof settings>;

function pushOf(given: Settings): ManheimPush | undefined {
  const { MANHEIM_CALLBACK_URL: url, MANHEIM_HOOK_SECRET: hookSecret } = given;
  if (url === undefined || hookSecret === undefined) return undefined;
  return { callbackUrl: url.replace(/\/*$/, ''), hookSecret };
}

export const manheimSite: SiteDefinition<Settings> = {
  site: 'manheim',
  settings,
  needed: ['MANHEIM_BASE_URL', 'MANHEIM_CLIENT_ID', 'MANHEIM_CLIENT_SECRET'],
  // Events bring what changes; the whole market is asked for absence and as a safety net.
  defaults: { pollIntervalMs: 1_800_000, rowsMin: 100, perSecond: 20, burst: 100 },
  feed: (given, { limits, rate, now }) =>
    manheimFeed(
      {
        baseUrl: given.MANHEIM_BASE_URL ?? nowhere,
        clientId: given.MANHEIM_CLIENT_ID ?? '',
        clientSecret: given.MANHEIM_CLIENT_SECRET ?? '',
        ...{ limits, rate, now },
      },
      pushOf(given),
    ),
};
