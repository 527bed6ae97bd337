/** Real bids of eBay auctions through the market of bidding.md section 5, by its section 18.2. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { readAmount } from '@auction/streams/domain/money';
import { z } from 'zod';
import type { RulesUnderTest } from './rules-under-test.ts';

const rowSchema = z.object({
  auctionid: z.string(),
  bid: z.string(),
  bidtime: z.coerce.number(),
  bidder: z.string(),
  openbid: z.string(),
  price: z.string(),
});

/** @throws on a text that is no amount */
function cents(text: string): number {
  const amount = readAmount(text, 'USD');
  if (typeof amount === 'number') return amount;
  throw new Error(`no amount: ${text}`);
}

export interface RealAuction {
  readonly id: string;
  /** Cents. */
  readonly start: number;
  readonly price: number;
  /** By time, then by place in the file. */
  readonly bids: readonly { readonly bidder: string; readonly amount: number }[];
}

/** Auctions of the file (Jank & Shmueli's eBay set, pseudonymised). */
export function realAuctions(file: string): RealAuction[] {
  const rows = z.array(rowSchema).parse(parse(readFileSync(file), { columns: true }));
  const byAuction = Map.groupBy(rows, ({ auctionid }) => auctionid);
  return [...byAuction].map(([id, bids]) => ({
    id,
    start: cents(bids[0]?.openbid ?? ''),
    price: cents(bids[0]?.price ?? ''),
    bids: bids
      .toSorted((one, other) => one.bidtime - other.bidtime)
      .map(({ bidder, bid }) => ({ bidder, amount: cents(bid) })),
  }));
}

interface Party {
  readonly bidder: string;
  maxMinor: number;
  floorMinor: number;
  rank: number;
  order: number;
}

interface Played {
  readonly price: number;
  readonly leader: string;
  readonly leaderMax: number;
  readonly belowAsk: number;
}

/** @param isStrict bids below the ask are refused; otherwise they stand, and are counted */
function played(auction: RealAuction, rules: RulesUnderTest, isStrict: boolean): Played {
  const market = rules.market<Party>(auction.start);
  const parties = new Map<string, Party>();
  let belowAsk = 0;
  for (const { bidder, amount } of auction.bids) {
    const by = parties.get(bidder) ?? { bidder, maxMinor: 0, floorMinor: 0, rank: 0, order: 0 };
    parties.set(bidder, by);
    const isBelow = by !== market.leader && amount < market.askMinor;
    if (isBelow) belowAsk += 1;
    if (amount <= by.maxMinor || (isBelow && isStrict)) continue;
    market.put(by, market.offerAfter(by, 'PROXY', amount, false));
  }
  const { leader, priceMinor } = market;
  const leaderMax = leader?.maxMinor ?? 0;
  return { price: priceMinor, leader: leader?.bidder ?? '', leaderMax, belowAsk };
}

/** Final price against the highest bid of the others, which is not masked. */
function unmasked(auction: RealAuction, { leader }: Played, rules: RulesUnderTest) {
  const others = auction.bids.filter(({ bidder }) => bidder !== leader);
  if (others.length === 0) return 'alone';
  const second = Math.max(...others.map(({ amount }) => amount));
  const step = rules.step(second);
  if (auction.price === second + step) return 'exact';
  if (auction.price < second) return 'below';
  return auction.price < second + step ? 'short' : 'above';
}

export interface EbayFigures {
  readonly auctions: number;
  readonly bids: number;
  readonly exactLenient: number;
  readonly exactStrict: number;
  readonly hiddenReserve: number;
  readonly unexplained: readonly string[];
  readonly belowAsk: number;
  readonly unmasked: Readonly<Record<'alone' | 'exact' | 'short' | 'above' | 'below', number>>;
  /** Lots above the second maximum and a step whose winner did not bid the price himself. */
  readonly aboveUnlikeBid: number;
}

/** How many lots the rules explain, and how. */
export function ebayFigures(auctions: readonly RealAuction[], rules: RulesUnderTest): EbayFigures {
  const counts = { alone: 0, exact: 0, short: 0, above: 0, below: 0 };
  const found = { exactLenient: 0, exactStrict: 0, hiddenReserve: 0, belowAsk: 0 };
  const unexplained: string[] = [];
  let bids = 0;
  let aboveUnlikeBid = 0;
  for (const auction of auctions) {
    const lenient = played(auction, rules, false);
    bids += auction.bids.length;
    found.belowAsk += lenient.belowAsk;
    if (played(auction, rules, true).price === auction.price) found.exactStrict += 1;
    if (lenient.price === auction.price) found.exactLenient += 1;
    else if (auction.price > lenient.price && auction.price === lenient.leaderMax) {
      found.hiddenReserve += 1;
    } else unexplained.push(auction.id);
    const relation = unmasked(auction, lenient, rules);
    counts[relation] += 1;
    if (relation === 'above' && auction.price !== lenient.leaderMax) aboveUnlikeBid += 1;
  }
  return {
    auctions: auctions.length,
    bids,
    ...found,
    unexplained,
    unmasked: counts,
    aboveUnlikeBid,
  };
}
