/**
 * A gateway process on real servers, with topics, tables and sinks of its own: what a test publishes
 * goes the whole way, and nothing is left that another spec could meet.
 */
import { allTopics, topics } from '@auction/avro/topics';
import type { Listing, Lot, SiteStatus } from '@auction/avro/records';
import { connectKafka, kafkaLog } from '@auction/streams/runtime/kafka-log';
import type { Producer } from '@auction/streams/runtime/log';
import { silentLogger } from '@auction/streams/runtime/logger';
import { openCodecs } from '@auction/streams/runtime/registry';
import type { Codecs } from '@auction/streams/runtime/registry';
import type { Backends } from '@auction/streams/testing/backends';
import { openCassandraStore } from '@auction/streams/testing/cassandra-store';
import type { CassandraStore } from '@auction/streams/testing/cassandra-store';
import { openPostgresStore } from '@auction/streams/testing/postgres-store';
import type { PostgresStore } from '@auction/streams/testing/postgres-store';
import { freePort, runOnce, startService } from '@auction/streams/testing/service-process';
import type { Environment, Service } from '@auction/streams/testing/service-process';

const sinks = [
  'lots-to-postgres',
  'vehicles-to-postgres',
  'sites-to-postgres',
  'lots-to-cassandra',
  'listings-to-cassandra',
];

export interface RealGateway {
  /** `http://127.0.0.1:<port>`: also the one Origin it takes. */
  readonly url: string;
  readonly postgres: PostgresStore;
  readonly cassandra: CassandraStore;
  /** Hands records to the log and waits until the broker has them. */
  readonly publish: (records: Published) => Promise<void>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Ends the gateway as its supervisor would. @returns its exit code */
  stop(): Promise<number | null>;
  close(): Promise<void>;
}

export interface Published {
  readonly lots?: readonly Lot[];
  readonly listings?: readonly Listing[];
  readonly sites?: readonly SiteStatus[];
}

/** @param settings of the gateway, added to what it needs anyway */
export async function openRealGateway(
  backends: Backends,
  settings: Environment = {},
): Promise<RealGateway> {
  const { cassandra, name, prefix, brokers, registryUrl } = backends;
  const { contactPoints, dataCenter } = cassandra;
  const postgres = await openPostgresStore(backends.postgresUrl, name);
  const history = await openCassandraStore({
    contactPoints,
    datacenter: dataCenter,
    keyspace: name,
  });
  const env = environmentOf(backends, postgres.url);
  const gatewayEnv = { ...env, POSTGRES_APP_URL: appUrl(postgres.url, name), SMTP_URL: noMail };
  await runOnce('streams/src/prepare.ts', env);
  await runOnce('gateway/src/migrate.ts', gatewayEnv);

  const log = kafkaLog(
    connectKafka({ brokers, clientId: name, topicPrefix: prefix, logger: silentLogger }),
  );
  const producer = await log.producer();
  const codecs = await openCodecs(registryUrl, allTopics, { prefix });
  const port = await freePort();
  const services = await startServices(env, { ...gatewayEnv, ...settings, PORT: String(port) });
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    postgres,
    cassandra: history,
    publish: (records) => publish(producer, codecs, records),
    get: (path, headers = {}) => fetch(url + path, { headers }),
    stop: () => services.gateway.stop(),
    async close() {
      await Promise.all([services.gateway.stop(), services.sinks.stop()]);
      await producer.close();
      await log.close();
      await history.close();
      // Roles belong to the whole server: this gateway's own must not stay.
      await postgres.pool.query(`DROP OWNED BY ${name}; DROP ROLE ${name}`);
      await postgres.close();
    },
  };
}

/** Nobody listens there: no mail is sent. */
const noMail = 'smtp://127.0.0.1:9';

/** The gateway's own role: the database's address with another name and password. */
function appUrl(url: string, role: string): string {
  const address = new URL(url);
  address.username = role;
  address.password = 'only-in-tests';
  return address.href;
}

const environmentOf = (backends: Backends, postgresUrl: string): Environment => ({
  KAFKA_BROKERS: backends.brokers.join(','),
  SCHEMA_REGISTRY_URL: backends.registryUrl,
  TOPIC_PREFIX: backends.prefix,
  POSTGRES_URL: postgresUrl,
  CASSANDRA_CONTACT_POINTS: backends.cassandra.contactPoints.join(','),
  CASSANDRA_DATACENTER: backends.cassandra.dataCenter,
  CASSANDRA_KEYSPACE: backends.name,
});

async function startServices(
  env: Environment,
  gatewayEnv: Environment,
): Promise<{ readonly gateway: Service; readonly sinks: Service }> {
  const [gatewayOps, sinksOps] = [await freePort(), await freePort()];
  const [gateway, sinkService] = await Promise.all([
    startService('gateway/src/main.ts', [], gatewayEnv, gatewayOps),
    startService('streams/src/main.ts', sinks, env, sinksOps),
  ]);
  return { gateway, sinks: sinkService };
}

async function publish(producer: Producer, codecs: Codecs, records: Published): Promise<void> {
  const { lots = [], listings = [], sites = [] } = records;
  const codecOf = { lot: codecs.of(topics.lots), listing: codecs.of(topics.listings) };
  const siteCodec = codecs.of(topics.sites);
  await producer.send([
    ...lots.map((lot) => ({
      topic: topics.lots.name,
      key: lot.lotId,
      value: codecOf.lot.encode(lot),
    })),
    ...listings.map((listing) => ({
      topic: topics.listings.name,
      key: `${listing.site}/${listing.siteListingId}`,
      value: codecOf.listing.encode(listing),
    })),
    ...sites.map((status) => ({
      topic: topics.sites.name,
      key: status.site,
      value: siteCodec.encode(status),
    })),
  ]);
  await producer.flush();
}
