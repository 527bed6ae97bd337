import { topics } from '@auction/avro/topics';
import { localCodecs } from '../runtime/registry.ts';
import { aLot } from '../testing/a-lot.ts';
import { withBackends } from '../testing/backends.ts';
import { openCassandraStore } from '../testing/cassandra-store.ts';
import { sinkContract } from '../testing/sink-contract.ts';
import { lotsToCassandra } from './lots-to-cassandra.ts';

const codecs = localCodecs([topics.lots]);

withBackends(import.meta.filename, ['cassandra'], ({ cassandra, name }) => {
  sinkContract('lots-to-cassandra', async () => {
    const { contactPoints, dataCenter } = cassandra;
    const place = { contactPoints, datacenter: dataCenter, keyspace: name };
    const store = await openCassandraStore(place);
    return {
      topic: topics.lots,
      keeps: 'HISTORY',
      open: () => lotsToCassandra(store.client, codecs),
      record: (n, version) => {
        const lotId = `lot-${n}`;
        const lot = aLot({ lotId, version, priceMinor: 100 * version });
        return { key: lotId, value: codecs.of(topics.lots).encode(lot) };
      },
      rows: () => store.rows('lot_price'),
      empty: () => store.empty('lot_price'),
      cutDuring: (write) => store.cutDuring('lot_price', write),
      close: store.close,
    };
  });
});
