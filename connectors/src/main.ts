/** The connector of one site or several: polls feeds, takes imports on the internal port, tells health. */
import { allTopics } from '@auction/avro/topics';
import { connectKafka, kafkaLog } from '@auction/streams/runtime/kafka-log';
import { openServiceLog } from '@auction/streams/logging/service-log';
import { errorFields } from '@auction/streams/runtime/logger';
import { createMetrics, startOpsServer } from '@auction/streams/runtime/ops-server';
import { openCodecs } from '@auction/streams/runtime/registry';
import manifest from '../package.json' with { type: 'json' };
import type { BiddingPort } from './bidding-port.ts';
import { biddingRoutes } from './bidding-routes.ts';
import { processConfig } from './config.ts';
import type { ConnectorConfig, SiteConfig } from './config.ts';
import type { Feed } from './connector.ts';
import { EventIntake } from './event-intake.ts';
import { FeedWorker } from './feed-worker.ts';
import { heldRoute } from './held-route.ts';
import { hookRoute } from './hook-route.ts';
import type { Hook } from './hook-route.ts';
import type { FeedWorkerOptions } from './feed-worker.ts';
import { RateLimit } from './http/rate-limit.ts';
import { importRoute } from './import-route.ts';
import { pollUntilStopped } from './poll-loop.ts';
import { previewRoute } from './preview-route.ts';
import { replayUntilStopped } from './replay-loop.ts';
import { siteRoute } from './site-route.ts';
import { readTokenKey } from './sealed-token.ts';
import { knownSites } from './sites.ts';

const { version } = manifest;
const stopWithinMs = 9_000;
const redirectMax = 5;

type Shared = Pick<FeedWorkerOptions, 'log' | 'codecs' | 'logger'>;

interface Opened {
  readonly worker: FeedWorker;
  readonly feed: Feed;
}

async function openWorker(
  config: ConnectorConfig,
  of: SiteConfig,
  shared: Shared,
): Promise<Opened> {
  const now = Date.now;
  const limits = {
    connectMs: config.CONNECT_LIMIT_MS,
    firstByteMs: config.FIRST_BYTE_LIMIT_MS,
    stallMs: config.STALL_LIMIT_MS,
    bytesPerSecondMin: config.BYTES_PER_SECOND_MIN,
    bytesMax: config.FILE_BYTES_MAX,
    redirectMax,
  };
  const rate = new RateLimit({ perSecond: of.perSecond, burst: of.burst, now });
  const surroundings = { limits, rate, now, random: Math.random };
  const feed = knownSites[of.site].feed(of.environment, surroundings);
  const worker = await FeedWorker.open({
    ...shared,
    feed,
    pace: { intervalMs: of.pollIntervalMs, backoffMaxMs: of.backoffMaxMs },
    isPolling: of.isPolling,
    rowsMin: of.rowsMin,
    rawFolder: config.RAW_DIR,
    now,
    random: Math.random,
  });
  return { worker, feed };
}

/** A bid that waits long is better read back than waited for. */
const biddingLimits = {
  connectMs: 3_000,
  firstByteMs: 5_000,
  stallMs: 2_000,
  bytesPerSecondMin: 1_000,
  bytesMax: 256 * 1024,
  redirectMax: 0,
};

function biddingOf({ sites }: ConnectorConfig): ReadonlyMap<string, BiddingPort> {
  const surroundings = { limits: biddingLimits, now: Date.now };
  return new Map(
    sites.flatMap(({ site, environment }) => {
      const port = knownSites[site].bidding(environment, surroundings);
      return port ? [[site, port] as const] : [];
    }),
  );
}

async function run(config: ConnectorConfig): Promise<void> {
  const now = Date.now;
  const name = `connector-${config.SITE.join('-')}`;
  const metrics = createMetrics();
  const { MONGO_URL: mongoUrl, LOG_LEVEL: level } = config;
  const serviceLog = openServiceLog({ service: name, version, level, mongoUrl, metrics });
  const { logger } = serviceLog;
  const prefix = config.TOPIC_PREFIX;
  const brokers = config.KAFKA_BROKERS;
  const log = kafkaLog(connectKafka({ brokers, clientId: name, topicPrefix: prefix, logger }));
  const codecs = await openCodecs(config.SCHEMA_REGISTRY_URL, allTopics, { prefix });
  const workers = new Map<string, FeedWorker>();
  const feeds = new Map<string, Feed>();
  const hooks = new Map<string, Hook & { readonly intake: EventIntake }>();
  const stopping = new AbortController();
  const { signal } = stopping;
  for (const of of config.sites) {
    const { worker, feed } = await openWorker(config, of, { log, codecs, logger });
    workers.set(of.site, worker);
    feeds.set(of.site, feed);
    const { events: source } = feed;
    if (source === undefined || !of.isPolling) continue;
    hooks.set(of.site, {
      source,
      intake: new EventIntake({ source, worker, logger, now, signal }),
    });
  }
  const { INTERNAL_TOKEN: token, FILE_BYTES_MAX: bytesMax } = config;
  const imports = importRoute({ workers, log, logger, token, bytesMax, now });
  const key = config.SITE_TOKEN_KEY;
  const tokenKey = key === undefined ? undefined : readTokenKey(key);
  const bidding = biddingRoutes({ ports: biddingOf(config), tokenKey, token, logger });
  const healths = () =>
    Object.fromEntries([...workers].map(([site, { health }]) => [site, health]));
  const ops = await startOpsServer({
    host: config.OPS_HOST,
    port: config.OPS_PORT,
    name,
    version,
    metrics,
    logger,
    isHealthy: () => ({ ok: true }),
    isReady: () => ({ ok: true, details: { feeds: healths() } }),
    routes: {
      ...bidding,
      'POST /imports': imports,
      'POST /imports/preview': previewRoute({ feeds, token, bytesMax }),
      'POST /held/approve': heldRoute({ workers, token: config.INTERNAL_TOKEN }),
      'POST /hooks': hookRoute({ hooks, token, logger }),
      'POST /sites/wish': siteRoute({ workers, token }),
    },
  });
  const polls = config.sites.flatMap(({ site, isPolling }) => {
    const worker = isPolling ? workers.get(site) : undefined;
    return worker ? [pollUntilStopped(worker, { logger, now, signal })] : [];
  });
  const replays = [...hooks].flatMap(([site, { intake }]) => {
    const worker = workers.get(site);
    const options = { everyMs: config.REPLAY_INTERVAL_MS, logger, signal };
    return worker ? [replayUntilStopped(intake, { ...options, worker })] : [];
  });
  const stop = async (): Promise<void> => {
    setTimeout(() => process.exit(1), stopWithinMs).unref();
    stopping.abort();
    await Promise.all([...polls, ...replays]);
    await ops.close();
    await Promise.all([...workers.values()].map((worker) => worker.close()));
    await log.close();
    await serviceLog.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
  logger.info('ready', { sites: config.SITE, polled: polls.length });
}

try {
  await run(processConfig());
} catch (error) {
  console.error(error instanceof Error ? error.message : errorFields(error));
  process.exit(1);
}
