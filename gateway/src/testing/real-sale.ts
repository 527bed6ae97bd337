/**
 * A gateway, the resolver, its timers and the sinks of own lots, each a process of its own on real
 * servers, with topics and tables of their own; people who are signed in and ask as browsers do.
 */
import type { AuditEvent } from '@auction/avro/records';
import { allTopics, topics } from '@auction/avro/topics';
import { connectKafka, kafkaLog } from '@auction/streams/runtime/kafka-log';
import { silentLogger } from '@auction/streams/runtime/logger';
import { openCodecs } from '@auction/streams/runtime/registry';
import type { Backends } from '@auction/streams/testing/backends';
import { freePort, runCommand, startService } from '@auction/streams/testing/service-process';
import type { Service } from '@auction/streams/testing/service-process';
import type { Role } from '../accounts-contract.ts';
import { openAccountBench } from './account-bench.ts';
import type { AccountBench } from './account-bench.ts';

/** Somebody who asks. */
export interface Asker {
  readonly organisationId: string;
  readonly cookie: string;
}

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** One request to a gateway. */
export type Ask = <T>(
  asker: Asker,
  route: string,
  given?: { readonly body?: object; readonly key?: string },
) => Promise<Answer<T>>;

export interface RealSale {
  readonly bench: AccountBench;
  /** Address of the gateway. */
  readonly url: string;
  /** A person of a new organisation. */
  person(organisation: string, roles: readonly Role[]): Promise<Asker>;
  /** A person of no organisation. */
  staff(roles: readonly Role[]): Promise<Asker>;
  /** One more person of an organisation. */
  colleague(of: Asker, roles: readonly Role[]): Promise<Asker & { readonly userId: string }>;
  /** @param key `Idempotency-Key`; @param body sent as JSON, a form as multipart */
  readonly ask: Ask;
  /** Starts a second gateway. @returns how to ask it */
  anotherGateway(): Promise<Ask>;
  /** Ends the limiter without a word and starts another one. */
  replaceLimiter(): Promise<void>;
  /** Ends the gateway without a word and starts another one. */
  replaceGateway(): Promise<void>;
  stopResolver(): Promise<void>;
  startResolver(): Promise<void>;
  /** The robots' service, a process of its own; ends with the sale at the latest. */
  startRobots(): Promise<Service>;
  /** Everything on `audit.events` now. */
  auditEvents(): Promise<AuditEvent[]>;
  /** What every service says of itself on its internal port. */
  metrics(): Promise<string[]>;
  close(): Promise<void>;
}

const sinks = [
  'lots-to-postgres',
  'letters-to-postgres',
  'limits-to-postgres',
  'robots-to-postgres',
];
const limiters = ['limit-bids', 'letters-to-limits'];

export interface RealSaleOptions {
  /** Organisations may have limits. */
  readonly withLimiter?: boolean;
  /** Told every line of every service's log, which then says all it can. */
  readonly onLine?: (line: string) => void;
}

export async function openRealSale(
  backends: Backends,
  { withLimiter = false, onLine }: RealSaleOptions = {},
): Promise<RealSale> {
  const bench = await openAccountBench(backends.postgresUrl, backends.name);
  const owner = new URL(bench.appUrl);
  const { username, password } = new URL(backends.postgresUrl);
  Object.assign(owner, { username, password });
  const env = {
    KAFKA_BROKERS: backends.brokers.join(','),
    SCHEMA_REGISTRY_URL: backends.registryUrl,
    TOPIC_PREFIX: backends.prefix,
    POSTGRES_URL: owner.href,
    ...(onLine ? { LOG_LEVEL: 'debug' } : {}),
  };
  const prepared = await runCommand('streams/src/prepare.ts', ['--without-cassandra'], env);
  if (prepared.code !== 0) throw new Error(prepared.stderr);
  const port = await freePort();
  const startGateway = async (at = port) => {
    const smtp = { SMTP_URL: 'smtp://127.0.0.1:9', PORT: String(at) };
    const gatewayEnv = { ...env, POSTGRES_APP_URL: bench.appUrl, ...smtp };
    return startService('gateway/src/main.ts', [], gatewayEnv, await freePort(), onLine);
  };
  const startWorkers = async (...workers: string[]) =>
    startService('streams/src/main.ts', workers, env, await freePort(), onLine);
  let [gateway, resolver] = await Promise.all([startGateway(), startWorkers('resolve-lots')]);
  const others: Service[] = [await startWorkers('close-timers', ...sinks)];
  let limiter = withLimiter ? await startWorkers(...limiters) : undefined;
  const person = async (organisationId: string | null, roles: readonly Role[]) => {
    const { id: userId, cookie } = await bench.user(organisationId, roles);
    return { organisationId: organisationId ?? '', userId, cookie };
  };
  const services = () => [gateway, resolver, ...others, ...(limiter ? [limiter] : [])];
  return {
    bench,
    url: `http://127.0.0.1:${port}`,
    person: async (organisation, roles) => person(await bench.organisation(organisation), roles),
    staff: (roles) => person(null, roles),
    colleague: ({ organisationId }, roles) => person(organisationId, roles),
    ask: askingAt(port),
    async anotherGateway() {
      const at = await freePort();
      others.push(await startGateway(at));
      return askingAt(at);
    },
    async replaceLimiter() {
      await limiter?.kill();
      limiter = await startWorkers(...limiters);
    },
    async replaceGateway() {
      await gateway.kill();
      gateway = await startGateway();
    },
    async stopResolver() {
      await resolver.stop();
    },
    async startResolver() {
      resolver = await startWorkers('resolve-lots');
    },
    async startRobots() {
      const robots = await startWorkers('run-robots');
      others.push(robots);
      return robots;
    },
    auditEvents: () => auditEventsOf(backends),
    metrics: () =>
      Promise.all(
        services().map(async ({ opsPort }) =>
          (await fetch(`http://127.0.0.1:${opsPort}/metrics`)).text(),
        ),
      ),
    async close() {
      await Promise.all(services().map((service) => service.stop()));
      await bench.close();
    },
  };
}

function askingAt(port: number): Ask {
  const url = `http://127.0.0.1:${port}`;
  return async <T>(
    asker: Asker,
    route: string,
    given: { readonly body?: object; readonly key?: string } = {},
  ): Promise<Answer<T>> => {
    const [method = '', path = ''] = route.split(' ');
    const headers = {
      cookie: `sid=${asker.cookie}`,
      origin: url,
      ...(given.key === undefined ? {} : { 'idempotency-key': given.key }),
      ...(given.body === undefined || given.body instanceof FormData
        ? {}
        : { 'content-type': 'application/json' }),
    };
    const body =
      given.body === undefined || given.body instanceof FormData
        ? (given.body ?? null)
        : JSON.stringify(given.body);
    const answer = await fetch(url + path, { method, headers, body });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as T };
  };
}

/** Everything on `audit.events` now. */
export async function auditEventsOf({ brokers, prefix, name, registryUrl }: Backends) {
  const logger = silentLogger;
  const log = kafkaLog(connectKafka({ brokers, clientId: name, topicPrefix: prefix, logger }));
  const codec = (await openCodecs(registryUrl, allTopics, { prefix })).of(topics.auditEvents);
  const events: AuditEvent[] = [];
  const { name: topic, partitions } = topics.auditEvents;
  for (let partition = 0; partition < partitions; partition += 1) {
    await log.readToEnd(topic, partition, undefined, (batch) => {
      for (const { value } of batch.records) {
        const read = value === null ? undefined : codec.decode(value);
        if (read?.ok === true) events.push(read.value);
      }
    });
  }
  await log.close();
  return events;
}
