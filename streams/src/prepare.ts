/**
 * One-shot before the services start: topics, schemas with their compatibility, tables of the stores.
 * Safe to run again; says what it did, one line a step. `--without-cassandra` for small installations.
 */
import { parseArgs } from 'node:util';
import { allTopics } from '@auction/avro/topics';
import { readConfig } from './config.ts';
import type { Config } from './config.ts';
import { connectKafka, kafkaLog } from './runtime/kafka-log.ts';
import { silentLogger } from './runtime/logger.ts';
import { registerSchema } from './runtime/registry.ts';
import { newMongo } from './logging/mongo-client.ts';
import { indexAudit } from './sinks/audit-to-mongo.ts';
import { migrateCassandra } from './sinks/cassandra-schema.ts';
import { migratePostgres } from './sinks/postgres-schema.ts';

const say = (line: string): void => {
  console.log(line);
};
const summary = (done: readonly string[]): string =>
  done.length === 0 ? 'up to date' : done.join(', ');

async function prepareTopics(config: Config): Promise<void> {
  const log = kafkaLog(
    connectKafka({
      brokers: config.kafkaBrokers,
      clientId: 'prepare',
      topicPrefix: config.topicPrefix,
      logger: silentLogger,
    }),
  );
  try {
    await log.createTopics(allTopics);
    say(`topics: ${allTopics.length} as in the table`);
  } finally {
    await log.close();
  }
}

async function prepareSchemas(config: Config): Promise<void> {
  const prefix = config.topicPrefix;
  let count = 0;
  for (const topic of allTopics) {
    if (topic.schema === null) continue;
    await registerSchema(config.schemaRegistryUrl, { ...topic, schema: topic.schema }, { prefix });
    count += 1;
  }
  say(`schemas: ${count} registered with their compatibility`);
}

async function prepareStores(config: Config, withoutCassandra: boolean): Promise<void> {
  if (config.postgresUrl === undefined) throw new Error('POSTGRES_URL is missing');
  say(`Postgres: ${summary(await migratePostgres(config.postgresUrl))}`);
  if (withoutCassandra) return;
  if (config.cassandra === undefined) {
    throw new Error('CASSANDRA_CONTACT_POINTS is missing (or pass --without-cassandra)');
  }
  say(`Cassandra: ${summary(await migrateCassandra(config.cassandra))}`);
}

async function prepareMongo({ mongoUrl }: Config): Promise<void> {
  if (mongoUrl === undefined) return;
  const client = newMongo(mongoUrl, 'prepare');
  try {
    await indexAudit(client);
    say('MongoDB: audit indexed');
  } finally {
    await client.close();
  }
}

const { values } = parseArgs({
  options: { 'without-cassandra': { type: 'boolean', default: false } },
});
try {
  const config = readConfig();
  await prepareTopics(config);
  await prepareSchemas(config);
  await prepareStores(config, values['without-cassandra']);
  await prepareMongo(config);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
