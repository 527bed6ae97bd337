/** A lot of the made-up market as GSA's live API prints it: keys, paddings, HTML and all. */
import type { MarketLot } from '@auction/streams/simulation/market';
import { wallTime } from '@auction/streams/simulation/wall-time';

const question = { isProperty: 701, item: 702, hasVin: 703, reserve: 704, sale: 705 };
/** Four of five lots are no vehicles (feeds.md section 15). */
const propertyShare = 0.8;
const things = [
  'Metal Shelving Lot',
  'Patient Scale Lot',
  'Office Furniture, Assorted',
  'Paper Shredder',
  'Laboratory Freezer',
  '(12) Steel Lockers',
  'Aircraft Training Aid',
];
/** Marked invented: a test looks for it downstream, where none of it may arrive. */
export const contactMark = 'INVENTED-CONTACT';

export const isProperty = ({ chance }: MarketLot): boolean =>
  chance.happens(question.isProperty, propertyShare);

export interface AuctionRecord {
  readonly saleNo: string;
  readonly lotNo: string;
  readonly [key: string]: string | number | boolean | null;
}

/** Sale and lot number; the lot's zeros count. */
export function numbersOf({ lotNumber, chance }: MarketLot): { saleNo: string; lotNo: string } {
  const region = chance.whole(question.sale, 1, 9);
  const sale = String(Math.floor(lotNumber / 1_000)).slice(-5);
  return {
    saleNo: `${region}-1-QSC-I-${sale.slice(0, 2)}-${sale.slice(2)}`,
    lotNo: String(lotNumber % 1_000).padStart(3, '0'),
  };
}

const title = (text: string): string =>
  text.toLowerCase().replace(/\b[a-z]/g, (letter) => letter.toUpperCase());

function itemName(lot: MarketLot): string {
  if (isProperty(lot)) return lot.chance.pick(question.item, things);
  const { model, detail, year, trim } = lot.vehicle;
  return `${year} ${title(model.make)} ${title(detail)} ${trim}`.trim();
}

function lotInfo(lot: MarketLot): string {
  const overview = '<h4><span style="font-family: Arial;">Overview</span></h4>\n';
  if (isProperty(lot)) return `${overview}<p>Sold &ldquo;as is&rdquo;&nbsp;&amp; where is.</p>`;
  const { vin, odometer, color } = lot.vehicle;
  const vinText =
    lot.chance.happens(question.hasVin, 0.8) && vin !== '' ? `VIN:&nbsp;${vin}<br>` : '';
  const mileage = odometer > 0 ? `Mileage: ${odometer.toLocaleString('en-US')}<br>` : '';
  return `${overview}<p>${vinText}${mileage}Color: ${color}</p>\n`;
}

function dateOf(at: number, zone: string): string {
  const { year, month, day } = wallTime(zone, at);
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

const statusOf = (lot: MarketLot): string => {
  if (lot.saleAt === null) return 'Preview';
  return lot.lotNumber % 97 === 0 ? 'preview' : 'Active';
};

/** @param siteUrl where images are served */
export function auctionRecord(lot: MarketLot, siteUrl: string): AuctionRecord {
  const { life, saleAt, bidMinor, bidCount, lotNumber, chance } = lot;
  const { yard } = life;
  return {
    ...numbersOf(lot),
    aucStartDt: dateOf(life.listedAt, yard.zone),
    aucEndDt: saleAt === null ? null : dateOf(saleAt, yard.zone),
    itemName: itemName(lot),
    propertyAddr1: `SIM FACILITY ${yard.number}`,
    propertyAddr2: '1 EXAMPLE ROAD',
    propertyAddr3: null,
    propertyCity: yard.city,
    propertyState: yard.state,
    propertyZip: yard.zip.slice(0, 5),
    auctionStatus: statusOf(lot),
    saleLocation: 'GSA, FAS, SIM',
    locationOrg: 'Sim Federal Surplus Property',
    locationStAddr: '1 Example Street',
    locationCity: 'Springfield                   ',
    locationST: 'IL',
    locationZip: '62703null',
    biddersCount: bidCount === 0 ? null : Math.ceil(bidCount / 3),
    lotInfo: lotInfo(lot),
    instruction: `Point of Contact: ${contactMark} Jane Doe`,
    contractOfficer: `${contactMark} John Doe`,
    coEmail: `${contactMark}@example.gov`,
    coPhone: `${contactMark} 555-0100`,
    reserve: chance.happens(question.reserve, 0.9),
    aucIncrement: 50,
    highBidAmount: bidMinor === null ? null : Math.round(bidMinor / 100),
    inactivityTime: 10,
    agencyCode: '36',
    bureauCode: '09',
    agencyName: 'Department of Simulation',
    bureauName: 'Bureau of Made-up Things',
    itemDescURL: `${siteUrl}/auctions/preview/${lotNumber}`,
    imageURL: `${siteUrl}/auction/image/${lotNumber}.svg`,
  };
}
