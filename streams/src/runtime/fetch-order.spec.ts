import { fetchOrder } from './fetch-order.ts';

const wanted = ['a', 'b'].flatMap((topic) =>
  [0, 1, 2, 3].map((partition) => ({ topic, partition, next: 10 * partition })),
);
const orderAt = (turn: number): string[] =>
  fetchOrder(wanted, { prefix: 'x.', bytesMax: 100, turn }).flatMap(({ topic, partitions }) =>
    partitions.map(({ partition }) => `${topic}/${partition}`),
  );

test('all are asked for, each from where it is', () => {
  expect(fetchOrder(wanted.slice(0, 2), { prefix: 'x.', bytesMax: 100, turn: 0 })).toEqual([
    {
      topic: 'x.a',
      partitions: [
        { partition: 0, fetchOffset: '0', maxBytes: 100 },
        { partition: 1, fetchOffset: '10', maxBytes: 100 },
      ],
    },
  ]);
  expect(fetchOrder([], { prefix: '', bytesMax: 1, turn: 7 })).toEqual([]);
});

test('each is the first one in its turn', () => {
  const firsts = new Set(Array.from({ length: 8 }, (_, turn) => orderAt(turn)[0]));
  expect([...firsts].sort()).toEqual([...orderAt(0)].sort());
  for (const turn of [0, 1, 5, Date.now()]) expect(new Set(orderAt(turn)).size).toBe(8);
});
