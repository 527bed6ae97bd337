/** Loads for `npm run bench:bids`: the bids of many lots, in the order in which they would arrive. */
import { incrementTable } from '@auction/streams/domain/auction/increment-tables';
import { Market } from '@auction/streams/domain/auction/market';
import type { Standing } from '@auction/streams/domain/auction/market';
import { usualPolicy } from '@auction/streams/domain/auction/terms';
import { Dice } from '@auction/streams/testing/auction/random-bids';

export interface Load {
  readonly lots: number;
  readonly orgs: number;
  readonly bids: number;
}

/** Columns instead of objects: what is measured is the fold, not the reading of its input. */
export interface BidColumns {
  readonly lot: Uint32Array;
  readonly org: Uint32Array;
  /** Minor units. */
  readonly amount: Int32Array;
}

const stepMinor = 5000;

/** Proxies that mostly reach the ask: each lot's amounts rise with its bids. */
export function someBids({ lots, orgs, bids }: Load, seed = 1): BidColumns {
  const dice = new Dice(seed);
  const columns: BidColumns = {
    lot: new Uint32Array(bids),
    org: new Uint32Array(bids),
    amount: new Int32Array(bids),
  };
  const level = new Float64Array(lots).fill(50_000);
  for (let index = 0; index < bids; index += 1) {
    const lot = dice.below(lots);
    columns.lot[index] = lot;
    columns.org[index] = dice.below(orgs);
    level[lot] = (level[lot] ?? 0) + stepMinor * dice.below(3);
    columns.amount[index] = (level[lot] ?? 0) + stepMinor * dice.below(4);
  }
  return columns;
}

/** Open lots with everybody known and nobody standing. */
export function marketsOf(load: Load): LotMarket[] {
  const table = incrementTable('flat-5000@1');
  if (table === undefined) throw new Error('the table is gone');
  const terms = { startMinor: 50_000, reserveMinor: null, table, policy: usualPolicy };
  return Array.from({ length: load.lots }, () => ({
    market: new Market<Standing>(terms),
    standings: Array.from({ length: load.orgs }, () => ({
      ...{ maxMinor: 0, floorMinor: 0, rank: 0, order: 0 },
    })),
  }));
}

export interface LotMarket {
  readonly market: Market<Standing>;
  /** By number of the organisation. */
  readonly standings: readonly Standing[];
}

/**
 * Bidding.md section 5 alone: full standings per lot; no time, no idempotency, no events.
 * @returns number of accepted bids
 */
export function foldPure(lots: readonly LotMarket[], { lot, org, amount }: BidColumns): number {
  let accepted = 0;
  for (let index = 0; index < amount.length; index += 1) {
    const one = lots[lot[index] ?? 0];
    const by = one?.standings[org[index] ?? 0];
    const amountMinor = amount[index] ?? 0;
    if (one === undefined || by === undefined) continue;
    if (one.market.refusal(by, 'PROXY', amountMinor) !== undefined) continue;
    one.market.put(by, one.market.offerAfter(by, 'PROXY', amountMinor, false));
    accepted += 1;
  }
  return accepted;
}
