import type { EndedLot } from '@auction/gateway/contract';

/** A sale in the chart: 0 to 1 from the left and from below. */
export interface SaleDot {
  readonly lotId: string;
  readonly x: number;
  readonly y: number;
  readonly isSold: boolean;
}

export interface SaleDots {
  readonly dots: readonly SaleDot[];
  /** Epoch ms. */
  readonly from: number;
  readonly until: number;
  /** Minor units. */
  readonly low: number;
  readonly high: number;
}

/** Prices of one currency over time; null: fewer than two, which is no chart. */
export function saleDots(lots: readonly EndedLot[], currency: string): SaleDots | null {
  const priced = lots.filter(
    (lot): lot is EndedLot & { price: number } =>
      lot.price !== null && lot.currency === currency && lot.status !== 'WITHDRAWN',
  );
  if (priced.length < 2) return null;
  const times = priced.map(({ endedAt }) => endedAt);
  const prices = priced.map(({ price }) => price);
  const [from, until] = [Math.min(...times), Math.max(...times)];
  const [low, high] = [Math.min(...prices), Math.max(...prices)];
  const share = (value: number, least: number, most: number): number =>
    most === least ? 0.5 : (value - least) / (most - least);
  const dots = priced.map(({ lotId, endedAt, price, status }) => ({
    lotId,
    x: share(endedAt, from, until),
    y: share(price, low, high),
    isSold: status === 'SOLD',
  }));
  return { dots, from, until, low, high };
}
