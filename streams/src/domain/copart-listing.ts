/** Meaning of a row of the Copart sales data (feeds.md section 3). Its shape is the connector's. */
import { CopartRow } from './copart-row.ts';
import type { CopartColumns } from './copart-row.ts';
import { listingTitle, ownVehicleId } from './listing.ts';
import type { ListingContent } from './listing.ts';
import { isCurrencyCode } from './money.ts';
import type { Parsed } from './refusal.ts';
import { reserveOfSaleStatus } from './reserve.ts';
import { codeAgreesWithPlace, saleZone } from './sale-zone.ts';
import type { SalePlace } from './sale-zone.ts';
import { readSaleTime } from './sale-time.ts';
import type { SaleTime } from './sale-time.ts';
import { oneDrive, oneMake } from './spelling.ts';
import { readUtcStamp } from './utc-instant.ts';
import { mergesByVin, readVin } from './vin.ts';

const site = 'copart';
const lotNumberForm = /^\d{1,12}$/;
const currencies: Readonly<Record<string, string>> = { USA: 'USD', CAN: 'CAD' };

const driveOf = (printed: string | null): string | null =>
  printed === null ? null : oneDrive(printed);

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

/** Refuses BAD_SALE_DATE and BAD_SALE_TIME. */
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

/** The file prints the thumbnail without a scheme. */
function imagesOf(row: CopartRow): string[] {
  const thumbnail = row.text('imageThumbnail');
  if (thumbnail === null) return [];
  return [/^https?:\/\//.test(thumbnail) ? thumbnail : `https://${thumbnail}`];
}

/** Column by column, in the order of the listing's fields; one literal, because it is the hot path. */
function contentOf(row: CopartRow, lotNumber: string): ListingContent {
  const reading = readVin(row.raw('vin'));
  const year = row.year();
  const makeRaw = row.text('make');
  const make = makeRaw === null ? null : oneMake(makeRaw);
  const modelGroup = row.text('modelGroup');
  const model = row.text('modelDetail') ?? modelGroup;
  const trim = row.text('trim');
  const odometer = row.odometer();
  const country = row.text('locationCountry');
  const place: SalePlace = {
    yard: row.text('yardName'),
    state: row.text('locationState'),
    postalCode: row.text('locationZip'),
    printedCode: row.text('timeZone'),
  };
  const { zone, source } = saleZone(place);
  const sale = saleTimeOf(row, zone);
  const currency = currencyOf(row);
  const saleStatusRaw = row.text('saleStatus');
  return {
    url: `https://www.copart.com/lot/${lotNumber}`,
    title: listingTitle({ year, make, model, trim }, `Lot ${lotNumber}`),
    vehicleType: row.text('vehicleType'),
    vehicleId: mergesByVin(reading) ? reading.vin : ownVehicleId(site, lotNumber),
    vin: reading.vin,
    vinStatus: reading.status,
    vinRaw: reading.raw,
    year,
    make,
    makeRaw,
    model,
    modelGroup,
    trim,
    body: row.text('bodyStyle'),
    color: row.text('color'),
    odometer: odometer.value,
    // The unit of Canadian lots stands only in free notes.
    odometerUnit: odometer.value !== null && country === 'USA' ? 'MI' : null,
    odometerBrand: odometer.brand,
    damage: [row.text('damageDescription'), row.text('secondaryDamage')].filter(isGiven),
    titleState: row.text('saleTitleState'),
    titleCode: row.text('saleTitleType'),
    runs: runsOf(row),
    conditionCode: row.text('lotConditionCode'),
    hasKeys: row.flag('hasKeys'),
    engine: row.text('engine'),
    drive: driveOf(row.text('drive')),
    transmission: row.known('transmission'),
    fuel: row.known('fuelType'),
    cylinders: row.numberText('cylinders'),
    city: row.text('locationCity'),
    state: place.state,
    zip: place.postalCode,
    country,
    yard: place.yard,
    yardNumber: row.text('yardNumber'),
    gridRow: row.text('gridRow'),
    itemNumber: row.numberText('itemNumber'),
    saleStartAt: sale.startAt,
    saleEndAt: sale.endAt,
    timePrecision: sale.precision,
    timeZone: zone,
    saleTimeSource: source,
    timeZoneRaw: place.printedCode,
    timeZoneAgrees: codeAgreesWithPlace(place, sale.endAt),
    currency,
    currentBidMinor: row.amount('highBid', currency),
    bidSemantics: 'HIGH',
    bidCount: null, // the file has none
    bidderCount: null,
    askMinor: null,
    outcome: 'UNKNOWN', // a sold lot is simply gone
    reserve: reserveOfSaleStatus(saleStatusRaw),
    saleStatusRaw,
    buyNowMinor: row.amount('buyItNowPrice', currency),
    acceptsOffers: row.flag('makeAnOffer'),
    retailValueMinor: row.amount('retailValue', currency),
    repairCostMinor: row.amount('repairCost', currency),
    images: imagesOf(row),
    imageListUrl: row.text('imageUrl'),
    note: noteOf(row),
    grade: row.text('autoGrade'),
    light: row.text('saleLight'),
    labels: labelsOf(row),
    createdAt: null, // printed without a zone
    sourceUpdatedAt: readUtcStamp(row.raw('lastUpdatedAt').trim()),
  };
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
  const value = contentOf(row, lotNumber);
  return row.refusal ?? { ok: true, value };
}
