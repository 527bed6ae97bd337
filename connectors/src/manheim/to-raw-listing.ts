/** Shape of a Manheim listing: a row of the search, or what its own address answers. */
import { manheimListing } from '@auction/avro/site-layouts';
import type { ManheimCell } from '@auction/avro/site-layouts';
import { cellOf, listCell } from '../json/cells.ts';
import { isObject } from '../json/json-reader.ts';
import type { Bound, JsonObject, JsonShape, JsonValue } from '../json/json-reader.ts';

/** Keys that say nothing we need. */
const idleKeys = `
  channelsaletype greenlight yellowlight redlight bluelight previoustimesrun workordernumber vehicleid
  interiorcolor enginetype transmission drivetrain auctionid facilitationlocation buyerfee _note
`;
/** Keys that name a person, or how to reach one. */
const personal = new Set(
  'sellername sellercontact contactname contactphone contactemail buyername'.split(' '),
);
const known: ReadonlySet<string> = new Set([
  ...manheimListing.cells.map((cell) => cell.toLowerCase()),
  ...idleKeys.trim().split(/\s+/),
  ...personal,
]);

/** `<source>:<id>`: the same unit stands on OVE and Simulcast at once. */
export function listingIdOf(record: JsonObject): string | undefined {
  const [source, id] = [cellOf(record['source']).trim(), cellOf(record['id']).trim()];
  return source === '' || id === '' ? undefined : `${source}:${id}`;
}

function bind(record: JsonObject): Bound {
  const siteListingId = listingIdOf(record);
  if (siteListingId === undefined) {
    return { ok: false, reason: 'KEY_MISSING: no id or no source', siteListingId: null };
  }
  const made: Partial<Record<ManheimCell, string>> = {
    images: imagesOf(record['images']),
    light: lightsOf(record),
    conditionReportUrl: cellOf(record['conditionReportUrl']).replace(/^\/\//, 'https://'),
  };
  const cells = manheimListing.cells.map((cell) => made[cell] ?? cellOf(record[cell]));
  return { ok: true, siteListingId, cells };
}

const imagesOf = (value: JsonValue | undefined): string =>
  Array.isArray(value)
    ? listCell(value.filter(isObject).map((image) => cellOf(image['largeUrl'])))
    : '';

/** The lights of the block: green, yellow, red, blue; several may burn. */
const lightsOf = (record: JsonObject): string =>
  ['green', 'yellow', 'red', 'blue']
    .filter((color) => record[`${color}Light`] === true)
    .join(' ')
    .toUpperCase();

/** Refusals come as `{"error", "error_description"}` or `{"errors": [...]}`. */
function identify(record: JsonObject): string | null {
  const error = record['error'] ?? record['errorCode'];
  return error === undefined ? null : `ERROR_ANSWER: ${cellOf(error).slice(0, 60)}`;
}

export const manheimShape: JsonShape = {
  arrayKeys: ['items', 'listings', 'errors'],
  required: ['id', 'source', 'vin'],
  known,
  personal,
  bind,
  identify,
};
