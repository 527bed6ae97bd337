/**
 * What a buyer pays beside the bid, by site and currency: data with its version and its source. A
 * table is never changed, a correction is a new version. Taxes, transport and storage are not in it.
 */

/** Amounts in minor units, percentages in basis points (1 = 0.01 %). */
export type Fee =
  | {
      readonly label: string;
      readonly basisPoints: number;
      readonly leastMinor?: number;
      readonly mostMinor?: number;
    }
  | { readonly label: string; readonly flatMinor: number };

export interface FeeTable {
  /** `<site>-<currency>@<version>` */
  readonly id: string;
  readonly site: string;
  /** ISO 4217 code. */
  readonly currency: string;
  readonly fees: readonly Fee[];
  /** Where it was read, for people. */
  readonly source: string;
  /** True: a round figure or one of several tables of the site; people must look there. */
  readonly isExample: boolean;
}

/** In force, one per site and currency. */
export const feeTables: readonly FeeTable[] = [
  ...(['USD', 'EUR'] as const).map((currency) => ({
    id: `own-${currency.toLowerCase()}@1`,
    site: 'own',
    currency,
    fees: [
      { label: "Buyer's fee, 2.5 %", basisPoints: 250, leastMinor: 10_000, mostMinor: 75_000 },
    ],
    source: 'made up for lots sold here; an operator sets the real one',
    isExample: true,
  })),
  {
    id: 'copart-usd@1',
    site: 'copart',
    currency: 'USD',
    fees: [
      { label: 'Bidding fee, about 7.25 %', basisPoints: 725, leastMinor: 2_500 },
      { label: 'Virtual bid fee, at most', flatMinor: 14_900 },
      { label: 'Gate fee', flatMinor: 7_900 },
    ],
    source:
      'copart.com blog "How auction fees work": averages for clean titles and secured payment; the gate fee as quoted for 2024',
    isExample: true,
  },
  {
    id: 'ebay-usd@1',
    site: 'ebay',
    currency: 'USD',
    fees: [],
    source:
      'eBay Motors: sellers pay the fees of a vehicle, buyers none; sellers may ask for a document fee',
    isExample: true,
  },
  {
    id: 'gsa-usd@1',
    site: 'gsa',
    currency: 'USD',
    fees: [],
    source: 'GSA Auctions terms: the award price is what is paid',
    isExample: true,
  },
  {
    id: 'govdeals-usd@1',
    site: 'govdeals',
    currency: 'USD',
    fees: [{ label: "Buyer's premium, 12.5 %", basisPoints: 1_250 }],
    source: 'the usual premiumPercent of its assets; each asset names its own',
    isExample: true,
  },
  {
    id: 'bat-usd@1',
    site: 'bat',
    currency: 'USD',
    fees: [{ label: "Buyer's fee, 5 %", basisPoints: 500, leastMinor: 25_000, mostMinor: 750_000 }],
    source: "Bring a Trailer's published buyer's fee, as quoted by third parties",
    isExample: true,
  },
];

/** @returns undefined: nothing is known of that site's fees in that currency */
export const feeTableOf = (site: string, currency: string): FeeTable | undefined =>
  feeTables.find((table) => table.site === site && table.currency === currency);

export interface Total {
  readonly fees: readonly { readonly label: string; readonly minor: number }[];
  readonly totalMinor: number;
}

/**
 * What an amount costs with the fees of a table.
 * @param amountMinor the winning price, minor units
 * @returns each fee rounded half up to the minor unit, and all together. Total: no throw.
 */
export function totalWithFees(amountMinor: number, { fees }: Pick<FeeTable, 'fees'>): Total {
  const lines = fees.map((fee) => ({ label: fee.label, minor: feeOf(amountMinor, fee) }));
  return { fees: lines, totalMinor: lines.reduce((sum, { minor }) => sum + minor, amountMinor) };
}

function feeOf(amountMinor: number, fee: Fee): number {
  if ('flatMinor' in fee) return fee.flatMinor;
  const { basisPoints, leastMinor = 0, mostMinor = Infinity } = fee;
  const share = Number((BigInt(amountMinor) * BigInt(basisPoints) + 5_000n) / 10_000n);
  return Math.min(Math.max(share, leastMinor), mostMinor);
}
