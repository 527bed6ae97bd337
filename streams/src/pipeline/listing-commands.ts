/** What a new version of a listing asks of vehicles and lots. */
import { lotCommand } from '@auction/avro/lot-command';
import type { Listing, LotCommand, LotSummary, VehicleCommand } from '@auction/avro/records';
import { maskedVin } from '../domain/vin.ts';

/** Facts of a vehicle that come from a listing; a version that changes none of them says nothing new. */
const vehicleFields: ReadonlySet<string> = new Set([
  'vin',
  'year',
  'make',
  'model',
  'trim',
  'body',
  'color',
  'odometer',
  'odometerUnit',
  'titleState',
  'titleCode',
]);

const linkOf = (listing: Listing): VehicleCommand => ({
  kind: 'LINK_LISTING',
  vehicleId: listing.vehicleId,
  site: listing.site,
  siteListingId: listing.siteListingId,
  lotId: listing.lotId,
  listingVersion: listing.version,
  facts: {
    vin: listing.vin,
    year: listing.year,
    make: listing.make,
    model: listing.model,
    trim: listing.trim,
    body: listing.body,
    color: listing.color,
    odometer: listing.odometer,
    odometerUnit: listing.odometerUnit,
    observedAt: listing.observedAt,
    titleState: listing.titleState,
    titleCode: listing.titleCode,
  },
});

const unlinkOf = (listing: Listing, vehicleId: string): VehicleCommand => ({
  kind: 'UNLINK_LISTING',
  vehicleId,
  site: listing.site,
  siteListingId: listing.siteListingId,
  lotId: listing.lotId,
  listingVersion: listing.version,
  facts: null,
});

/**
 * @param before vehicle the listing was linked to; undefined: a new listing
 * @returns none when the version says nothing new about the vehicle; unlink before link when a
 * corrected VIN moves it
 */
export function vehicleCommands(listing: Listing, before: string | undefined): VehicleCommand[] {
  if (before === undefined) return [linkOf(listing)];
  if (before !== listing.vehicleId) return [unlinkOf(listing, before), linkOf(listing)];
  return listing.changes.some((field) => vehicleFields.has(field)) ? [linkOf(listing)] : [];
}

const summaryOf = (listing: Listing): LotSummary => ({
  title: listing.title,
  vehicleId: listing.vehicleId,
  vin: listing.vin,
  vinStatus: listing.vinStatus,
  year: listing.year,
  make: listing.make,
  model: listing.model,
  trim: listing.trim,
  body: listing.body,
  color: listing.color,
  engine: listing.engine,
  drive: listing.drive,
  transmission: listing.transmission,
  fuel: listing.fuel,
  hasKeys: listing.hasKeys,
  runs: listing.runs,
  odometer: listing.odometer,
  odometerUnit: listing.odometerUnit,
  odometerBrand: listing.odometerBrand,
  damage: listing.damage,
  titleCode: listing.titleCode,
  titleState: listing.titleState,
  city: listing.city,
  state: listing.state,
  country: listing.country,
  timeZone: listing.timeZone,
  yard: listing.yard,
  photo: listing.images[0] ?? null,
  url: listing.url,
  retailValueMinor: listing.retailValueMinor,
  note: listing.note,
  photos: [],
  vinMasked: listing.vinStatus === 'MASKED' ? maskedVin(listing.vinRaw ?? '') : null,
});

/** The observation of a lot; the same version always has the same command id. */
export function observeCommand(listing: Listing): LotCommand {
  return lotCommand({
    commandId: `observe/${listing.site}/${listing.siteListingId}/${listing.version}`,
    kind: 'OBSERVE_EXTERNAL',
    lotId: listing.lotId,
    observeExternal: {
      site: listing.site,
      siteListingId: listing.siteListingId,
      fetchSeq: listing.version,
      observedAt: listing.observedAt,
      publishedAt: listing.publishedAt,
      presence: listing.presence,
      currency: listing.currency,
      priceMinor: listing.currentBidMinor,
      bidCount: listing.bidCount,
      buyNowMinor: listing.buyNowMinor,
      askMinor: listing.askMinor,
      outcome: listing.outcome,
      reserve: listing.reserve,
      startsAt: listing.saleStartAt,
      endsAt: listing.saleEndAt,
      endsAtPrecision: listing.timePrecision,
      summary: summaryOf(listing),
    },
  });
}
