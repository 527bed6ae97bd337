/** The `filter` of a search: what is understood applies, the rest is left out with a warning. */
import type { MarketLot } from '@auction/streams/simulation/market';
import { isFixedPrice, shownPrice } from './item-record.ts';

export interface SearchFilter {
  readonly isAuctions: boolean;
  readonly from: number;
  readonly to: number;
}

export interface Warning {
  readonly errorId: number;
  readonly message: string;
}

/** Without a word of buying options only fixed prices are shown. */
const everything: SearchFilter = { isAuctions: false, from: 0, to: Infinity };
const forms = {
  buyingOptions: /buyingOptions:\{([A-Z_|]+)\}/,
  price: /price:\[(\d*(?:\.\d+)?)\.\.(\d*(?:\.\d+)?)\]/,
  currency: /priceCurrency:[A-Z]{3}/,
};

export function readFilter(text: string | null): {
  filter: SearchFilter;
  warnings: readonly Warning[];
} {
  if (text === null) return { filter: everything, warnings: [] };
  const options = forms.buyingOptions.exec(text)?.[1]?.split('|') ?? [];
  const price = forms.price.exec(text);
  const hasPrice = price !== null && forms.currency.test(text);
  const rest = Object.values(forms).reduce((left, form) => left.replace(form, ''), text);
  const isUnknown = rest.replaceAll(',', '') !== '' || hasPrice !== (price !== null);
  const warning = { errorId: 12_002, message: 'A filter is not valid and was ignored.' };
  return {
    filter: {
      isAuctions: options.includes('AUCTION'),
      from: hasPrice ? Number(price[1]) : 0,
      to: hasPrice && price[2] !== '' ? Number(price[2]) : Infinity,
    },
    warnings: isUnknown ? [warning] : [],
  };
}

export function matches({ isAuctions, from, to }: SearchFilter, lot: MarketLot): boolean {
  if (isFixedPrice(lot) === isAuctions) return false;
  const price = shownPrice(lot);
  return price >= from && price <= to;
}
