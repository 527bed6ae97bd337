/** What must hold whatever organisations and time do to a lot (bidding.md section 18.4). */
import fc from 'fast-check';
import { aBid, aCommand, anOpenLot, opensAt, someTerms } from '../../testing/auction/an-own-lot.ts';
import type { Book } from './book.ts';
import type { Command } from './command.ts';
import { reach, take } from './fold.ts';
import type { Step } from './fold.ts';

const minuteMs = 60_000;

interface Move {
  readonly orgId: string;
  readonly amountMinor: number;
  readonly minutes: number;
  readonly what: 'BID' | 'AGAIN' | 'REMOVE' | 'CLOSE' | 'COUNTER' | 'APPROVE' | 'ACCEPT';
}

const moves = fc.array(
  fc.record<Move>({
    orgId: fc.constantFrom('A', 'B', 'C', 'seller', 'linked'),
    amountMinor: fc.integer({ min: 9, max: 40 }).map((steps) => steps * 5000),
    minutes: fc.integer({ min: 0, max: 3 }),
    what: fc.oneof(
      { weight: 12, arbitrary: fc.constant('BID' as const) },
      { weight: 2, arbitrary: fc.constantFrom('AGAIN', 'CLOSE', 'COUNTER', 'APPROVE', 'ACCEPT') },
      { weight: 1, arbitrary: fc.constant('REMOVE' as const) },
    ),
  }),
  { maxLength: 40 },
);
const terms = fc
  .record({
    reserveMinor: fc.constantFrom(null, 100_000),
    buyNowMinor: fc.constantFrom(null, 180_000),
  })
  .map((given) => someTerms(given));

function commandOf({ what, orgId, amountMinor }: Move, receivedAt: number): Command {
  const by = { orgId, receivedAt };
  switch (what) {
    case 'REMOVE': {
      const wish = { type: 'RETRACT_BID', targetOrg: orgId, reasonCode: 'X' } as const;
      return aCommand(wish, { orgId: 'platform', isAdmin: true, receivedAt });
    }
    case 'COUNTER':
      return aCommand({ type: 'COUNTER', amountMinor }, { ...by, orgId: 'seller' });
    case 'APPROVE':
      return aCommand({ type: 'APPROVE_SALE' }, { ...by, orgId: 'seller' });
    case 'ACCEPT':
      return aCommand({ type: 'ACCEPT_COUNTER' }, by);
    default:
      return aCommand({ type: 'PLACE_BID', bid: aBid({ amountMinor }) }, by);
  }
}

const ends = new Set(['LotAwarded', 'LotNotSold', 'LotWithdrawn']);

interface Seen {
  seq: number;
  endCount: number;
  readonly letterNumbers: Map<string, number>;
}

/** Numbers without gaps, one end, a price between start and maximum, and nobody stands who may not. */
function check(book: Book, step: Step, seen: Seen): void {
  if (step.events.length > 0) expect(step.firstSeq).toBe(seen.seq + 1);
  seen.seq += step.events.length;
  expect(book.seq).toBe(seen.seq);
  for (const { toOrg, number, isRepeat } of step.letters) {
    if (isRepeat) continue;
    expect(number).toBe((seen.letterNumbers.get(toOrg) ?? number - 1) + 1);
    seen.letterNumbers.set(toOrg, number);
  }
  seen.endCount += step.events.filter(({ type }) => ends.has(type)).length;
  expect(seen.endCount).toBe(['SOLD', 'NOT_SOLD'].includes(book.status) ? 1 : 0);
  const { leader, priceMinor } = book.market;
  if (leader !== undefined) {
    expect(priceMinor).toBeGreaterThanOrEqual(book.terms.startMinor);
    expect(priceMinor).toBeLessThanOrEqual(leader.maxMinor);
  }
  expect(book.parties.get('seller')?.maxMinor ?? 0).toBe(0);
  expect(book.parties.get('linked')?.maxMinor ?? 0).toBe(0);
  if (book.status === 'SOLD' && book.soldBy === 'BID') expect(book.market.isReserveMet).toBe(true);
}

it('holds after every step', () => {
  fc.assert(
    fc.property(terms, moves, (agreed, story) => {
      const book = anOpenLot(agreed);
      const seen: Seen = { seq: book.seq, endCount: 0, letterNumbers: new Map() };
      let at = opensAt;
      let last: Command | undefined;
      for (const move of story) {
        at += move.minutes * minuteMs;
        const endedAt = book.endsAt;
        const priceBefore = book.market.priceMinor;
        if (move.what === 'CLOSE') {
          check(book, reach(book, { type: 'CLOSE_DUE', forAt: book.endsAt }, at), seen);
          continue;
        }
        const command = move.what === 'AGAIN' && last !== undefined ? last : commandOf(move, at);
        const step = take('L', book, command, at);
        check(book, step, seen);
        if (command === last) expect(step.events).toEqual([]);
        expect(step.letters.filter(({ outcome }) => outcome !== null)).toHaveLength(1);
        expect(book.endsAt).toBeGreaterThanOrEqual(endedAt);
        if (move.what !== 'REMOVE')
          expect(book.market.priceMinor).toBeGreaterThanOrEqual(priceBefore);
        const isBid = command.wish.type === 'PLACE_BID' && command !== last;
        if (isBid && step.letters[0]?.outcome?.result === 'ACCEPTED')
          expect(at).toBeLessThan(endedAt);
        last = command;
      }
    }),
    { numRuns: 300 },
  );
});
