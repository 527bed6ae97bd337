/** The placer's way to sites: the connectors' internal ports, which know each site's bid API. */
import type { Placement, SiteAnswer, SiteRead } from '@auction/avro/records';
import { z } from 'zod';
import type { BiddingSites } from './pipeline/placement-runner.ts';

export interface ConnectorSitesOptions {
  /** Internal ports of the connectors, by site. */
  readonly urls: ReadonlyMap<string, string>;
  readonly token: string;
  /** @returns undefined: the organisation is not connected to the site */
  readonly sealedToken: (orgId: string, site: string) => Promise<string | undefined>;
  /** Told why an answer is none; holds no amount. */
  readonly onTrouble: (detail: string) => void;
}

/** Longer than the connector waits for the site, and shorter than a claim is good for. */
const answerWithinMs = 10_000;

const codes = [
  ...['TOO_LOW', 'NOT_HIGHER', 'ENDED', 'CURRENCY', 'OFF_GRID', 'ABOVE_BUY_NOW', 'SITE_LIMIT'],
  ...['NOT_ALLOWED', 'DEFECT', 'APPROVAL', 'AGREEMENT', 'ACCOUNT', 'CARD', 'CONSENT', 'RECONNECT'],
] as const;
const isCode = (text: string): text is NonNullable<SiteAnswer['code']> =>
  (codes as readonly string[]).includes(text);

const answerBody = z.object({
  verdict: z.enum(['PLACED', 'REFUSED', 'UNCLEAR']),
  code: z.string().optional(),
});
const readBody = z.object({
  finding: z.enum(['FOUND', 'ABSENT', 'FAILED']),
  maxMinor: z.number().int().nullable().default(null),
  isHighBidder: z.boolean().default(false),
  isEnded: z.boolean().default(false),
  isReserveMet: z.boolean().nullable().default(null),
  priceMinor: z.number().int().nullable().default(null),
  endsAt: z.number().int().nullable().default(null),
});

const unclear = { verdict: 'UNCLEAR', code: null } as const;
const refused = (code: SiteAnswer['code']) => ({ verdict: 'REFUSED', code }) as const;
const failed: Omit<SiteRead, 'orderId'> = readBody.parse({ finding: 'FAILED' });

export function connectorSites(options: ConnectorSitesOptions): BiddingSites {
  const { urls, token, sealedToken, onTrouble } = options;
  /** @returns undefined: no answer; null: the site takes no bids from here, or nobody is connected */
  const ask = async (path: string, placement: Placement, more: object): Promise<unknown> => {
    const { orgId, site, siteListingId } = placement;
    const url = urls.get(site);
    if (url === undefined) return null;
    try {
      const sealed = await sealedToken(orgId, site);
      if (sealed === undefined) return { verdict: 'REFUSED', code: 'RECONNECT', finding: 'FAILED' };
      const response = await fetch(new URL(path, url), {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-auction-token': token },
        body: JSON.stringify({ site, orgId, siteListingId, sealedToken: sealed, ...more }),
        signal: AbortSignal.timeout(answerWithinMs),
      });
      if (response.ok) return await response.json();
      await response.body?.cancel();
      onTrouble(`the connector of ${site} answers ${response.status}`);
      return response.status === 404 ? null : undefined;
    } catch (error) {
      onTrouble(`${site} was not asked: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  };
  return {
    async place(placement) {
      const { maxMinor, currency } = placement.order;
      const answer = await ask('/bidding/place', placement, { maxMinor, currency });
      if (answer === null) return refused('DEFECT');
      const read = answerBody.safeParse(answer);
      if (!read.success) return unclear;
      const { verdict, code = '' } = read.data;
      if (verdict !== 'REFUSED') return { verdict, code: null };
      return refused(isCode(code) ? code : 'UNKNOWN');
    },
    async read(placement) {
      const read = readBody.safeParse(await ask('/bidding/read', placement, {}));
      return read.success ? read.data : failed;
    },
  };
}
