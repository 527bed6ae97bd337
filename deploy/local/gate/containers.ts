/** The same servers in containers, in the versions of versions.json. Needs Docker; not part of CI. */
import { GenericContainer, Network, Wait } from 'testcontainers';
import type { StartedNetwork, StartedTestContainer } from 'testcontainers';
import { isFree } from '../busy-ports.ts';
import { versions } from '../versions.ts';
import type { Backends } from './backends.ts';

const account = { user: 'auction', password: 'auction-tests', database: 'auction' };
const mongoImage = 'mongo:7.0';
const inner = { kafka: 9092, postgres: 5432, registry: 8080, cassandra: 9042, mongo: 27_017 };

/** Kafka tells clients its own address, so its outer port must be known before it starts. */
async function freePort(from: number): Promise<number> {
  for (let port = from; port < from + 100; port += 1) if (await isFree(port)) return port;
  throw new Error(`no free port from ${from} on`);
}

async function kafka(): Promise<StartedTestContainer> {
  const port = await freePort(29_092);
  return new GenericContainer(`apache/kafka:${versions.kafka}`)
    .withExposedPorts({ container: inner.kafka, host: port })
    .withEnvironment({
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_LISTENERS: `PLAINTEXT://:${inner.kafka},CONTROLLER://:9093`,
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
    })
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .start();
}

const postgres = (network: StartedNetwork): Promise<StartedTestContainer> =>
  new GenericContainer(`postgres:${versions.postgres}`)
    .withNetwork(network)
    .withNetworkAliases('postgres')
    .withExposedPorts(inner.postgres)
    .withEnvironment({
      POSTGRES_USER: account.user,
      POSTGRES_PASSWORD: account.password,
      POSTGRES_DB: account.database,
    })
    .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/, 2))
    .start();

const registry = (network: StartedNetwork): Promise<StartedTestContainer> =>
  new GenericContainer(`apicurio/apicurio-registry:${versions.registry}`)
    .withNetwork(network)
    .withExposedPorts(inner.registry)
    .withEnvironment({
      APICURIO_STORAGE_KIND: 'sql',
      APICURIO_STORAGE_SQL_KIND: 'postgresql',
      APICURIO_DATASOURCE_URL: `jdbc:postgresql://postgres:${inner.postgres}/${account.database}`,
      APICURIO_DATASOURCE_USERNAME: account.user,
      APICURIO_DATASOURCE_PASSWORD: account.password,
    })
    .withWaitStrategy(Wait.forHttp('/health/ready', inner.registry))
    .start();

const cassandra = (): Promise<StartedTestContainer> =>
  new GenericContainer(`cassandra:${versions.cassandra}`)
    .withExposedPorts(inner.cassandra)
    .withEnvironment({ MAX_HEAP_SIZE: '512M', HEAP_NEWSIZE: '128M' })
    .withWaitStrategy(Wait.forLogMessage(/Starting listening for CQL clients/))
    .withStartupTimeout(180_000)
    .start();

const mongo = (): Promise<StartedTestContainer> =>
  new GenericContainer(mongoImage).withExposedPorts(inner.mongo).start();

const at = (container: StartedTestContainer, port: number): string =>
  `${container.getHost()}:${container.getMappedPort(port)}`;

/** @throws when no container engine runs or an image cannot be had */
export async function containerBackends(onLine: (line: string) => void): Promise<Backends> {
  onLine('starting containers (images are fetched the first time)');
  const network = await new Network().start();
  const [broker, wide, documents, relational] = await Promise.all([
    kafka(),
    cassandra(),
    mongo(),
    postgres(network),
  ]);
  const schemas = await registry(network);
  const { user, password, database } = account;
  return {
    kind: 'containers',
    env: {
      KAFKA_BROKERS: at(broker, inner.kafka),
      SCHEMA_REGISTRY_URL: `http://${at(schemas, inner.registry)}/apis/ccompat/v7`,
      POSTGRES_URL: `postgres://${user}:${password}@${at(relational, inner.postgres)}/${database}`,
      CASSANDRA_CONTACT_POINTS: at(wide, inner.cassandra),
      CASSANDRA_DATACENTER: 'datacenter1',
      MONGO_URL: `mongodb://${at(documents, inner.mongo)}/auction?directConnection=true`,
    },
    async release() {
      await Promise.all([schemas, broker, wide, documents, relational].map((one) => one.stop()));
      await network.stop();
    },
  };
}
