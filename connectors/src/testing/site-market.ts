import { SiteMarket } from '../simulator/site-market.ts';

/** A small market that began a day before the tests' clock. @param siteNumber unlike other sites' */
export const aSiteMarket = (siteNumber: number, lotCount: number): SiteMarket =>
  new SiteMarket({
    seed: 11,
    siteNumber,
    lotCount,
    startedAt: Date.parse('2027-03-09T15:00:00Z'),
    worldLotCount: 300,
  });
