/** One lot of the made-up market as Copart would print it, with the habits named in feeds.md section 3. */
import type { CopartCell } from '@auction/avro/layouts';
import type { MarketLot } from '@auction/streams/simulation/market';
import { printedSale } from './sale-clock.ts';

export type SalesRow = Readonly<Record<CopartCell, string>>;

export interface RowContext {
  /** Row number in this file, from 1. */
  readonly id: number;
  /** Epoch ms of the market. */
  readonly now: number;
  /** Host and port that image addresses name. */
  readonly imageHost: string;
}

/** How a line is written where the site writes it badly. */
export type QuoteDamage = 'NONE' | 'RAW_QUOTE' | 'DOUBLED_QUOTE';

// prettier-ignore
const question = {
  damage: 301, note: 302, grid: 303, driveCase: 304, saleStatus: 305, usualTime: 306, offer: 307,
  light: 308, hasTimeZero: 309, announcement: 310, selected: 311, offsite: 312, item: 313,
};

const damageShare = 0.001;
const conditions = {
  D: 'Run & Drive Verified',
  S: 'Vehicle Starts',
  E: 'DEFAULT',
  '': '',
} as const;
const notes = [
  'REPOSSESSION                ',
  'VEH LOCATED @ SIM LOT',
  'BUYER\u00A0BEWARE',
  'NO KEYS,  NO BATTERY',
  'TRAILER "A" NOT INCLUDED',
];
const frenchNotes = ['DÉBOSSELAGE NÉCESSAIRE', 'PNEUS USÉS À REMPLACER'];

/** A line in a thousand has broken quotes, half of them of either kind. */
export function quoteDamage({ chance }: MarketLot): QuoteDamage {
  const share = chance.share(question.damage);
  if (share < damageShare / 2) return 'RAW_QUOTE';
  return share < damageShare ? 'DOUBLED_QUOTE' : 'NONE';
}

export function salesRow(lot: MarketLot, { id, now, imageHost }: RowContext): SalesRow {
  const { vehicle, life, chance } = lot;
  const { yard } = life;
  const number = String(lot.lotNumber);
  return {
    id: String(id),
    yardNumber: String(yard.number),
    yardName: yard.name,
    ...saleCells(lot, now),
    itemNumber: itemNumber(lot),
    lotNumber: number,
    ...vehicleCells(lot),
    ...moneyCells(lot),
    saleStatus: saleStatus(chance.share(question.saleStatus)),
    specialNote: note(lot),
    locationCity: yard.city,
    locationState: yard.state,
    locationZip: yard.zip,
    locationCountry: yard.country,
    currencyCode: yard.currency,
    imageThumbnail: `${imageHost}/v1/AUTH_svc/${number}_thb.svg`,
    createdAt: stamped(life.listedAt, '-', '.000000'),
    gridRow: gridRow(lot),
    makeAnOffer: chance.happens(question.offer, 0.1) ? 'Y' : 'N',
    imageUrl: `http://${imageHost}/v1/lotImages/${number}?country=us&brand=cprt&yardNumber=${yard.number}`,
    trim: vehicle.trim,
    lastUpdatedAt: `${new Date(lot.updatedAt).toISOString().slice(0, 19)}Z`,
    rentals: yard.name.startsWith('RENTAL') ? 'true' : 'false',
    copartSelect: chance.happens(question.selected, 0.1) ? 'true' : 'false',
    sellerName: '',
    ...offsiteCells(lot),
    saleLight: chance.happens(question.light, 0.03) ? 'GREEN LIGHT' : '',
    autoGrade: chance.happens(question.light, 0.03) ? '3.4' : '',
    announcements: chance.happens(question.announcement, 0.02) ? 'Odometer,Title Absent' : '',
  };
}

function saleCells(
  lot: MarketLot,
  now: number,
): Pick<SalesRow, 'saleDate' | 'dayOfWeek' | 'saleTime' | 'timeZone'> {
  const { chance, life } = lot;
  const usual = chance.pick(question.usualTime, ['1000', '1200', '900', '0']);
  const sale = printedSale(life.yard, lot.saleAt, usual, now);
  const isTimeLost = !life.isLively && chance.happens(question.hasTimeZero, 0.003);
  return {
    saleDate: sale.date,
    dayOfWeek: sale.weekday,
    saleTime: isTimeLost ? '0' : sale.time,
    timeZone: sale.zone,
  };
}

// prettier-ignore
type VehicleCell =
  | 'vehicleType' | 'year' | 'make' | 'modelGroup' | 'modelDetail' | 'bodyStyle' | 'color'
  | 'damageDescription' | 'secondaryDamage' | 'saleTitleState' | 'saleTitleType' | 'hasKeys'
  | 'lotConditionCode' | 'vin' | 'odometer' | 'odometerBrand' | 'engine' | 'drive'
  | 'transmission' | 'fuelType' | 'cylinders' | 'runsDrives';

function vehicleCells(lot: MarketLot): Pick<SalesRow, VehicleCell> {
  const { vehicle, life, chance } = lot;
  const { model } = vehicle;
  const isShouted = !chance.happens(question.driveCase, 0.15);
  return {
    vehicleType: model.type,
    year: String(vehicle.year),
    make: model.make,
    modelGroup: model.model.slice(0, 10), // always cut at ten characters
    modelDetail: modelDetail(lot),
    bodyStyle: model.body,
    color: vehicle.color,
    damageDescription: vehicle.damage,
    secondaryDamage: vehicle.secondaryDamage,
    saleTitleState: life.yard.state,
    saleTitleType: vehicle.titleType,
    hasKeys: vehicle.hasKeys ? 'YES' : 'NO',
    lotConditionCode: vehicle.condition,
    vin: vehicle.vin,
    odometer: `${vehicle.odometer}.0`,
    odometerBrand: vehicle.odometerBrand,
    engine: model.engine,
    drive: isShouted ? model.drive : model.drive.replace('FRONT WHEEL DRIVE', 'Front-wheel Drive'),
    transmission: model.engine === '' ? '' : 'AUTOMATIC',
    fuelType: model.fuel,
    cylinders: model.cylinders,
    runsDrives: conditions[vehicle.condition],
  };
}

function modelDetail(lot: MarketLot): string {
  const damage = quoteDamage(lot);
  if (damage === 'RAW_QUOTE') return '96" HIGH ROOF';
  return damage === 'DOUBLED_QUOTE' ? 'TRACK 120 X 137"' : lot.vehicle.detail;
}

function moneyCells({
  vehicle,
  bidMinor,
  buyNowMinor,
}: MarketLot): Pick<SalesRow, 'retailValue' | 'repairCost' | 'highBid' | 'buyItNowPrice'> {
  return {
    retailValue: money(vehicle.retailMinor),
    repairCost: money(vehicle.repairMinor),
    highBid: money(bidMinor),
    buyItNowPrice: money(buyNowMinor),
  };
}

function offsiteCells({
  chance,
  life,
}: MarketLot): Pick<SalesRow, 'offsiteAddress' | 'offsiteState' | 'offsiteCity' | 'offsiteZip'> {
  const isOffsite = chance.happens(question.offsite, 0.015);
  const { yard } = life;
  return {
    offsiteAddress: isOffsite ? '1 EXAMPLE ROAD' : '',
    offsiteState: isOffsite ? yard.state : '',
    offsiteCity: isOffsite ? yard.city : '',
    offsiteZip: isOffsite ? yard.zip.slice(0, yard.country === 'CAN' ? 3 : 5) : '',
  };
}

function saleStatus(share: number): string {
  if (share < 0.82) return 'Pure Sale';
  return share < 0.92 ? 'On Minimum Bid' : 'On Approval';
}

function note({ chance, life }: MarketLot): string {
  if (life.yard.state === 'QC' && chance.happens(question.note, 0.4)) {
    return chance.pick(question.note + 1_000, frenchNotes);
  }
  return chance.happens(question.note, 0.06) ? chance.pick(question.note + 1_000, notes) : '';
}

function itemNumber({ chance, saleAt, run }: MarketLot): string {
  return saleAt === null ? '0' : String(chance.whole(question.item + run, 1, 900));
}

/** Where it stands in the yard; it is moved now and then. */
function gridRow({ chance, moves }: MarketLot): string {
  const row = chance.whole(question.grid + moves, 1, 99) * 10;
  return `${chance.character(question.grid + 1_000 + moves, 'ABCDEFGH')}${String(row).padStart(3, '0')}`;
}

/** 1250.0, 4739.42; nothing is 0.0. @param minor minor units */
export function money(minor: number | null): string {
  if (minor === null || minor === 0) return '0.0';
  return minor % 100 === 0 ? `${minor / 100}.0` : String(minor / 100);
}

/** 2029-12-01-10.20.30.000000 */
function stamped(at: number, separator: string, fraction: string): string {
  const [date = '', time = ''] = new Date(at).toISOString().slice(0, 19).split('T');
  return `${date}${separator}${time.replaceAll(':', '.')}${fraction}`;
}
