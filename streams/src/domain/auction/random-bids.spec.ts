/** `npm run check:bids -- --bids 10000000` runs the long form. */
import { checkRandomBids } from '../../testing/auction/random-bids.ts';

it('fold and oracle agree after every command', () => {
  const { differences, bidCount, acceptedCount } = checkRandomBids(200_000, 1);
  expect(differences).toEqual([]);
  expect(acceptedCount / bidCount).toBeGreaterThan(0.2);
});
