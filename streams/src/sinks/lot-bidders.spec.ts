import { latestBidders } from './lot-bidders.ts';

const aBidder = (orgId: string, lotId: string, at: number) => ({ orgId, lotId, at });

test('the latest of each organisation and lot, in one order', () => {
  const given = [
    aBidder('b', 'one', 1),
    aBidder('a', 'two', 5),
    aBidder('a', 'one', 3),
    aBidder('a', 'two', 4),
    aBidder('b', 'one', 2),
  ];
  const expected = [aBidder('a', 'one', 3), aBidder('a', 'two', 5), aBidder('b', 'one', 2)];
  expect(latestBidders(given)).toEqual(expected);
});
