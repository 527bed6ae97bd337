import { closingFaults, closingVectors } from '../../testing/auction/closing-vectors.ts';
import { aBid, aCommand, anOpenLot, endsAt, someTerms } from '../../testing/auction/an-own-lot.ts';
import { take } from './fold.ts';

it.each(closingVectors)('$name', (vector) => {
  expect(closingFaults(vector)).toEqual([]);
});

it('a thousand extensions, each bid one millisecond before the end', () => {
  const book = anOpenLot(someTerms());
  for (let count = 0; count < 1000; count += 1) {
    const receivedAt = book.endsAt - 1;
    const bid = aBid({ amountMinor: book.market.askMinor });
    const orgId = count % 2 === 0 ? 'A' : 'B';
    take('L', book, aCommand({ type: 'PLACE_BID', bid }, { orgId, receivedAt }), receivedAt);
  }
  expect(book.extensionCount).toBe(1000);
  expect(book.endsAt - endsAt).toBe(119_999_000);
});
