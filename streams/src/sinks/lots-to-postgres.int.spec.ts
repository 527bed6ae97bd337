import { topics } from '@auction/avro/topics';
import { localCodecs } from '../runtime/registry.ts';
import { aLot } from '../testing/a-lot.ts';
import { withBackends } from '../testing/backends.ts';
import { openPostgresStore } from '../testing/postgres-store.ts';
import { sinkContract } from '../testing/sink-contract.ts';
import { lotsToPostgres } from './lots-to-postgres.ts';

const codecs = localCodecs([topics.lots]);

withBackends(import.meta.filename, ['postgres'], ({ postgresUrl, name }) => {
  sinkContract('lots-to-postgres', async () => {
    const store = await openPostgresStore(postgresUrl, name);
    return {
      topic: topics.lots,
      keeps: 'CURRENT',
      open: () => lotsToPostgres(store.pool, codecs),
      record: (n, version) => {
        const lotId = `lot-${n}`;
        const lot = aLot({
          lotId,
          version,
          priceMinor: 100 * version,
          summary: { year: 2000 + n },
        });
        return { key: lotId, value: codecs.of(topics.lots).encode(lot) };
      },
      rows: () => store.rows('lot'),
      empty: () => store.empty('lot'),
      cutDuring: (write) => store.cutDuring('lot', write),
      close: store.close,
    };
  });

  test('who bids on a lot is forgotten with the lot, and with no other', async () => {
    const store = await openPostgresStore(postgresUrl, `${name}_bidders`);
    try {
      await store.pool.query(
        "INSERT INTO lot_bidder (org_id, lot_id, last_at) VALUES ('o', 'gone', 1), ('o', 'stays', 1)",
      );
      const sink = lotsToPostgres(store.pool, codecs);
      await sink.take(topics.lots.name, 0);
      const at = { topic: topics.lots.name, partition: 0 };
      const tombstone = { ...at, offset: 0, key: 'gone', value: null, headers: {}, timestamp: 0 };
      await sink.write({ ...at, records: [tombstone], next: 1 });
      const { rows } = await store.pool.query('SELECT lot_id FROM lot_bidder');
      expect(rows).toEqual([{ lot_id: 'stays' }]);
    } finally {
      await store.close();
    }
  });
});
