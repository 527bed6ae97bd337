/** Random lots and random bids near every edge, through the fold and the oracle at once. */
import type { Book } from '../../domain/auction/book.ts';
import type { Wish } from '../../domain/auction/command.ts';
import { incrementTable } from '../../domain/auction/increment-tables.ts';
import type { LotTerms } from '../../domain/auction/terms.ts';
import { aBid, aCommand, anOpenLot, engine, opensAt, sellerOrg, someTerms } from './an-own-lot.ts';
import type { Engine } from './an-own-lot.ts';
import { NaiveAuction } from './naive-auction.ts';

/** A stream of pseudo-random numbers; the same seed gives the same bids. Source: Marsaglia's xorshift32. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed ^ 0x9e3779b9) | 1;
  }

  /** In 0 .. count - 1. */
  below(count: number): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) % count;
  }

  oneOf<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }
}

const orgs = ['A', 'B', 'C', 'D'] as const;

function randomTerms(dice: Dice): LotTerms {
  const incTable = dice.oneOf(['flat-5000@1', 'ebay-usd@1', 'copart-ie-eur@1', 'trademe-nzd@1']);
  const startMinor = dice.oneOf([100, 4900, 9900, 50_000, 99_900]);
  const reserveMinor = dice.oneOf([null, startMinor, startMinor * 2, startMinor * 3 + 17]);
  return someTerms({
    incTable,
    startMinor,
    reserveMinor,
    policy: {
      tie: dice.oneOf(['EARLIER', 'REJECT_EQUAL', 'PREBID_LOSES']),
      belowReserve: dice.oneOf(['INCREMENTAL', 'FULL']),
      selfFlat: dice.oneOf(['RAISE_MAX', 'RAISE_PRICE']),
      allowLower: dice.below(2) === 0,
    },
  });
}

const naive = ({ startMinor, reserveMinor, incTable, policy }: LotTerms): NaiveAuction =>
  new NaiveAuction({
    start: startMinor,
    reserve: reserveMinor,
    ladder: incrementTable(incTable)?.rows ?? [],
    tie: policy.tie,
    showsFull: policy.belowReserve === 'FULL',
    leaderFlatRaisesPrice: policy.selfFlat === 'RAISE_PRICE',
    mayLower: policy.allowLower,
  });

/** An amount at or near something that matters: the ask, somebody's maximum, the reserve, the price. */
function randomAmount(dice: Dice, { market, terms }: Book): number {
  const near = dice.oneOf([
    market.askMinor,
    market.askMinor,
    market.leader?.maxMinor ?? terms.startMinor,
    market.runnerUp?.maxMinor ?? terms.startMinor,
    terms.reserveMinor ?? terms.startMinor,
    market.askMinor + dice.below(4 * terms.startMinor),
  ]);
  return Math.max(1, near + dice.oneOf([-1, 0, 0, 1, 25]));
}

type Answered = readonly [wish: Wish, orgId: string, expected: string];

/** A random wish, and what the oracle says to it. */
function randomWish(dice: Dice, book: Book, oracle: NaiveAuction): Answered {
  const orgId = dice.oneOf(orgs);
  const chance = dice.below(24);
  if (chance === 0) {
    const expected = oracle.remove(orgId) ? '' : 'NOTHING_STANDS';
    return [{ type: 'RETRACT_BID', targetOrg: orgId, reasonCode: 'TEST' }, 'platform', expected];
  }
  if (chance === 1) {
    const nothing = { terms: null, isMaterial: false, endsAt: null, excludedOrgs: [] };
    const expected = oracle.waive() ? '' : 'NOT_ALLOWED';
    return [{ type: 'AMEND_LOT', amend: { ...nothing, waivesReserve: true } }, sellerOrg, expected];
  }
  const amountMinor = randomAmount(dice, book);
  const isFlat = dice.below(3) === 0;
  const isPre = dice.below(3) === 0;
  const kind = isFlat ? 'FLAT' : 'PROXY';
  const bid = aBid({ kind, amountMinor, phase: isPre ? 'PRE' : 'LIVE' });
  return [{ type: 'PLACE_BID', bid }, orgId, oracle.bid(orgId, isFlat, amountMinor, isPre)];
}

export interface BidCheck {
  readonly bidCount: number;
  readonly acceptedCount: number;
  readonly lotCount: number;
  readonly differences: readonly string[];
}

const wishesPerLot = 12;
const differencesMax = 20;

/** Plays one lot. @returns its bids, accepted ones, and the first difference */
function playLot(dice: Dice, by: Engine): { bids: number; accepted: number; fault?: string } {
  const terms = randomTerms(dice);
  const book = anOpenLot(terms, by);
  const oracle = naive(terms);
  const story: string[] = [];
  let bids = 0;
  let accepted = 0;
  for (let count = 0; count < wishesPerLot; count += 1) {
    const [wish, orgId, expected] = randomWish(dice, book, oracle);
    const sender = { orgId, isAdmin: orgId === 'platform' };
    const outcome = by.take('L', book, aCommand(wish, sender), opensAt).letters[0]?.outcome;
    const code = outcome?.code ?? '';
    if (wish.type === 'PLACE_BID') {
      bids += 1;
      if (code === '') accepted += 1;
      story.push(`${orgId} ${wish.bid.kind} ${wish.bid.amountMinor} ${wish.bid.phase}`);
    } else story.push(`${orgId} ${wish.type}`);
    const { price, leader, ask } = oracle.view();
    const { market } = book;
    const isEqual =
      code === expected &&
      market.priceMinor === (price ?? 0) &&
      market.leader?.orgId === leader &&
      market.askMinor === ask;
    if (!isEqual) {
      const found = `${code} ${market.priceMinor} ${market.leader?.orgId ?? '-'} ${market.askMinor}`;
      const wanted = `${expected} ${price ?? 0} ${leader ?? '-'} ${ask}`;
      const rules = JSON.stringify(terms.policy);
      return { bids, accepted, fault: `${story.join('; ')}: ${found} not ${wanted}; ${rules}` };
    }
  }
  return { bids, accepted };
}

/**
 * Random bids until there are as many as wanted.
 * @returns counts, and what fold and oracle disagree about (at most 20 lots)
 */
export function checkRandomBids(wanted: number, seed: number, by: Engine = engine): BidCheck {
  const dice = new Dice(seed);
  const differences: string[] = [];
  let bidCount = 0;
  let acceptedCount = 0;
  let lotCount = 0;
  while (bidCount < wanted && differences.length < differencesMax) {
    const { bids, accepted, fault } = playLot(dice, by);
    bidCount += bids;
    acceptedCount += accepted;
    lotCount += 1;
    if (fault !== undefined) differences.push(`lot ${lotCount} of seed ${seed}: ${fault}`);
  }
  return { bidCount, acceptedCount, lotCount, differences };
}
