import type { Lot, LotSummary, SiteStatus } from '@auction/avro/records';

const summary: LotSummary = {
  title: '2018 TOYOTA CAMRY SE',
  vehicleId: '4T1B11HK5JU000417',
  vin: '4T1B11HK5JU000417',
  vinStatus: 'VALID',
  year: 2018,
  make: 'TOYOTA',
  model: 'CAMRY SE',
  trim: 'SE',
  body: 'SEDAN',
  color: 'SILVER',
  engine: '2.5L 4',
  drive: 'FWD',
  transmission: 'AUTOMATIC',
  fuel: 'GAS',
  hasKeys: true,
  runs: 'RUN_AND_DRIVE',
  odometer: 61_240,
  odometerUnit: 'MI',
  odometerBrand: 'ACTUAL',
  damage: ['FRONT END'],
  titleCode: 'SC',
  titleState: 'TX',
  city: 'HOUSTON',
  state: 'TX',
  country: 'USA',
  timeZone: 'America/Chicago',
  yard: 'TX - HOUSTON',
  photo: null,
  url: 'https://site.example/lot/64951306',
  retailValueMinor: 1_600_000,
  note: null,
  photos: [],
  vinMasked: null,
};

const lot: Omit<Lot, 'summary'> = {
  lotId: 'k3f9a2xq',
  version: 1,
  kind: 'EXTERNAL',
  site: 'copart',
  siteListingId: '64951306',
  status: 'OPEN',
  statusReason: null,
  currency: 'USD',
  priceMinor: 1_250_000,
  askMinor: null,
  bidCount: null,
  buyNowMinor: null,
  reserve: 'UNKNOWN',
  startsAt: null,
  endsAt: 1_795_392_300_000,
  endsAtPrecision: 'MINUTE',
  correctionCount: 0,
  leaderAlias: null,
  incTable: null,
  granularityMinor: null,
  reserveMinor: null,
  extensionCount: 0,
  decisionUntil: null,
  graceMs: 0,
  firstSeenAt: 1_795_300_000_000,
  observedAt: 1_795_391_000_000,
  publishedAt: 1_795_391_000_500,
  earlierRuns: [],
};

/** A lot record for tests: a plain external lot, with what the test is about. */
export function aLot(
  of: Partial<Omit<Lot, 'summary'>> & { summary?: Partial<LotSummary> } = {},
): Lot {
  return { ...lot, ...of, summary: { ...summary, ...of.summary } };
}

export function aSiteStatus(of: Partial<SiteStatus> = {}): SiteStatus {
  return {
    site: 'copart',
    name: 'Copart',
    state: 'OK',
    reason: null,
    at: 1_795_391_000_000,
    pollIntervalMs: 5_000,
    lastAttemptAt: 1_795_391_000_000,
    lastSuccessAt: 1_795_391_000_000,
    nextRunAt: 1_795_391_005_000,
    pausedAt: null,
    consecutiveFailureCount: 0,
    lastSnapshot: null,
    ...of,
  };
}
