/** Shape of an eBay item: a summary of the search, and the item itself beside it where it was asked. */
import { ebayItem } from '@auction/avro/site-layouts';
import type { EbayCell } from '@auction/avro/site-layouts';
import { cellOf, listCell, valueAt } from '../json/cells.ts';
import { isObject } from '../json/json-reader.ts';
import type { Bound, JsonObject, JsonShape, JsonValue } from '../json/json-reader.ts';

/** Where a cell stands in an answer, if not under its own name. */
const paths: Partial<Readonly<Record<EbayCell, string>>> = {
  city: 'itemLocation.city',
  stateOrProvince: 'itemLocation.stateOrProvince',
  postalCode: 'itemLocation.postalCode',
  country: 'itemLocation.country',
  ...amountPaths('currentBid', 'currentBidPrice'),
  ...amountPaths('price', 'price'),
  ...amountPaths('minimumPriceToBid', 'minimumPriceToBid'),
};

function amountPaths(
  cell: 'currentBid' | 'price' | 'minimumPriceToBid',
  key: string,
): Partial<Record<EbayCell, string>> {
  return {
    [cell]: `${key}.value`,
    [`${cell}Currency`]: `${key}.currency`,
    [`${cell}From`]: `${key}.convertedFromValue`,
    [`${cell}FromCurrency`]: `${key}.convertedFromCurrency`,
  };
}

/** Keys of both answers that say nothing we need (Browse 1.10.0). */
const idleKeys = `
  adultOnly ageGroup authenticityGuarantee authenticityVerification availableCoupons brand
  categoryId categoryIdPath categoryPath color compatibilityMatch compatibilityProperties conditionDescription
  conditionDescriptors conditionId description distanceFromPickupLocation
  eligibleForInlineCheckout enabledForGuestCheckout energyEfficiencyClass epid
  estimatedAvailabilities gender gtin inferredEpid itemAffiliateWebUrl itemCreationDate
  itemGroupHref itemGroupType itemHref itemOriginDate leafCategoryIds listingMarketplaceId lotSize
  marketingPrice material mpn pattern paymentMethods pickupOptions priceDisplayCondition
  primaryItemGroup primaryProductReviewRating priorityListing product productFicheWebUrl
  qualifiedPrograms quantityLimitPerBuyer returnTerms seller sellerItemRevision shippingOptions
  shipToLocations shortDescription size sizeSystem sizeType subtitle taxes thumbnailImages
  topRatedBuyingExperience tyreLabelImageUrl unitPrice unitPricingMeasure warnings watchCount
`;
const ownKeys = `
  additionalImages bidCount buyingOptions categories condition currentBidPrice image itemEndDate
  itemId itemLocation itemWebUrl legacyItemId localizedAspects minimumPriceToBid price
  reservePriceMet title uniqueBidderCount _note
`;
const known: ReadonlySet<string> = new Set(
  `${ownKeys} ${idleKeys}`.toLowerCase().trim().split(/\s+/),
);
/** Sellers are named in both answers. */
const personal = new Set(['seller']);

/** Keys that only the item itself has. */
const detailKeys = ['localizedAspects', 'categoryPath', 'minimumPriceToBid', 'uniqueBidderCount'];

export const summaryOf = (record: JsonObject): JsonObject =>
  isObject(record['summary']) ? record['summary'] : record;

/** @returns the number both ids share; undefined where neither can be read */
export function legacyIdOf(record: JsonObject): string | undefined {
  const given = cellOf(record['legacyItemId']);
  const id = given === '' ? (/^v1\|(\d+)\|/.exec(cellOf(record['itemId']))?.[1] ?? '') : given;
  return /^\d+$/.test(id) ? id : undefined;
}

function bind(record: JsonObject): Bound {
  const summary = summaryOf(record);
  const alone = detailKeys.some((key) => key in summary) ? summary : {};
  const item = isObject(record['item']) ? record['item'] : alone;
  const id = legacyIdOf(summary);
  if (id === undefined) {
    const reason = 'KEY_MISSING: neither legacyItemId nor a readable itemId';
    return { ok: false, reason, siteListingId: null };
  }
  const made: Partial<Record<EbayCell, string>> = {
    legacyItemId: id,
    categories: listCell([...objectsOf(summary['categories']), summary].map(categoryIdOf)),
    images: imagesOf(summary),
    isDetailed: String(item !== alone || alone === summary),
    aspects: aspectsOf(item),
  };
  const cells = ebayItem.cells.map((cell) => {
    const path = paths[cell] ?? cell;
    // The summary is the younger word: an item is asked for once, and again when bids have come.
    return made[cell] ?? cellOf(valueAt(summary, path) ?? valueAt(item, path));
  });
  return { ok: true, siteListingId: id, cells };
}

const categoryIdOf = (holder: JsonObject): string => cellOf(holder['categoryId']);

const objectsOf = (value: JsonValue | undefined): JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

function imagesOf(record: JsonObject): string {
  const further = objectsOf(record['additionalImages']);
  const all = isObject(record['image']) ? [record['image'], ...further] : further;
  return listCell(all.map((image) => cellOf(image['imageUrl'])));
}

/** `Name: value` each, in the language of the marketplace. */
const aspectsOf = (item: JsonObject): string =>
  listCell(
    objectsOf(item['localizedAspects']).map(
      ({ name, value }) => `${cellOf(name)}: ${cellOf(value)}`,
    ),
  );

/** Errors come as `{"errors": [{"errorId", …}]}`. */
function identify(record: JsonObject): string | null {
  if ('errors' in record || 'errorId' in record) {
    const [error = record] = objectsOf(record['errors']);
    return `ERROR_ANSWER: ${cellOf(error['errorId']).slice(0, 20)}`;
  }
  const summary = summaryOf(record);
  const missing = ['itemId', 'title'].filter((key) => !(key in summary));
  return missing.length > 0 ? `MISSING_KEY: required: ${missing.join(', ')}` : null;
}

export const ebayShape: JsonShape = {
  arrayKeys: ['itemSummaries', 'items', 'errors'],
  required: [],
  known,
  subject: summaryOf,
  personal,
  bind,
  identify,
};
