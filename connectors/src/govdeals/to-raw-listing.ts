/** Shape of an asset: a search row or a detail, and the answer of the bid box beside it. */
import { govdealsAsset } from '@auction/avro/site-layouts';
import { cellOf } from '../json/cells.ts';
import { isObject } from '../json/json-reader.ts';
import type { Bound, JsonObject, JsonShape } from '../json/json-reader.ts';

/** What both answers call differently. */
const otherNames: Readonly<Record<string, string>> = {
  assetAuctionEndDateUtc: 'assetAuctionEndDateUTC',
};

/** Keys an answer may have besides those of the layout; they say nothing we need. */
const idleKeys = `
  allowProbationBidders assetAuctionEndDate assetAuctionEndDateDisplay assetAuctionEndDateUTC
  assetAuctionStartDateDisplay assetBidPrice assetLongDescription assetRestrictionCode
  auctionTypeId autoExtension bidWatchId canDisplayAsset categoryDescription
  categoryRoutepath commDesc companyName countryDescription denyProbBids displayEventId
  displaySellerName eventId groupId highBidder inventoryId isSoldAuction keywords latitude
  locationAddress1 locationAddress2 locationId longitude lotNumber premiumPercent
  proximityDistance source_lot_id stateDescription termsAndConditions timeRemaining
  totalSoldAmount watcherCount willNextBidMeetReserve
`;
const known: ReadonlySet<string> = new Set(
  [...govdealsAsset.cells, ...idleKeys.trim().split(/\s+/)].map((key) => key.toLowerCase()),
);

/** Names of bidders are nobody's business. */
const personal = new Set(['highbidder']);

/** @returns undefined where a part of the id is missing */
export function assetIdOf(record: JsonObject): string | undefined {
  const parts = ['assetId', 'accountId', 'auctionId'].map((key) => cellOf(record[key]));
  return parts.includes('') ? undefined : parts.join('/');
}

function bind(record: JsonObject): Bound {
  const box = isObject(record['bidBox']) ? record['bidBox'] : {};
  const asset = isObject(record['asset']) ? record['asset'] : record;
  const id = assetIdOf(asset) ?? labelled(record);
  if (id === undefined) {
    return {
      ok: false,
      reason: 'KEY_MISSING: no assetId/accountId/auctionId',
      siteListingId: null,
    };
  }
  const [assetId = '', accountId = '', auctionId = ''] = id.split('/');
  const ids: Readonly<Record<string, string>> = { assetId, accountId, auctionId };
  const cells = govdealsAsset.cells.map((cell) => {
    const other = otherNames[cell];
    // The bid box is the younger word, where it has one.
    const values = [box[cell], other ? box[other] : null, asset[cell], other ? asset[other] : null];
    return ids[cell] ?? cellOf(values.find((value) => value !== null && value !== undefined));
  });
  return { ok: true, siteListingId: id, cells };
}

/** A stored bid box alone carries the asset's id as a label. */
function labelled(record: JsonObject): string | undefined {
  const label = cellOf(record['source_lot_id']);
  return /^\d+\/\d+\/\d+$/.test(label) ? label : undefined;
}

/** An asset is `{asset, bidBox}` as this connector puts both answers together, or one of them alone. */
function identify(record: JsonObject): string | null {
  const isAsset = ['asset', 'assetId', 'source_lot_id'].some((key) => key in record);
  if (isAsset) return null;
  return 'message' in record
    ? `ERROR_ANSWER: ${cellOf(record['message']).slice(0, 60)}`
    : 'MISSING_KEY: required: assetId';
}

export const govdealsShape: JsonShape = {
  arrayKeys: ['assetSearchResults', 'payloads'],
  required: [],
  known: new Set([...known, '_note']),
  subject: (record) => (isObject(record['asset']) ? record['asset'] : record),
  personal,
  bind,
  identify,
};
