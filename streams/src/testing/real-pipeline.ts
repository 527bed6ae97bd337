/** Every stream worker in a process of its own on real servers, with topics and tables of its own. */
import type { Backends } from './backends.ts';
import { openCassandraStore } from './cassandra-store.ts';
import type { CassandraStore } from './cassandra-store.ts';
import { openPostgresStore } from './postgres-store.ts';
import type { PostgresStore } from './postgres-store.ts';
import { freePort, runCommand, runOnce, startService } from './service-process.ts';
import type { Ended, Environment } from './service-process.ts';

const workers = [
  'normalise-listings',
  'link-vehicles',
  'resolve-lots',
  'lots-to-postgres',
  'vehicles-to-postgres',
  'sites-to-postgres',
  'listings-to-cassandra',
  'lots-to-cassandra',
];

export interface RealPipeline {
  /** Where the servers are and what everything is called there, for further processes. */
  readonly env: Environment;
  readonly postgres: PostgresStore;
  readonly cassandra: CassandraStore;
  /** `npm run verify -- …` */
  verify(args: readonly string[]): Promise<Ended>;
  close(): Promise<void>;
}

export async function openRealPipeline(backends: Backends): Promise<RealPipeline> {
  const { contactPoints, dataCenter } = backends.cassandra;
  const postgres = await openPostgresStore(backends.postgresUrl, backends.name);
  const cassandra = await openCassandraStore({
    contactPoints,
    datacenter: dataCenter,
    keyspace: backends.name,
  });
  const env = {
    KAFKA_BROKERS: backends.brokers.join(','),
    SCHEMA_REGISTRY_URL: backends.registryUrl,
    TOPIC_PREFIX: backends.prefix,
    POSTGRES_URL: postgres.url,
    CASSANDRA_CONTACT_POINTS: contactPoints.join(','),
    CASSANDRA_DATACENTER: dataCenter,
    CASSANDRA_KEYSPACE: backends.name,
  };
  await runOnce('streams/src/prepare.ts', env);
  const running = await startService('streams/src/main.ts', workers, env, await freePort());
  return {
    env,
    postgres,
    cassandra,
    verify: (args) => runCommand('streams/src/verify/main.ts', args, env),
    async close() {
      await running.stop();
      await cassandra.close();
      await postgres.close();
    },
  };
}
