/** Rows of the sinks' tables -> the answers of the contract. The one place that knows both. */
import type { EarlierRun, LotSummary, Vehicle as VehicleRecord } from '@auction/avro/records';
import type { LotDetail, LotItem, LotStatus, Vehicle } from '../contract.ts';

type Added = Pick<LotSummary, 'photos' | 'vinMasked'> & {
  readonly earlierRuns: readonly EarlierRun[];
};
/** As a row was kept: older ones lack what was added since. */
type KeptSummary = Omit<LotSummary, keyof Added> & Partial<Added>;

/** Columns of `lotColumns` as pg gives them; bigints are exact numbers. */
export type LotRow = {
  readonly lot_id: string;
  readonly version: number;
  readonly kind: LotItem['kind'];
  readonly site: string;
  readonly site_listing_id: string;
  readonly status: LotStatus;
  readonly status_reason: string | null;
  readonly title: string;
  readonly vehicle_id: string;
  readonly vin: string | null;
  readonly year: number | null;
  readonly make: string | null;
  readonly model: string | null;
  readonly trim: string | null;
  readonly currency: string;
  readonly price_minor: number | null;
  readonly ask_minor: number | null;
  readonly bid_count: number | null;
  readonly buy_now_minor: number | null;
  readonly reserve: LotItem['reserve'];
  readonly starts_at: number | null;
  readonly ends_at: number | null;
  readonly ends_at_precision: LotItem['endsAtPrecision'];
  readonly first_seen_at: number;
  readonly observed_at: number;
  readonly summary: KeptSummary;
};

export type LotOffers = Pick<LotDetail, 'offers' | 'candidates' | 'offersComplete'>;
export type LotDetailRow = LotRow & { readonly correction_count: number };

export function toLotItem(row: LotRow): LotItem {
  const { summary } = row;
  return {
    lotId: row.lot_id,
    version: row.version,
    kind: row.kind,
    site: row.site,
    siteListingId: row.site_listing_id,
    title: row.title,
    vehicleId: row.vehicle_id,
    vin: row.vin,
    year: row.year,
    make: row.make,
    model: row.model,
    trim: row.trim,
    price: { amount: row.price_minor, currency: row.currency },
    askMinor: row.ask_minor,
    buyNowMinor: row.buy_now_minor,
    bidCount: row.bid_count,
    reserve: row.reserve,
    status: row.status,
    statusReason: row.status_reason,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    endsAtPrecision: row.ends_at_precision,
    firstSeenAt: row.first_seen_at,
    observedAt: row.observed_at,
    url: summary.url,
    photo: summary.photo,
    odometer: summary.odometer,
    odometerUnit: summary.odometerUnit,
    damage: [...summary.damage],
    city: summary.city,
    state: summary.state,
    country: summary.country,
  };
}

export function toVehicle(doc: VehicleRecord): Vehicle {
  return {
    vehicleId: doc.vehicleId,
    version: doc.version,
    vin: doc.vin,
    year: doc.year,
    make: doc.make,
    model: doc.model,
    trim: doc.trim,
    listingCount: doc.listings.length,
    conflicts: doc.conflicts.map(({ field, statements }) => ({
      field,
      statements: statements.map((statement) => ({ ...statement })),
    })),
  };
}

/** @param vehicle undefined while the linker's row has not arrived */
export function toLotDetail(
  row: LotDetailRow,
  vehicle: VehicleRecord | undefined,
): Omit<LotDetail, 'archivedMonth' | keyof LotOffers> {
  const { summary } = row;
  return {
    ...toLotItem(row),
    vinStatus: summary.vinStatus,
    body: summary.body,
    color: summary.color,
    engine: summary.engine,
    drive: summary.drive,
    transmission: summary.transmission,
    fuel: summary.fuel,
    hasKeys: summary.hasKeys,
    runs: summary.runs,
    odometerBrand: summary.odometerBrand,
    titleCode: summary.titleCode,
    titleState: summary.titleState,
    timeZone: summary.timeZone,
    yard: summary.yard,
    retailValueMinor: summary.retailValueMinor,
    note: summary.note,
    photos: [...(summary.photos ?? [])],
    correctionCount: row.correction_count,
    vehicle: vehicle ? toVehicle(vehicle) : null,
  };
}
