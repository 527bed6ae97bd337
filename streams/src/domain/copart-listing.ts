/** Meaning of a row of the Copart sales data (feeds.md section 3). Its shape is the connector's. */
import { CopartRow } from './copart-row.ts';
import type { CopartColumns } from './copart-row.ts';
import { listingTitle, ownVehicleId } from './listing.ts';
import type { ListingContent } from './listing.ts';
import { isCurrencyCode } from './money.ts';
import type { Parsed } from './refusal.ts';
import { reserveOfSaleStatus } from './reserve.ts';
import { codeAgreesWithPlace, saleZone } from './sale-zone.ts';
import { readSaleTime } from './sale-time.ts';
import type { SaleTime } from './sale-time.ts';
import { oneDrive, oneMake } from './spelling.ts';
import { readUtcStamp } from './utc-instant.ts';
import { mergesByVin, readVin } from './vin.ts';

const site = 'copart';
const lotNumberForm = /^\d{1,12}$/;
const currencies: Readonly<Record<string, string>> = { USA: 'USD', CAN: 'CAD' };

/** Each part names its fields; `copartListing` fails to compile when one is missing. */
type Part = Partial<ListingContent>;

function vehicle(row: CopartRow, lotNumber: string) {
  const reading = readVin(row.raw('vin'));
  const makeRaw = row.text('make');
  const named = {
    year: row.year(),
    make: makeRaw === null ? null : oneMake(makeRaw),
    model: row.text('modelDetail') ?? row.text('modelGroup'),
    trim: row.text('trim'),
  };
  return {
    ...named,
    title: listingTitle(named, `Lot ${lotNumber}`),
    vehicleType: row.text('vehicleType'),
    vehicleId: mergesByVin(reading) ? reading.vin : ownVehicleId(site, lotNumber),
    vin: reading.vin,
    vinStatus: reading.status,
    vinRaw: reading.raw,
    makeRaw,
    modelGroup: row.text('modelGroup'),
    body: row.text('bodyStyle'),
    color: row.text('color'),
    engine: row.text('engine'),
    drive: driveOf(row.text('drive')),
    transmission: row.known('transmission'),
    fuel: row.known('fuelType'),
    cylinders: row.numberText('cylinders'),
  } satisfies Part;
}

const driveOf = (printed: string | null): string | null =>
  printed === null ? null : oneDrive(printed);

function condition(row: CopartRow) {
  const { value, brand } = row.odometer();
  const inMiles = value !== null && row.text('locationCountry') === 'USA';
  return {
    odometer: value,
    odometerUnit: inMiles ? 'MI' : null, // the unit of Canadian lots stands only in free notes
    odometerBrand: brand,
    damage: [row.text('damageDescription'), row.text('secondaryDamage')].filter(isGiven),
    titleState: row.text('saleTitleState'),
    titleCode: row.text('saleTitleType'),
    runs: runsOf(row),
    conditionCode: row.text('lotConditionCode'),
    hasKeys: row.flag('hasKeys'),
    grade: row.text('autoGrade'),
    light: row.text('saleLight'),
    note: noteOf(row),
    labels: labelsOf(row),
  } satisfies Part;
}

const isGiven = (text: string | null): text is string => text !== null;

/** Condition code and its text are a 1:1 pair; E (DEFAULT) and nothing both mean unknown. */
function runsOf(row: CopartRow): string | null {
  const code = row.text('lotConditionCode');
  const text = row.text('runsDrives')?.toUpperCase() ?? '';
  if (code === 'D' || text.startsWith('RUN & DRIVE')) return 'RUN_AND_DRIVE';
  return code === 'S' || text === 'VEHICLE STARTS' ? 'STARTS' : null;
}

function noteOf(row: CopartRow): string | null {
  const parts = [row.text('specialNote'), row.text('announcements')].filter(isGiven);
  return parts.length === 0 ? null : parts.join('; ');
}

function labelsOf(row: CopartRow): string[] {
  const labels = [];
  if (row.flag('rentals') === true) labels.push('RENTAL');
  if (row.flag('copartSelect') === true) labels.push('SELECT');
  return labels;
}

function placeAndSale(row: CopartRow) {
  const place = {
    city: row.text('locationCity'),
    state: row.text('locationState'),
    zip: row.text('locationZip'),
    country: row.text('locationCountry'),
    yard: row.text('yardName'),
  };
  const printedCode = row.text('timeZone');
  const salePlace = { yard: place.yard, state: place.state, postalCode: place.zip, printedCode };
  const { zone, source } = saleZone(salePlace);
  const time = saleTimeOf(row, zone);
  return {
    ...place,
    yardNumber: row.text('yardNumber'),
    gridRow: row.text('gridRow'),
    itemNumber: row.numberText('itemNumber'),
    saleStartAt: time.startAt,
    saleEndAt: time.endAt,
    timePrecision: time.precision,
    timeZone: zone,
    saleTimeSource: source,
    timeZoneRaw: printedCode,
    timeZoneAgrees: codeAgreesWithPlace(salePlace, time.endAt),
  } satisfies Part;
}

function saleTimeOf(row: CopartRow, zone: string | null): SaleTime {
  const time = readSaleTime(row.raw('saleDate'), row.raw('saleTime'), zone);
  if (!('ok' in time)) return time;
  row.keepRefusal(time);
  return { startAt: null, endAt: null, precision: 'NONE' };
}

/** The currency column, else the country's currency. Refuses BAD_CURRENCY. */
function currencyOf(row: CopartRow): string {
  const printed = row.text('currencyCode') ?? currencies[row.text('locationCountry') ?? ''] ?? '';
  if (!isCurrencyCode(printed)) row.refuse('BAD_CURRENCY', 'currencyCode');
  return printed;
}

function price(row: CopartRow) {
  const currency = currencyOf(row);
  const saleStatusRaw = row.text('saleStatus');
  return {
    currency,
    currentBidMinor: row.amount('highBid', currency),
    bidSemantics: 'HIGH',
    bidCount: null, // the file has none
    reserve: reserveOfSaleStatus(saleStatusRaw),
    saleStatusRaw,
    buyNowMinor: row.amount('buyItNowPrice', currency),
    acceptsOffers: row.flag('makeAnOffer'),
    retailValueMinor: row.amount('retailValue', currency),
    repairCostMinor: row.amount('repairCost', currency),
  } satisfies Part;
}

/** The file prints the thumbnail without a scheme. */
function imagesOf(row: CopartRow): string[] {
  const thumbnail = row.text('imageThumbnail');
  if (thumbnail === null) return [];
  return [/^https?:\/\//.test(thumbnail) ? thumbnail : `https://${thumbnail}`];
}

/**
 * Canonical content of a row.
 * @param cells the row's cells, bound by the connector
 * @param columns where each column stands in `cells`
 * @param siteListingId id under which the connector published the row
 * Refuses the codes of `RefusalCode`: a cell of a wrong kind means that the line was split wrongly,
 * and then no cell can be trusted. Codes we do not know are kept as text and refuse nothing.
 */
export function copartListing(
  cells: readonly string[],
  columns: CopartColumns,
  siteListingId: string,
): Parsed<ListingContent> {
  const row = new CopartRow(cells, columns);
  const lotNumber = row.raw('lotNumber').trim();
  if (!lotNumberForm.test(lotNumber)) row.refuse('NO_ID', 'lotNumber');
  else if (lotNumber !== siteListingId) row.refuse('ID_MISMATCH', 'lotNumber');
  const content: ListingContent = {
    ...vehicle(row, lotNumber),
    ...condition(row),
    ...placeAndSale(row),
    ...price(row),
    url: `https://www.copart.com/lot/${lotNumber}`,
    images: imagesOf(row),
    imageListUrl: row.text('imageUrl'),
    createdAt: null, // printed without a zone
    sourceUpdatedAt: readUtcStamp(row.raw('lastUpdatedAt').trim()),
  };
  return row.refusal ?? { ok: true, value: content };
}
