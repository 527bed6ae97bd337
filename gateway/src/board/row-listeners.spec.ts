import { aLot } from '../testing/a-lot.ts';
import { Board } from './board.ts';

test('listeners see every change while the board is live, with the row before; not the past', () => {
  const { lots } = new Board({ epoch: 'e1', sourceCount: 1, now: () => 0 });
  const seen: string[] = [];
  lots.rowListeners.add((row, was) => {
    seen.push(`${row.id} ${String(was?.price ?? '-')} -> ${String(row.price)}`);
  });
  const put = (version: number, priceMinor: number, fresh: boolean) =>
    lots.put(aLot({ lotId: 'a', version, priceMinor }), {
      source: 0,
      offset: version,
      committedAt: 0,
      publishedAt: 0,
      fresh,
    });
  put(1, 100, false);
  put(2, 200, true);
  put(2, 999, true);
  put(3, 300, true);
  lots.put(aLot({ lotId: 'b', version: 1, priceMinor: 5 }), {
    source: 0,
    offset: 9,
    committedAt: 0,
    publishedAt: 0,
    fresh: true,
  });
  expect(seen).toEqual(['a 100 -> 200', 'a 200 -> 300', 'b - -> 5']);
});
