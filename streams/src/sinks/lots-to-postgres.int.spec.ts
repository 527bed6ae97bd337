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
});
