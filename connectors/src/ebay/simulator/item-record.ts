/** A lot of the made-up market as eBay Browse prints it: summary and item (shapes of Browse 1.10.0). */
import type { MarketLot } from '@auction/streams/simulation/market';

const question = {
  isConverted: 721,
  isFixed: 722,
  hasBuyNow: 723,
  reserve: 724,
  start: 725,
  retracted: 730,
};
const dayMs = 86_400_000;
/** Lots without a date of their own end then. */
const usualRunMs = 7 * dayMs;
/** US dollars for one euro, as the made-up site converts. */
const dollarsPerEuro = 1.1;

export interface Amount {
  readonly value: string;
  readonly currency: string;
  readonly convertedFromValue?: string;
  readonly convertedFromCurrency?: string;
}

export const idOf = ({ lotNumber }: MarketLot): string => `2${String(lotNumber).padStart(11, '0')}`;
export const itemIdOf = (lot: MarketLot): string => `v1|${idOf(lot)}|0`;
export const endOf = (lot: MarketLot): number => lot.saleAt ?? lot.life.listedAt + usualRunMs;
/** One in eight is no auction at all. */
export const isFixedPrice = ({ chance }: MarketLot): boolean =>
  chance.happens(question.isFixed, 0.125);

/** One bid in a hundred auctions is taken back: amount and count fall. */
export const bidCountOf = ({ bidCount, chance }: MarketLot): number =>
  bidCount > 3 && chance.happens(question.retracted + bidCount, 0.01) ? bidCount - 1 : bidCount;

/** In minor units of the currency the seller asked in. */
export function figureOf(lot: MarketLot): number {
  const bid = bidCountOf(lot) < lot.bidCount ? (lot.bidMinor ?? 0) * 0.95 : lot.bidMinor;
  return Math.round(bid ?? lot.chance.whole(question.start, 5_000, 50_000));
}
const isConverted = ({ chance }: MarketLot): boolean => chance.happens(question.isConverted, 0.1);
const decimal = (minor: number): string => (minor / 100).toFixed(2);

/** As shown in dollars; a tenth was asked in euro. */
export function amountOf(lot: MarketLot, minor: number): Amount {
  if (!isConverted(lot)) return { value: decimal(minor), currency: 'USD' };
  return {
    value: decimal(Math.round(minor * dollarsPerEuro)),
    currency: 'USD',
    convertedFromValue: decimal(minor),
    convertedFromCurrency: 'EUR',
  };
}
/** What the search's price filter compares, in dollars. */
export const shownPrice = (lot: MarketLot): number => Number(amountOf(lot, figureOf(lot)).value);
export const currencyOf = (lot: MarketLot): string => (isConverted(lot) ? 'EUR' : 'USD');

/** FIXED_PRICE goes when the first bid comes. */
function buyingOptionsOf(lot: MarketLot): string[] {
  if (isFixedPrice(lot)) return ['FIXED_PRICE', 'BEST_OFFER'];
  const hasBuyNow = lot.chance.happens(question.hasBuyNow, 0.3) && bidCountOf(lot) === 0;
  return hasBuyNow ? ['AUCTION', 'FIXED_PRICE'] : ['AUCTION'];
}

export interface Summary {
  readonly itemId: string;
  readonly [key: string]: unknown;
}

/** @param siteUrl where images are served */
export function summaryOf(lot: MarketLot, siteUrl: string): Summary {
  const { year, model, detail, trim } = lot.vehicle;
  const { yard } = lot.life;
  const options = buyingOptionsOf(lot);
  const isAuction = options.includes('AUCTION');
  const figure = amountOf(lot, figureOf(lot));
  const price =
    options.includes('FIXED_PRICE') && isAuction ? amountOf(lot, fixedMinor(lot)) : figure;
  return {
    itemId: itemIdOf(lot),
    legacyItemId: idOf(lot),
    title: `${year} ${model.make} ${detail} ${trim}`.trim(),
    categories: [
      { categoryId: '6001', categoryName: 'Cars & Trucks' },
      { categoryId: '6000', categoryName: 'eBay Motors' },
    ],
    image: { imageUrl: `${siteUrl}/images/${idOf(lot)}.svg` },
    price,
    ...(isAuction ? { currentBidPrice: figure, bidCount: bidCountOf(lot) } : {}),
    buyingOptions: options,
    condition: 'Used',
    conditionId: '3000',
    itemLocation: {
      city: yard.city,
      stateOrProvince: yard.state,
      postalCode: yard.zip,
      country: yard.country === 'CAN' ? 'CA' : 'US',
    },
    seller: { username: sellerMark, feedbackPercentage: '99.1', feedbackScore: 1_204 },
    itemWebUrl: `${siteUrl}/itm/${idOf(lot)}`,
    // Good 'Til Cancelled has no end.
    ...(isAuction ? { itemEndDate: new Date(endOf(lot)).toISOString() } : {}),
  };
}

/** Marked invented: a test looks for it downstream, where it may not arrive. */
export const sellerMark = 'INVENTED-SELLER';
const fixedMinor = (lot: MarketLot): number =>
  lot.buyNowMinor ?? Math.round(lot.vehicle.worthMinor * 1.3);

/** Names of aspects are those of the marketplace's language. */
const aspectNames = {
  EBAY_US: {
    year: 'Year',
    make: 'Make',
    model: 'Model',
    vin: 'VIN (Vehicle Identification Number)',
    mileage: 'Mileage',
  },
  EBAY_DE: {
    year: 'Baujahr',
    make: 'Marke',
    model: 'Modell',
    vin: 'Fahrgestellnummer',
    mileage: 'Kilometerstand',
  },
} as const;

/** The item itself: what the summary has, and what only it has. @param marketplaceId of the call */
export function itemOf(lot: MarketLot, siteUrl: string, marketplaceId: string): object {
  const { vin, odometer, year, model } = lot.vehicle;
  const names = aspectNames[marketplaceId === 'EBAY_DE' ? 'EBAY_DE' : 'EBAY_US'];
  const aspect = (name: string, value: string): object => ({ type: 'STRING', name, value });
  const bids = bidCountOf(lot);
  const hasReserve = lot.chance.happens(question.reserve, 0.4);
  // An item names its own category only.
  const shown = Object.entries(summaryOf(lot, siteUrl)).filter(([key]) => key !== 'categories');
  return {
    ...Object.fromEntries(shown),
    categoryPath: 'eBay Motors|Cars & Trucks',
    categoryId: '6001',
    uniqueBidderCount: Math.ceil(bids / 2),
    minimumPriceToBid: amountOf(lot, bids === 0 ? figureOf(lot) : figureOf(lot) + 10_000),
    ...(hasReserve ? { reservePriceMet: figureOf(lot) > lot.vehicle.worthMinor * 0.6 } : {}),
    localizedAspects: [
      aspect(names.year, String(year)),
      aspect(names.make, model.make),
      aspect(names.model, model.model),
      ...(vin === '' ? [] : [aspect(names.vin, vin)]),
      ...(odometer > 0 ? [aspect(names.mileage, String(odometer))] : []),
    ],
  };
}
