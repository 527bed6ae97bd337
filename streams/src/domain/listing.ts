/** What a site says about one vehicle it offers. Field by field as in the Avro record `Listing`. */
import type { OdometerBrand } from './odometer.ts';
import type { Reserve } from './reserve.ts';
import type { SaleTimeSource } from './sale-zone.ts';
import type { TimePrecision } from './sale-time.ts';
import type { VinStatus } from './vin.ts';

/** How a sale ended by the site's own word. */
export type Outcome = 'UNKNOWN' | 'SOLD' | 'NOT_SOLD' | 'PENDING_APPROVAL';
export type BidSemantics = 'UNKNOWN' | 'HIGH' | 'PROXY_MAX' | 'OPENING_ASK';

/**
 * The meaning of a raw listing: everything of a Listing that comes from the site's own record.
 * Unknown is null, never 0 and never empty text. Amounts are minor units of `currency`, instants are
 * epoch ms; each field is documented in avro/schemas/listing.avsc.
 */
export interface ListingContent {
  readonly url: string | null;
  readonly title: string;
  readonly vehicleType: string | null;
  readonly vehicleId: string;
  readonly vin: string | null;
  readonly vinStatus: VinStatus;
  readonly vinRaw: string | null;
  readonly year: number | null;
  readonly make: string | null;
  readonly makeRaw: string | null;
  readonly model: string | null;
  readonly modelGroup: string | null;
  readonly trim: string | null;
  readonly body: string | null;
  readonly color: string | null;
  readonly odometer: number | null;
  readonly odometerUnit: string | null;
  readonly odometerBrand: OdometerBrand;
  readonly damage: readonly string[];
  readonly titleState: string | null;
  readonly titleCode: string | null;
  readonly runs: string | null;
  readonly conditionCode: string | null;
  readonly hasKeys: boolean | null;
  readonly engine: string | null;
  readonly drive: string | null;
  readonly transmission: string | null;
  readonly fuel: string | null;
  readonly cylinders: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly zip: string | null;
  readonly country: string | null;
  readonly yard: string | null;
  readonly yardNumber: string | null;
  readonly gridRow: string | null;
  readonly itemNumber: string | null;
  readonly saleStartAt: number | null;
  readonly saleEndAt: number | null;
  readonly timePrecision: TimePrecision;
  readonly timeZone: string | null;
  readonly saleTimeSource: SaleTimeSource | null;
  readonly timeZoneRaw: string | null;
  readonly timeZoneAgrees: boolean | null;
  readonly currency: string;
  readonly currentBidMinor: number | null;
  readonly bidSemantics: BidSemantics;
  readonly bidCount: number | null;
  readonly bidderCount: number | null;
  readonly askMinor: number | null;
  readonly outcome: Outcome;
  readonly reserve: Reserve;
  readonly saleStatusRaw: string | null;
  readonly buyNowMinor: number | null;
  readonly acceptsOffers: boolean | null;
  readonly retailValueMinor: number | null;
  readonly repairCostMinor: number | null;
  readonly images: readonly string[];
  readonly imageListUrl: string | null;
  readonly note: string | null;
  readonly grade: string | null;
  readonly light: string | null;
  readonly labels: readonly string[];
  readonly createdAt: number | null;
  readonly sourceUpdatedAt: number | null;
}

/** Names of all content fields, in the order in which changes are named; a spec compares them with the schema. */
export const contentFields: readonly (keyof ListingContent)[] = [
  'url',
  'title',
  'vehicleType',
  'vehicleId',
  'vin',
  'vinStatus',
  'vinRaw',
  'year',
  'make',
  'makeRaw',
  'model',
  'modelGroup',
  'trim',
  'body',
  'color',
  'odometer',
  'odometerUnit',
  'odometerBrand',
  'damage',
  'titleState',
  'titleCode',
  'runs',
  'conditionCode',
  'hasKeys',
  'engine',
  'drive',
  'transmission',
  'fuel',
  'cylinders',
  'city',
  'state',
  'zip',
  'country',
  'yard',
  'yardNumber',
  'gridRow',
  'itemNumber',
  'saleStartAt',
  'saleEndAt',
  'timePrecision',
  'timeZone',
  'saleTimeSource',
  'timeZoneRaw',
  'timeZoneAgrees',
  'currency',
  'currentBidMinor',
  'bidSemantics',
  'bidCount',
  'bidderCount',
  'askMinor',
  'outcome',
  'reserve',
  'saleStatusRaw',
  'buyNowMinor',
  'acceptsOffers',
  'retailValueMinor',
  'repairCostMinor',
  'images',
  'imageListUrl',
  'note',
  'grade',
  'light',
  'labels',
  'createdAt',
  'sourceUpdatedAt',
];

function sameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
  return one.every((item, index) => item === other[index]);
}

/** @returns names of the fields in which two statements differ, none when they say the same */
export function changedFields(
  before: Readonly<Record<keyof ListingContent, unknown>>,
  after: ListingContent,
): (keyof ListingContent)[] {
  return contentFields.filter((field) => !sameValue(before[field], after[field]));
}

/** Where the vehicle of a listing is known by VIN, the VIN; else a name nobody else uses. */
export function ownVehicleId(site: string, siteListingId: string): string {
  return `${site}/${siteListingId}`;
}

/**
 * Year, make, model and trim in one line; a model that the trim repeats is said once.
 * @param fallback said when nothing is known
 */
export function listingTitle(
  parts: Pick<ListingContent, 'year' | 'make' | 'model' | 'trim'>,
  fallback: string,
): string {
  const { year, make, model, trim } = parts;
  const modelInTrim = model !== null && trim !== null && trim.startsWith(model);
  const words = [year, make, modelInTrim ? null : model, trim].filter((word) => word !== null);
  return words.length === 0 ? fallback : words.join(' ');
}
