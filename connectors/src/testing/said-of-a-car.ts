/** What sites say of one car, written as each of them writes its file: invented rows in their real formats. */
import type { Site } from '@auction/avro/topics';
import { aRow, aSalesFile } from '../copart/fixtures/a-sales-file.ts';

/** One offer of a car. */
export interface Said {
  readonly site: 'copart' | 'gsa' | 'govdeals' | 'manheim' | 'dealer';
  /** As the connector puts it together: `<saleNo>-<lotNo>`, `<asset>/<account>/<auction>`, `<channel>:<id>`. */
  readonly id: string;
  /** As printed; empty: none is. */
  readonly vin: string;
  /** Highest bid, whole dollars; dealers' files have none. */
  readonly bid?: number;
  readonly color?: string;
  /** Miles. */
  readonly odometer?: number;
  /** Day of the sale, as `2030-01-29`. */
  readonly endsOn?: string;
}

type Complete = Required<Said> & {
  /** Day of the file. */
  readonly saidOn: string;
};

const usual = { bid: 900, color: 'BLUE', odometer: 61_234, endsOn: '2030-02-15' };
const [year, make, model] = [2019, 'FORD', 'FUSION'] as const;
const digits = (day: string): string => day.replaceAll('-', '');

const copartRow = ({ id, vin, bid, color, odometer, endsOn, saidOn }: Complete): string =>
  aRow({
    ...{ lotNumber: id, vin, color, highBid: `${bid}.0`, odometer: `${odometer}.0` },
    ...{
      year: String(year),
      make,
      modelGroup: model,
      modelDetail: model,
      saleDate: digits(endsOn),
    },
    lastUpdatedAt: `${saidOn}T07:01:00Z`,
  });

function gsaRecord({ id, vin, bid, odometer, endsOn }: Complete): object {
  const at = id.lastIndexOf('-');
  return {
    ...{ saleNo: id.slice(0, at), lotNo: id.slice(at + 1), aucEndDt: endsOn },
    itemName: `${year} Ford Fusion`,
    lotInfo: `<p>VIN:&nbsp;${vin}<br>Mileage: ${odometer.toLocaleString('en-US')}</p>`,
    ...{ propertyCity: 'Example', propertyState: 'TX', propertyZip: '75000' },
    ...{ auctionStatus: 'Active', highBidAmount: bid, biddersCount: 2, reserve: false },
  };
}

/** As the connector puts both answers of the site together. */
function govdealsRecord({ id, vin, bid, odometer, endsOn }: Complete): object {
  const [assetId, accountId, auctionId] = id.split('/').map(Number);
  const asset = {
    ...{ assetId, accountId, auctionId, modelYear: String(year), makebrand: make, model },
    ...{ assetShortDescription: `${year} ${make} ${model}`, assetCategory: '94A' },
    ...{ vinserial: vin, meter: String(odometer), locationState: 'TX', country: 'USA' },
    ...{ assetAuctionEndDateUtc: `${endsOn}T20:00:00Z`, currencyCode: 'USD', currentBid: bid },
  };
  const bidBox = { assetStatusCd: 'STA', bidCount: 3, currentBid: bid, hasReservePrice: false };
  return { asset, bidBox };
}

function manheimRecord({ id, vin, bid, color, odometer, endsOn, saidOn }: Complete): object {
  const [source, own] = id.split(':');
  return {
    ...{ id: own, source, vin, year, make: 'Ford', models: [model], trims: [] },
    ...{ exteriorColor: color, odometer, odometerUnits: 'mi', bidPrice: bid, bidCount: 3 },
    ...{ status: 'LIVE', currency: 'USD', updatedAt: `${saidOn}T07:01:00.000Z` },
    auctionEndTime: `${endsOn}T20:00:00.000Z`,
  };
}

/** A partner's day file, of which VINs may be masked; the sender's name stands before the id. */
const dealerCells = ({ id, vin, color, odometer, endsOn, saidOn }: Complete) => ({
  ...{ stockNumber: id.replace('iaa-like:', ''), vin, year: String(year), make, model },
  ...{ series: '', bodyStyle: '', exteriorColor: color, mileage: String(odometer) },
  ...{ odometerUnit: 'mi', odometerBrand: 'Actual', primaryDamage: '', secondaryDamage: '' },
  ...{ titleState: '', titleCode: '', runAndDrive: 'True', startsDesc: '', hasKeys: 'True' },
  ...{ engine: '', drivetrain: '', transmission: '', fuelType: '', cylinders: '' },
  ...{ locationCity: 'Example', locationState: 'TX', locationZip: '75000', branchName: 'One' },
  ...{ sellerName: '', locationPhone: '', currencyCode: 'USD', buyNowPrice: '' },
  ...{ auctionDateTime: `${endsOn} 20:00:00.000`, estimatedRepairCost: '' },
  updatedAt: `${saidOn} 07:01:00.000`,
});

function dealerFile(offers: readonly Complete[]): string {
  const rows = offers.map(dealerCells);
  const names = Object.keys(rows[0] ?? {});
  return `${[names, ...rows.map((row) => Object.values(row))].map((row) => row.join(',')).join('\r\n')}\r\n`;
}

/**
 * A site's file with these offers.
 * @param saidOn day of the file, as `2030-01-10`
 */
export function siteFile(site: Said['site'], given: readonly Said[], saidOn: string): Buffer {
  const offers = given.map((one) => ({ ...usual, ...one, saidOn }));
  switch (site) {
    case 'copart':
      return aSalesFile(offers.map(copartRow));
    case 'gsa':
      return Buffer.from(JSON.stringify({ Results: offers.map(gsaRecord) }));
    case 'govdeals':
      return Buffer.from(offers.map((one) => `${JSON.stringify(govdealsRecord(one))}\n`).join(''));
    case 'manheim':
      return Buffer.from(
        JSON.stringify({ totalCount: offers.length, items: offers.map(manheimRecord) }),
      );
    case 'dealer':
      return Buffer.from(dealerFile(offers));
  }
}

export const sitesThatSpeak: readonly (Said['site'] & Site)[] = [
  ...(['copart', 'gsa', 'govdeals', 'manheim', 'dealer'] as const),
];
