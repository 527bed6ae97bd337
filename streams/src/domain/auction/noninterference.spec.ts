/**
 * What is hidden stays hidden: runs that differ only in what nobody may see have the same public events,
 * rows included, byte for byte (bidding.md sections 13 and 18.5).
 */
import fc from 'fast-check';
import {
  aBid,
  aCommand,
  anOpenLot,
  endsAt,
  opensAt,
  someTerms,
} from '../../testing/auction/an-own-lot.ts';
import type { TermsGiven } from '../../testing/auction/an-own-lot.ts';
import { reach, take } from './fold.ts';
import type { Step } from './fold.ts';
import { lotRow } from './lot-row.ts';

interface Bid {
  readonly orgId: string;
  readonly amountMinor: number;
}

/** Everything everybody sees: numbered events, and the row after each command that emitted one. */
function publicStream(terms: TermsGiven, bids: readonly Bid[]): string[] {
  const book = anOpenLot(someTerms({ startMinor: 500, incTable: 'flat-50@1', ...terms }));
  const seen: string[] = [];
  const see = ({ events, firstSeq }: Step, at: number): void => {
    if (events.length === 0) return;
    const row = lotRow(book, { summary: 'a car', changedAt: at, publishedAt: at });
    seen.push(JSON.stringify([firstSeq, events, row]));
  };
  bids.forEach(({ orgId, amountMinor }, index) => {
    const at = opensAt + index;
    const bid = aBid({ amountMinor });
    const command = aCommand({ type: 'PLACE_BID', bid }, { orgId, receivedAt: at });
    see(take('L', book, command, at), at);
  });
  see(reach(book, { type: 'CLOSE_DUE', forAt: book.endsAt }, endsAt + 500), book.endsAt);
  return seen;
}

const challengers: fc.Arbitrary<Bid[]> = fc.array(
  fc.record({
    orgId: fc.constantFrom('A', 'B', 'C'),
    amountMinor: fc.integer({ min: 1, max: 40 }).map((steps) => 500 + 25 * steps),
  }),
  { maxLength: 12 },
);
/** Above every challenger's maximum (1500) and a step. */
const hidden = fc.integer({ min: 1551, max: 1_000_000 });

it('the maximum of a leader whom nobody reaches', () => {
  fc.assert(
    fc.property(challengers, fc.nat(12), hidden, hidden, (bids, place, one, other) => {
      const story = (amountMinor: number): Bid[] =>
        bids.toSpliced(place, 0, { orgId: 'Z', amountMinor });
      expect(publicStream({}, story(one))).toEqual(publicStream({}, story(other)));
      const lot = { reserveMinor: 1550 };
      expect(publicStream(lot, story(one))).toEqual(publicStream(lot, story(other)));
    }),
  );
});

it('a reserve that nobody reaches', () => {
  fc.assert(
    fc.property(challengers, hidden, hidden, (bids, one, other) => {
      expect(publicStream({ reserveMinor: one }, bids)).toEqual(
        publicStream({ reserveMinor: other }, bids),
      );
    }),
  );
});

it('a silent raise, and refused bids', () => {
  fc.assert(
    fc.property(challengers, hidden, (bids, amountMinor) => {
      // Stamps are counted by place, so both runs have as many commands: a refused one or a silent raise.
      const refused = { orgId: 'B', amountMinor: 1 };
      const first = { orgId: 'Z', amountMinor };
      const raised = { orgId: 'Z', amountMinor: amountMinor + 1 };
      const quiet = publicStream({}, [first, refused, ...bids, refused]);
      expect(publicStream({}, [first, raised, ...bids, refused])).toEqual(quiet);
    }),
  );
});

it('the test sees what is not hidden', () => {
  const story = (amountMinor: number): Bid[] => [
    { orgId: 'A', amountMinor: 1000 },
    { orgId: 'B', amountMinor },
  ];
  expect(publicStream({}, story(1020))).not.toEqual(publicStream({}, story(1030)));
});
