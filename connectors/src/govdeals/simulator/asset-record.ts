/** A lot of the made-up market as the maestro API prints it: search row, bid box, detail. */
import type { MarketLot } from '@auction/streams/simulation/market';
import { zoneOffsetMs } from '@auction/streams/simulation/wall-time';

const question = { isReserved: 711, isStale: 712, extension: 713, hasVin: 714, account: 715 };
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Lots without a date of their own end then: this site has no lot without an end. */
const usualRunMs = 7 * dayMs;
const keptMs = 10 * dayMs;

export interface AssetIds {
  readonly assetId: number;
  readonly accountId: number;
  readonly auctionId: number;
}

export const idsOf = ({ lotNumber, chance }: MarketLot): AssetIds => ({
  assetId: lotNumber,
  accountId: chance.whole(question.account, 3_000, 39_999),
  auctionId: 1,
});
export const idOf = (lot: MarketLot): string => {
  const { assetId, accountId, auctionId } = idsOf(lot);
  return `${assetId}/${accountId}/${auctionId}`;
};

export const endOf = (lot: MarketLot): number => lot.saleAt ?? lot.life.listedAt + usualRunMs;
const utc = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
/** Eastern wall time wherever the asset stands; the printed text says EST all year. */
const eastern = (at: number): string =>
  new Date(at + zoneOffsetMs('America/New_York', at)).toISOString().slice(0, 19);
const printed = (at: number): string => `${eastern(at).replace('T', ' ')} EST`;
const dollars = (minor: number): number => minor / 100;
const startMinor = 10_000;

const isReserved = ({ chance }: MarketLot): boolean => chance.happens(question.isReserved, 0.4);
const isReserveNotMet = (lot: MarketLot): boolean =>
  isReserved(lot) && (lot.bidMinor ?? 0) < lot.vehicle.worthMinor * 0.6;

export interface SearchRow extends AssetIds {
  readonly [key: string]: string | number | boolean | null;
}

export function searchRow(lot: MarketLot): SearchRow {
  const { vehicle, life, bidMinor } = lot;
  const { year, model, detail, trim } = vehicle;
  const { yard } = life;
  const end = endOf(lot);
  return {
    ...idsOf(lot),
    inventoryId: null,
    assetShortDescription: `${year} ${model.make} ${detail} ${trim}`.trim(),
    makebrand: model.make,
    model: lot.lotNumber % 9 === 0 ? '' : model.model,
    modelYear: String(year),
    assetCategory: model.type === 'U' ? '94Q' : '94A',
    categoryDescription: 'Automobiles/Cars',
    locationCity: yard.city,
    locationState: yard.state,
    locationZip: yard.zip,
    country: yard.country,
    assetAuctionStartDate: eastern(life.listedAt),
    assetAuctionEndDate: eastern(end),
    assetAuctionEndDateUtc: utc(end),
    assetAuctionEndDateDisplay: printed(end),
    currentBid: dollars(bidMinor ?? startMinor),
    highBidder: null,
    bidCount: null,
    companyName: 'Sim County Surplus, ST',
    photo: `${lot.lotNumber}.svg`,
    businessId: 'GD',
    currencyCode: yard.currency,
    assetStatusCd: null,
    lotNumber: -1,
    timeRemaining: '1:0:0:0',
    isReserveNotMet: isReserveNotMet(lot),
    isSoldAuction: false,
  };
}

/** What became of it, by the site's code; STA is left standing on some ended ones. */
function statusOf(lot: MarketLot, at: number): string {
  const isOver = at >= lot.life.goneAt || at >= endOf(lot);
  if (!isOver || lot.chance.happens(question.isStale, 0.01)) return 'STA';
  if (lot.bidMinor === null) return 'CNB';
  return isReserveNotMet(lot) ? 'RNM' : 'SOA';
}

/** @returns undefined for a lot that ended longer ago than the box is kept */
export function bidBox(lot: MarketLot, at: number): object | undefined {
  if (at > lot.life.goneAt + keptMs) return undefined;
  const { bidMinor, bidCount, life, chance } = lot;
  const status = statusOf(lot, at);
  const end = endOf(lot);
  const soldAmount = status === 'SOA' ? dollars(bidMinor ?? 0) : null;
  return {
    assetStatusCd: status,
    assetAuctionEndDate: eastern(end),
    assetAuctionEndDateUTC: utc(end),
    assetAuctionEndDateDisplay: printed(end),
    assetBidPrice: dollars(startMinor),
    assetBidIncrement: 25,
    premiumPercent: 12.5,
    bidCount,
    autoExtension: true,
    autoExtensionCount: chance.whole(question.extension, 0, 3),
    currentBid: dollars(bidMinor ?? startMinor),
    soldAmount,
    totalSoldAmount: soldAmount === null ? 0 : Math.round(soldAmount * 112.5) / 100,
    timeRemaining: at < end ? '1:0:13:34' : '0:0:-57:-54',
    isReserveNotMet: isReserveNotMet(lot),
    hasReservePrice: isReserved(lot),
    watcherCount: lot.lotNumber % 3 === 0 ? -2 : 17,
    currencyCode: null,
    canDisplayAsset: at < life.goneAt,
  };
}

/** As a search row, with what only the detail has. */
export function detailOf(lot: MarketLot): object {
  const { vin, odometer } = lot.vehicle;
  const vinserial = lot.chance.happens(question.hasVin, 0.7) ? vin : '123456789';
  return { ...searchRow(lot), vinserial, meter: odometer > 0 ? String(odometer) : '' };
}
