/** The car behind listings: who says what about it, and where they contradict each other. */

export interface VehicleFacts {
  readonly vin: string | null;
  readonly year: number | null;
  readonly make: string | null;
  readonly model: string | null;
  readonly trim: string | null;
  readonly body: string | null;
  readonly color: string | null;
  readonly odometer: number | null;
  readonly odometerUnit: string | null;
  /** When it was said, epoch ms. */
  readonly observedAt: number;
  readonly titleState: string | null;
  /** The site's own code, comparable within one site only. */
  readonly titleCode: string | null;
}

export interface VehicleListing {
  readonly site: string;
  readonly siteListingId: string;
  readonly lotId: string;
  /** Version of the listing these facts come from. */
  readonly listingVersion: number;
  readonly facts: VehicleFacts;
}

export interface ConflictingStatement {
  readonly value: string;
  readonly site: string;
  readonly siteListingId: string;
  readonly observedAt: number;
}

export interface VehicleConflict {
  readonly field: string;
  readonly statements: readonly ConflictingStatement[];
}

export interface Vehicle {
  readonly vehicleId: string;
  readonly version: number;
  readonly vin: string | null;
  readonly year: number | null;
  readonly make: string | null;
  readonly model: string | null;
  readonly trim: string | null;
  /** Ordered by site and id. */
  readonly listings: readonly VehicleListing[];
  readonly conflicts: readonly VehicleConflict[];
}

type ListingName = Pick<VehicleListing, 'site' | 'siteListingId'>;

/** Facts that do not change in a vehicle's life, so two values are a conflict. */
const lasting = ['year', 'make', 'model', 'trim', 'body', 'color'] as const;

const byName = (one: ListingName, other: ListingName): number =>
  compareText(one.site, other.site) || compareText(one.siteListingId, other.siteListingId);

const compareText = (one: string, other: string): number =>
  one === other ? 0 : one < other ? -1 : 1;

const isSame = (one: ListingName, other: ListingName): boolean =>
  one.site === other.site && one.siteListingId === other.siteListingId;

/** Newest first; equal instants by name, so that the order never depends on arrival. */
const byAge = (one: VehicleListing, other: VehicleListing): number =>
  other.facts.observedAt - one.facts.observedAt || byName(one, other);

const statementOf = (value: string, from: VehicleListing): ConflictingStatement => ({
  value,
  site: from.site,
  siteListingId: from.siteListingId,
  observedAt: from.facts.observedAt,
});

/** Spellings that differ in case only say the same. */
function lastingConflict(
  field: (typeof lasting)[number],
  listings: readonly VehicleListing[],
): VehicleConflict | undefined {
  const statements = listings.flatMap((listing) => {
    const value = listing.facts[field];
    return value === null ? [] : [statementOf(String(value), listing)];
  });
  const values = new Set(statements.map(({ value }) => value.toUpperCase()));
  return values.size > 1 ? { field, statements } : undefined;
}

/** An odometer that falls while time goes on; readings in different units are not compared. */
function odometerConflict(listings: readonly VehicleListing[]): VehicleConflict | undefined {
  const oldestFirst = [...listings].sort(byAge).reverse();
  const highest = new Map<string | null, number>();
  let falls = false;
  for (const { facts } of oldestFirst) {
    if (facts.odometer === null) continue;
    const before = highest.get(facts.odometerUnit) ?? 0;
    falls ||= facts.odometer < before;
    highest.set(facts.odometerUnit, Math.max(before, facts.odometer));
  }
  if (!falls) return undefined;
  const statements = listings.flatMap((listing) => {
    const { odometer, odometerUnit } = listing.facts;
    if (odometer === null) return [];
    return [statementOf([odometer, odometerUnit ?? ''].join(' ').trim(), listing)];
  });
  return { field: 'odometer', statements };
}

/**
 * Titles of two states, or of two types by the word of one site: each site has type codes of its own,
 * so codes of different sites contradict nothing.
 */
function titleConflict(listings: readonly VehicleListing[]): VehicleConflict | undefined {
  const distinct = (values: readonly (string | null)[]): number =>
    new Set(values.flatMap((value) => (value === null ? [] : [value.toUpperCase()]))).size;
  const bySite = Map.groupBy(listings, ({ site }) => site);
  const differs =
    distinct(listings.map(({ facts }) => facts.titleState)) > 1 ||
    [...bySite.values()].some((own) => distinct(own.map(({ facts }) => facts.titleCode)) > 1);
  if (!differs) return undefined;
  const statements = listings.flatMap((listing) => {
    const { titleState, titleCode } = listing.facts;
    const text = [titleState, titleCode].filter((part) => part !== null).join(' ');
    return text === '' ? [] : [statementOf(text, listing)];
  });
  return { field: 'title', statements };
}

function conflictsAmong(listings: readonly VehicleListing[]): VehicleConflict[] {
  if (listings.length < 2) return [];
  return [
    ...lasting.map((field) => lastingConflict(field, listings)),
    odometerConflict(listings),
    titleConflict(listings),
  ].filter((conflict) => conflict !== undefined);
}

/** A vehicle as its listings describe it; each fact by the newest statement that has one. */
function described(
  vehicleId: string,
  version: number,
  listings: readonly VehicleListing[],
): Vehicle {
  const newestFirst = listings.length < 2 ? listings : [...listings].sort(byAge);
  const newest = <F extends keyof VehicleFacts>(field: F): VehicleFacts[F] | null => {
    for (const { facts } of newestFirst) if (facts[field] !== null) return facts[field];
    return null;
  };
  return {
    vehicleId,
    version,
    vin: newest('vin'),
    year: newest('year'),
    make: newest('make'),
    model: newest('model'),
    trim: newest('trim'),
    listings,
    conflicts: conflictsAmong(listings),
  };
}

/**
 * Ties a listing to the vehicle, or renews what it says.
 * @param vehicle undefined: not known yet
 * @returns the vehicle's next version; undefined when the statement is not newer than the known one
 */
export function linked(
  vehicle: Vehicle | undefined,
  vehicleId: string,
  listing: VehicleListing,
): Vehicle | undefined {
  const known = vehicle?.listings ?? [];
  const before = known.find((candidate) => isSame(candidate, listing));
  if (before !== undefined && before.listingVersion >= listing.listingVersion) return undefined;
  const others = known.filter((candidate) => !isSame(candidate, listing));
  return described(vehicleId, (vehicle?.version ?? 0) + 1, [...others, listing].sort(byName));
}

/**
 * Unties a listing whose VIN was corrected. The vehicle stays, even without listings: its version
 * must go on rising if a listing returns to it.
 * @returns the vehicle's next version; undefined when nothing was tied, or by a newer statement
 */
export function unlinked(
  vehicle: Vehicle | undefined,
  listing: ListingName & Pick<VehicleListing, 'listingVersion'>,
): Vehicle | undefined {
  const before = vehicle?.listings.find((candidate) => isSame(candidate, listing));
  if (vehicle === undefined || before === undefined) return undefined;
  if (before.listingVersion >= listing.listingVersion) return undefined;
  const rest = vehicle.listings.filter((candidate) => !isSame(candidate, listing));
  return described(vehicle.vehicleId, vehicle.version + 1, rest);
}
