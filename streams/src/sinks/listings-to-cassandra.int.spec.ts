import { topics } from '@auction/avro/topics';
import { localCodecs } from '../runtime/registry.ts';
import { aListing } from '../testing/a-listing.ts';
import { withBackends } from '../testing/backends.ts';
import { openCassandraStore } from '../testing/cassandra-store.ts';
import { sinkContract } from '../testing/sink-contract.ts';
import { listingsToCassandra } from './listings-to-cassandra.ts';

const codecs = localCodecs([topics.listings]);

withBackends(import.meta.filename, ['cassandra'], ({ cassandra, name }) => {
  sinkContract('listings-to-cassandra', async () => {
    const { contactPoints, dataCenter } = cassandra;
    const place = { contactPoints, datacenter: dataCenter, keyspace: name };
    const store = await openCassandraStore(place);
    return {
      topic: topics.listings,
      keeps: 'HISTORY',
      open: () => listingsToCassandra(store.client, codecs),
      record: (n, version) => {
        const siteListingId = `${n}`;
        const bid = version === 1 ? null : 100 * version;
        const listing = aListing({ siteListingId, version, currentBidMinor: bid });
        const value = codecs.of(topics.listings).encode(listing);
        return { key: `copart/${siteListingId}`, value };
      },
      rows: () => store.rows('listing_version'),
      empty: () => store.empty('listing_version'),
      cutDuring: (write) => store.cutDuring('listing_version', write),
      close: store.close,
    };
  });
});
