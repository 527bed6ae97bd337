/**
 * nodejs-order-book under a load of its own kind: limit orders around one price, of which about every
 * second one trades. A matching engine is not an auction; the figure says what a JavaScript peer of the
 * nearest kind does on this machine, and is not like for like.
 */
import { OrderBook, Side } from 'nodejs-order-book';
import { Dice } from '@auction/streams/testing/auction/random-bids';

export interface LimitOrder {
  readonly side: Side;
  readonly id: string;
  readonly size: number;
  readonly price: number;
}

export function someOrders(count: number): LimitOrder[] {
  const dice = new Dice(1);
  return Array.from({ length: count }, (_, index) => ({
    side: dice.below(2) === 0 ? Side.BUY : Side.SELL,
    id: `order-${index}`,
    size: 1 + dice.below(10),
    price: 90 + dice.below(21),
  }));
}

/** @returns number of orders that traded at once */
export function matchOrders(orders: readonly LimitOrder[]): number {
  const book = new OrderBook();
  let traded = 0;
  for (const order of orders) {
    const { done, partial } = book.limit(order);
    if (done.length > 0 || partial !== null) traded += 1;
  }
  return traded;
}
