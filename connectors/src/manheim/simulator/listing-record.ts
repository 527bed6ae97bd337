/** A lot of the made-up market as Manheim's search shows it: one record for each channel it stands on. */
import type { MarketLot } from '@auction/streams/simulation/market';

const question = { channel: 721, isOnBoth: 722, isSimulcastOnly: 723, lane: 724, grade: 725 };
const usualRunMs = 7 * 86_400_000;
/** Marked invented: a test looks for it downstream, where none of it may arrive. */
export const contactMark = 'INVENTED-SELLER';

export type Source = 'OVE' | 'Simulcast';

/** One of ten stands on both (feeds.md section 15). */
export function sourcesOf({ chance }: MarketLot): Source[] {
  if (chance.happens(question.isOnBoth, 0.1)) return ['OVE', 'Simulcast'];
  return chance.happens(question.isSimulcastOnly, 0.4) ? ['Simulcast'] : ['OVE'];
}

export const idOf = (lot: MarketLot, source: Source): string =>
  `${source === 'OVE' ? 'OVE' : 'SIM'}.${lot.lotNumber}`;

export const endOf = (lot: MarketLot): number => lot.saleAt ?? lot.life.listedAt + usualRunMs;
const title = (text: string): string =>
  text.charAt(0) + text.slice(1).toLowerCase().replaceAll('_', ' ');
const iso = (at: number): string => new Date(at).toISOString();

export interface ListingRecord {
  readonly id: string;
  readonly source: Source;
  readonly vin: string;
  readonly [key: string]: unknown;
}

/** @param siteUrl where the record has its own address */
export function listingRecord(lot: MarketLot, source: Source, siteUrl: string): ListingRecord {
  const { vehicle, life, bidMinor, bidCount, buyNowMinor, chance } = lot;
  const { yard } = life;
  const id = idOf(lot, source);
  const isTimed = source === 'OVE';
  return {
    id,
    source,
    href: `${siteUrl}/listings/${source}/${id}`,
    status: 'LIVE',
    vin: vehicle.vin,
    year: vehicle.year,
    make: title(vehicle.model.make),
    models: vehicle.detail === '' ? [vehicle.model.model] : [vehicle.detail],
    trims: vehicle.trim === '' ? [] : [vehicle.trim],
    bodyType: vehicle.model.body,
    exteriorColor: title(vehicle.color),
    odometer: vehicle.odometer === 0 ? null : vehicle.odometer,
    odometerUnits: yard.country === 'CAN' ? 'km' : 'mi',
    bidPrice: bidMinor === null ? null : bidMinor / 100,
    bidCount,
    buyNowPrice: isTimed && buyNowMinor !== null ? buyNowMinor / 100 : null,
    currency: yard.country === 'CAN' ? 'CAD' : 'USD',
    mmrPrice: vehicle.retailMinor / 100,
    conditionGradeNumeric: chance.whole(question.grade, 10, 50) / 10,
    channelSaleType: isTimed ? 'TIMED_SALE' : 'LIVE_SALE',
    auctionStartTime: isTimed ? iso(life.listedAt) : iso(endOf(lot)),
    ...(isTimed ? { auctionEndTime: iso(endOf(lot)) } : {}),
    ...(isTimed ? {} : { laneNumber: chance.whole(question.lane, 1, 40), runNumber: id.slice(-3) }),
    greenLight: vehicle.condition === 'D',
    yellowLight: vehicle.condition === 'S',
    redLight: vehicle.condition === 'E',
    blueLight: false,
    asIs: vehicle.condition === 'E',
    titleStatus: 'Title Present',
    announcements: vehicle.secondaryDamage === '' ? [] : [title(vehicle.secondaryDamage)],
    pickupLocationCity: yard.city,
    pickupLocationState: yard.state,
    pickupLocationZip: yard.zip,
    pickupLocationCountry: yard.country === 'CAN' ? 'CA' : 'US',
    images: [{ largeUrl: `${siteUrl}/images/${lot.lotNumber}.svg` }],
    conditionReportUrl: `//reports.example/cr/${lot.lotNumber}`,
    previousTimesRun: Math.max(0, lot.run - 1),
    sellerName: `${contactMark} Motors`,
    contactPhone: `${contactMark} 555-0100`,
  };
}
