/** Every site this program can connect to. A new site adds one line here and one in avro's topics.ts. */
import type { Site } from '@auction/avro/topics';
import type { BiddingPort } from './bidding-port.ts';
import { batSite } from './bat/site.ts';
import { copartSite } from './copart/site.ts';
import { dealerSite } from './dealer/site.ts';
import { ebaySite } from './ebay/site.ts';
import { govdealsSite } from './govdeals/site.ts';
import { gsaSite } from './gsa/site.ts';
import { manheimSite } from './manheim/site.ts';
import type { SiteDefinition } from './site-definition.ts';

/** A definition with its settings already read; `define` hides each site's own type of them. */
export interface KnownSite extends Omit<SiteDefinition, 'feed' | 'bidding' | 'needed'> {
  readonly needed: readonly (string | readonly string[])[];
  readonly feed: (
    env: unknown,
    surroundings: Parameters<SiteDefinition['feed']>[1],
  ) => ReturnType<SiteDefinition['feed']>;
  /** @returns undefined: the site takes no bids from here */
  readonly bidding: (
    env: unknown,
    surroundings: Pick<Parameters<SiteDefinition['feed']>[1], 'limits' | 'now'>,
  ) => BiddingPort | undefined;
}

const known = <S>(definition: SiteDefinition<S>): KnownSite => ({
  ...definition,
  feed: (env, surroundings) => definition.feed(definition.settings.parse(env), surroundings),
  bidding: (env, surroundings) =>
    definition.bidding?.(definition.settings.parse(env), surroundings),
});

export const knownSites: Readonly<Record<Site, KnownSite>> = {
  copart: known(copartSite),
  gsa: known(gsaSite),
  govdeals: known(govdealsSite),
  ebay: known(ebaySite),
  bat: known(batSite),
  dealer: known(dealerSite),
  manheim: known(manheimSite),
};
