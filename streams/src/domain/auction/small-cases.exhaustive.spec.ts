/** Every sequence of three bids of three bidders at four amounts and both kinds, under every tie rule. */
import { aBid, aCommand, anOpenLot, opensAt, someTerms } from '../../testing/auction/an-own-lot.ts';
import { NaiveAuction } from '../../testing/auction/naive-auction.ts';
import { take } from './fold.ts';
import type { BidKind, Policy } from './terms.ts';

const orgs = ['A', 'B', 'C'] as const;
const amounts = [500, 520, 550, 620];
const kinds: readonly BidKind[] = ['FLAT', 'PROXY'];
const bids = orgs.flatMap((orgId) =>
  amounts.flatMap((amountMinor) => kinds.map((kind) => ({ orgId, amountMinor, kind }))),
);
type Bid = (typeof bids)[number];

const ladder = [[0, 50]] as const;

/** @returns the story where fold and oracle part; undefined when they do not */
function parting(policy: Partial<Policy>, reserve: number | null, story: readonly Bid[]) {
  const lot = { startMinor: 500, reserveMinor: reserve, incTable: 'flat-50@1', policy };
  const book = anOpenLot(someTerms(lot));
  const oracle = new NaiveAuction({
    start: 500,
    reserve,
    ladder,
    tie: policy.tie ?? 'EARLIER',
    showsFull: policy.belowReserve === 'FULL',
    leaderFlatRaisesPrice: policy.selfFlat === 'RAISE_PRICE',
    mayLower: policy.allowLower ?? false,
  });
  for (const [index, { orgId, kind, amountMinor }] of story.entries()) {
    const isPre = index === 0;
    const bid = aBid({ kind, amountMinor, phase: isPre ? 'PRE' : 'LIVE' });
    const command = aCommand({ type: 'PLACE_BID', bid }, { orgId });
    const code = take('L', book, command, opensAt).letters[0]?.outcome?.code ?? '';
    const expected = oracle.bid(orgId, kind === 'FLAT', amountMinor, isPre);
    const { price = 0, leader, ask } = oracle.view();
    const { market } = book;
    const isEqual =
      code === expected &&
      market.priceMinor === price &&
      market.leader?.orgId === leader &&
      market.askMinor === ask;
    if (!isEqual) return story.slice(0, index + 1);
  }
  return undefined;
}

it.each<[policy: Partial<Policy>, reserve: number | null]>([
  [{}, null],
  [{ tie: 'REJECT_EQUAL', selfFlat: 'RAISE_PRICE' }, null],
  [{ tie: 'PREBID_LOSES', allowLower: true }, 550],
  [{ belowReserve: 'FULL', allowLower: true, selfFlat: 'RAISE_PRICE' }, 600],
])('under %j with reserve %j', (policy, reserve) => {
  const stories = bids.flatMap((first) =>
    bids.flatMap((second) => bids.map((third) => [first, second, third])),
  );
  expect(stories).toHaveLength(24 ** 3);
  expect(stories.flatMap((story) => parting(policy, reserve, story) ?? [])).toEqual([]);
});
