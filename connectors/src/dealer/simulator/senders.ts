/** Made-up dealers, each with vehicles of its own and a file format of somebody else's (feeds.md section 11). */
import type { MarketLot } from '@auction/streams/simulation/market';
import { isShown, listFaults, reshaped } from '../../simulator/content-faults.ts';
import type { FaultRule } from '../../simulator/fault-plan.ts';
import { SiteMarket } from '../../simulator/site-market.ts';
import type { SiteMarketOptions } from '../../simulator/site-market.ts';

/** How a dealer's program leaves a file: under another name first, with a marker beside it, or slowly in place. */
export type Manner = 'RENAMED' | 'MARKED' | 'SLOWLY';

export interface Sender {
  /** As its mapping calls it, and its folder. */
  readonly sender: string;
  readonly manner: Manner;
  readonly ending: string;
  /** All it offers. @param at market time, epoch ms @param fault of what it offers, when it is one */
  readonly file: (at: number, fault?: FaultRule) => Buffer;
  /** Ids of all it offers, as its mapping makes them, whatever its files say. */
  readonly ids: (at: number) => string[];
}

/** Faults of what a dealer's file offers. */
export const offerFaults: readonly string[] = [...listFaults, 'required-dropped', 'key-added'];

/** Marked invented: a test looks for it downstream, where none of it may arrive. */
export const personMark = 'INVENTED-PERSON';

type Cells = Readonly<Record<string, string>>;

const price = (minor: number): string => (minor / 100).toFixed(2);
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
/** Quotes what needs them, as most programs do. */
const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? quoted(text) : text);
const tabCell = (text: string): string => (/["\t\r\n]/.test(text) ? quoted(text) : text);
/** `2026-11-30 15:00:00.000`, in UTC. */
const wallTime = (at: number): string =>
  new Date(at).toISOString().replace('T', ' ').replace('Z', '');

function table(
  names: readonly string[],
  rows: readonly Cells[],
  separator: string,
  cell: (text: string) => string,
): string {
  const lines = rows.map((row) => names.map((name) => cell(row[name] ?? '')).join(separator));
  return `${[names.map(cell).join(separator), ...lines].join('\r\n')}\r\n`;
}

/** Google vehicle listings: units and currency inside the values; asks for a VIN. */
const googleRow = ({ vehicle, lotNumber }: MarketLot): Cells => ({
  vin: vehicle.vin,
  store_code: 'NORTH-1',
  dealership_name: 'Invented Motors North',
  price: `${price(vehicle.retailMinor)} USD`,
  condition: 'used',
  make: vehicle.model.make,
  model: vehicle.detail,
  trim: vehicle.trim,
  year: String(vehicle.year),
  mileage: `${vehicle.odometer.toLocaleString('en-US')} miles`,
  image_link: `https://images.example/g/${lotNumber}.jpg`,
  additional_image_link: `https://images.example/g/${lotNumber}-2.jpg`,
  link: `https://north.example/${lotNumber}`,
});

/** Meta automotive: paths as headers, JSON in a cell, a title over two lines now and then. */
const metaRow = ({ vehicle, lotNumber, life }: MarketLot): Cells => ({
  vehicle_id: `S${lotNumber}`,
  title: `${vehicle.year} ${vehicle.model.make} ${vehicle.detail}${lotNumber % 20 === 0 ? '\n"one owner"' : ''}`,
  url: `https://south.example/${lotNumber}`,
  vin: vehicle.vin,
  make: vehicle.model.make,
  model: vehicle.detail,
  year: String(vehicle.year),
  'mileage.value': String(vehicle.odometer),
  'mileage.unit': life.yard.country === 'CAN' ? 'KM' : 'MI',
  'image[0].url': `https://images.example/m/${lotNumber}.jpg`,
  address: JSON.stringify({ city: life.yard.city, region: life.yard.state }),
  price: `${price(vehicle.retailMinor)} ${life.yard.country === 'CAN' ? 'CAD' : 'USD'}`,
  state_of_vehicle: 'Used',
});

/** An auction's day file: sales with times and sentinels, and people's names that nobody may see. */
const iaaRow = ({
  vehicle,
  lotNumber,
  life,
  saleAt,
  buyNowMinor,
  updatedAt,
}: MarketLot): Cells => ({
  stockNumber: String(lotNumber),
  listingUrl: `https://day-sale.example/${lotNumber}`,
  vin: vehicle.vin,
  year: String(vehicle.year),
  make: vehicle.model.make,
  model: vehicle.detail,
  series: vehicle.trim,
  bodyStyle: vehicle.model.body,
  exteriorColor: vehicle.color,
  mileage: vehicle.odometer === 0 ? '—' : String(vehicle.odometer),
  odometerUnit: life.yard.country === 'CAN' ? 'km' : 'mi',
  odometerBrand: vehicle.odometerBrand === 'A' ? 'Actual' : 'Not Actual',
  primaryDamage: vehicle.damage,
  secondaryDamage: vehicle.secondaryDamage,
  titleState: life.yard.state,
  titleCode: vehicle.titleType,
  runAndDrive: vehicle.condition === 'D' ? 'True' : 'False',
  startsDesc: vehicle.condition === 'E' ? '[PREMIUM]' : 'Starts',
  hasKeys: vehicle.hasKeys ? 'True' : 'False',
  engine: '2.0L I4',
  drivetrain: 'FWD',
  transmission: 'Automatic',
  fuelType: 'Gasoline',
  cylinders: '4',
  locationCity: life.yard.city,
  locationState: life.yard.state,
  locationZip: life.yard.zip,
  branchName: `${life.yard.city} Branch`,
  sellerName: `${personMark} Insurance`,
  locationPhone: `${personMark} 555-0100`,
  auctionDateTime: saleAt === null ? '1900-01-01 06:00:00.000' : wallTime(saleAt),
  currencyCode: life.yard.country === 'CAN' ? 'CAD' : 'USD',
  buyNowPrice: buyNowMinor === null ? ' ' : price(buyNowMinor),
  estimatedRepairCost: price(vehicle.repairMinor),
  updatedAt: wallTime(updatedAt),
});

type Shown = Omit<SiteMarketOptions, 'siteNumber'>;
/** Sites have the numbers below. */
const firstDealerNumber = 21;

export interface Format {
  readonly row: (lot: MarketLot) => Cells;
  /** Column a file cannot do without. */
  readonly required: string;
  readonly id: (lot: MarketLot) => string;
  readonly text: (names: readonly string[], rows: readonly Cells[]) => Buffer;
}

const byteOrderMark = '\uFEFF';
export const formats: Readonly<Record<'google' | 'meta' | 'iaa', Format>> = {
  google: {
    row: googleRow,
    required: 'vin',
    id: ({ vehicle }) => `google-vehicle:${vehicle.vin}@NORTH-1`,
    text: (names, rows) => Buffer.from(`${byteOrderMark}${table(names, rows, ',', csvCell)}`),
  },
  meta: {
    row: metaRow,
    required: 'vehicle_id',
    id: ({ lotNumber }) => `meta-automotive:S${lotNumber}`,
    text: (names, rows) =>
      Buffer.from(`${byteOrderMark}${table(names, rows, '\t', tabCell)}`, 'utf16le'),
  },
  iaa: {
    row: iaaRow,
    required: 'stockNumber',
    id: ({ lotNumber }) => `iaa-like:${lotNumber}`,
    text: (names, rows) => Buffer.from(table(names, rows, ',', quoted)),
  },
};

type Offer = Pick<Sender, 'file' | 'ids'>;

function offerOf(lots: (at: number) => MarketLot[], { row, required, id, text }: Format): Offer {
  return {
    ids: (at) => lots(at).map(id),
    file: (at, fault) => {
      const all = lots(at);
      const columns = (lot: MarketLot): Cells => reshaped(row(lot), required, fault) as Cells;
      const names = all.slice(0, 1).flatMap((lot) => Object.keys(columns(lot)));
      return text(names, all.filter((lot) => isShown(lot, fault)).map(columns));
    },
  };
}

/** Three dealers with a market of their own each. */
export function dealerSenders(shown: Shown): [Sender, Sender, Sender] {
  const lots = (number: number) => {
    const market = new SiteMarket({ ...shown, siteNumber: firstDealerNumber + number });
    return (at: number): MarketLot[] => [...market.lotsAt(at)];
  };
  const [all, south, day] = [lots(0), lots(1), lots(2)];
  // The format has no id but the VIN.
  const north = (at: number) => all(at).filter(({ vehicle }) => vehicle.vin.length === 17);
  return [
    {
      ...{ sender: 'google-vehicle', manner: 'RENAMED', ending: 'csv' },
      ...offerOf(north, formats.google),
    },
    {
      ...{ sender: 'meta-automotive', manner: 'MARKED', ending: 'tsv' },
      ...offerOf(south, formats.meta),
    },
    { ...{ sender: 'iaa-like', manner: 'SLOWLY', ending: 'csv' }, ...offerOf(day, formats.iaa) },
  ];
}
