/**
 * Bidding on a made-up eBay, the whole way: gateway, placer, sinks and connector as processes of
 * their own on real servers; the site in this process, so that a test sees what really landed there.
 */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lot } from '@auction/avro/records';
import { allTopics, topics } from '@auction/avro/topics';
import { ebaySimulator } from '@auction/connectors/ebay/simulator/site';
import { buyerMark } from '@auction/connectors/simulator/application-tokens';
import { startApiSimulator } from '@auction/connectors/simulator/api-simulator';
import type { ApiSimulator } from '@auction/connectors/simulator/api-simulator';
import { SiteMarket } from '@auction/connectors/simulator/site-market';
import { connectKafka, kafkaLog } from '@auction/streams/runtime/kafka-log';
import { silentLogger } from '@auction/streams/runtime/logger';
import { openCodecs } from '@auction/streams/runtime/registry';
import type { Backends } from '@auction/streams/testing/backends';
import { freePort, runCommand, startService } from '@auction/streams/testing/service-process';
import type { Role } from '../accounts-contract.ts';
import { connectSite } from '../placements/site-accounts.ts';
import { readSealKey } from '../placements/seal.ts';
import { openAccountBench } from './account-bench.ts';
import type { AccountBench } from './account-bench.ts';
import type { Answer, Asker } from './real-sale.ts';

export interface SiteLot {
  readonly id: string;
  readonly priceMinor: number | null;
  readonly currency: string;
  readonly endAt: number;
  /** Bids of our buyers that landed. */
  readonly buyerBidCount: number;
}

export interface RealPlacing {
  readonly bench: AccountBench;
  readonly site: ApiSimulator;
  /** The site's auctions that are still there in an hour. */
  siteLots(): SiteLot[];
  publish(...lots: Lot[]): Promise<void>;
  /** A person of a new organisation. */
  person(
    roles: readonly Role[],
    isConnected: boolean,
  ): Promise<Asker & { readonly userId: string }>;
  /** One more person of an organisation; of none: staff. */
  colleague(of: Asker | null, roles: readonly Role[]): Promise<Asker>;
  ask<T>(
    asker: Asker,
    route: string,
    given?: { readonly body?: object; readonly key?: string },
  ): Promise<Answer<T>>;
  /** Ends the placer without a word and starts another one. */
  killPlacer(): Promise<void>;
  startPlacer(): Promise<void>;
  /** Ends the limiter without a word and starts another one. */
  replaceLimiter(): Promise<void>;
  close(): Promise<void>;
}

const clientId = 'invented-client-id';
const clientSecret = 'invented-client-secret-0123456789';
const internalToken = 'only-in-tests-only-in-tests';
const tokenDer = Buffer.from(`302e020100300506032b656e04220420${'5a'.repeat(32)}`, 'hex');
const sealText = createPublicKey(createPrivateKey({ key: tokenDer, format: 'der', type: 'pkcs8' }))
  .export({ format: 'der', type: 'spki' })
  .toString('base64url');
const hourMs = 3_600_000;

function startSite(): Promise<ApiSimulator> {
  const startedAt = Math.floor(Date.now() / 86_400_000) * 86_400_000;
  const sizes = { lotCount: 160, worldLotCount: 300 };
  return startApiSimulator({
    ...{ host: '127.0.0.1', port: 0, seed: 11, now: Date.now },
    market: new SiteMarket({ seed: 11, siteNumber: 3, startedAt, ...sizes }),
    site: ebaySimulator({ clientId, clientSecret }),
  });
}

/** @param withLimiter organisations may have limits; withRobots: robots bid */
export async function openRealPlacing(
  backends: Backends,
  { withLimiter = false, withRobots = false } = {},
): Promise<RealPlacing> {
  const { brokers, registryUrl, prefix, name } = backends;
  const bench = await openAccountBench(backends.postgresUrl, name);
  const owner = new URL(bench.appUrl);
  const { username, password } = new URL(backends.postgresUrl);
  Object.assign(owner, { username, password });
  const site = await startSite();
  const [port, connectorPort] = [await freePort(), await freePort()];
  const env = {
    KAFKA_BROKERS: brokers.join(','),
    SCHEMA_REGISTRY_URL: registryUrl,
    TOPIC_PREFIX: prefix,
    POSTGRES_URL: owner.href,
    INTERNAL_TOKEN: internalToken,
    CONNECTOR_URLS: `ebay=http://127.0.0.1:${connectorPort}`,
  };
  const prepared = await runCommand('streams/src/prepare.ts', ['--without-cassandra'], env);
  if (prepared.code !== 0) throw new Error(prepared.stderr);
  const ofGateway = {
    ...{ POSTGRES_APP_URL: bench.appUrl, SMTP_URL: 'smtp://127.0.0.1:9', PORT: String(port) },
    ...{ PLACEMENT_SITES: 'ebay', SITE_SEAL_KEY: sealText },
  };
  const ofConnector = {
    ...{ SITE: 'ebay', POLLING: 'off', EBAY_BASE_URL: site.siteUrl, EBAY_BIDDING: 'on' },
    ...{ EBAY_CLIENT_ID: clientId, EBAY_CLIENT_SECRET: clientSecret },
    SITE_TOKEN_KEY: tokenDer.toString('base64url'),
    RAW_DIR: await mkdtemp(join(tmpdir(), 'placing-')),
  };
  const startPlacer = async () =>
    startService('streams/src/main.ts', ['place-bids'], env, await freePort());
  const sinkNames = ['lots-to-postgres', 'placements-to-postgres', 'limits-to-postgres'];
  const startLimiter = async () =>
    startService(
      ...(['streams/src/main.ts', ['limit-bids', 'letters-to-limits'], env] as const),
      await freePort(),
    );
  const robots = ['run-robots', 'robots-to-postgres'];
  let limiter = withLimiter ? await startLimiter() : undefined;
  let placer = await startPlacer();
  const others = await Promise.all([
    startService('gateway/src/main.ts', [], { ...env, ...ofGateway }, await freePort()),
    startService('connectors/src/main.ts', [], { ...env, ...ofConnector }, connectorPort),
    startService('streams/src/main.ts', sinkNames, env, await freePort()),
    ...(withRobots ? [startService('streams/src/main.ts', robots, env, await freePort())] : []),
  ]);
  const connection = { brokers, clientId: name, topicPrefix: prefix, logger: silentLogger };
  const log = kafkaLog(connectKafka(connection));
  const producer = await log.producer();
  const codec = (await openCodecs(registryUrl, allTopics, { prefix })).of(topics.lots);
  const url = `http://127.0.0.1:${port}`;
  return {
    bench,
    site,
    siteLots() {
      const later = site.truth(Date.now() + hourMs) as SiteLot[];
      const stays = new Set(later.map(({ id }) => id));
      return (site.truth(Date.now()) as SiteLot[]).filter(({ id }) => stays.has(id));
    },
    async publish(...lots) {
      const topic = topics.lots.name;
      const records = lots.map((lot) => ({ topic, key: lot.lotId, value: codec.encode(lot) }));
      await producer.send(records);
      await producer.flush();
    },
    async person(roles, isConnected) {
      const organisationId = await bench.organisation();
      const { id: userId, cookie } = await bench.user(organisationId, roles);
      if (isConnected) {
        const token = buyerMark + organisationId;
        const account = { organisationId, site: 'ebay', token, userId: null };
        await bench.postgres.transaction({ organisationId }, (tx) =>
          connectSite(tx, account, readSealKey(sealText), Date.now()),
        );
      }
      return { organisationId, userId, cookie };
    },
    async colleague(of, roles) {
      const { cookie } = await bench.user(of?.organisationId ?? null, roles);
      return { organisationId: of?.organisationId ?? '', cookie };
    },
    async ask<T>(
      asker: Asker,
      route: string,
      given: { body?: object; key?: string } = {},
    ): Promise<Answer<T>> {
      const [method = '', path = ''] = route.split(' ');
      const headers = {
        ...{ cookie: `sid=${asker.cookie}`, origin: url },
        ...(given.key === undefined ? {} : { 'idempotency-key': given.key }),
        ...(given.body === undefined ? {} : { 'content-type': 'application/json' }),
      };
      const body = given.body === undefined ? null : JSON.stringify(given.body);
      const answer = await fetch(url + path, { method, headers, body });
      const text = await answer.text();
      return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as T };
    },
    killPlacer: () => placer.kill(),
    async startPlacer() {
      placer = await startPlacer();
    },
    async replaceLimiter() {
      await limiter?.kill();
      limiter = await startLimiter();
    },
    async close() {
      const services = [placer, ...others, ...(limiter ? [limiter] : [])];
      await Promise.all(services.map((service) => service.stop()));
      await producer.close();
      await log.close();
      await site.close();
      await bench.close();
    },
  };
}
