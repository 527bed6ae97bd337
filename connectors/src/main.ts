/** The connector of one site or several: polls feeds, takes imports on the internal port, tells health. */
import { allTopics } from '@auction/avro/topics';
import { connectKafka, kafkaLog } from '@auction/streams/runtime/kafka-log';
import { openServiceLog } from '@auction/streams/logging/service-log';
import { errorFields } from '@auction/streams/runtime/logger';
import { createMetrics, startOpsServer } from '@auction/streams/runtime/ops-server';
import { openCodecs } from '@auction/streams/runtime/registry';
import manifest from '../package.json' with { type: 'json' };
import { processConfig } from './config.ts';
import type { ConnectorConfig, SiteConfig } from './config.ts';
import { FeedWorker } from './feed-worker.ts';
import { heldRoute } from './held-route.ts';
import type { FeedWorkerOptions } from './feed-worker.ts';
import { RateLimit } from './http/rate-limit.ts';
import { importRoute } from './import-route.ts';
import { pollUntilStopped } from './poll-loop.ts';
import { knownSites } from './sites.ts';

const { version } = manifest;
const stopWithinMs = 9_000;
const redirectMax = 5;

type Shared = Pick<FeedWorkerOptions, 'log' | 'codecs' | 'logger'>;

function openWorker(config: ConnectorConfig, of: SiteConfig, shared: Shared): Promise<FeedWorker> {
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
  return FeedWorker.open({
    ...shared,
    feed: knownSites[of.site].feed(of.environment, surroundings),
    pace: { intervalMs: of.pollIntervalMs, backoffMaxMs: of.backoffMaxMs },
    isPolling: of.isPolling,
    rowsMin: of.rowsMin,
    rawFolder: config.RAW_DIR,
    now,
    random: Math.random,
  });
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
  for (const of of config.sites) {
    workers.set(of.site, await openWorker(config, of, { log, codecs, logger }));
  }
  const { INTERNAL_TOKEN: token, FILE_BYTES_MAX: bytesMax } = config;
  const imports = importRoute({ workers, log, logger, token, bytesMax, now });
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
      'POST /imports': imports,
      'POST /held/approve': heldRoute({ workers, token: config.INTERNAL_TOKEN }),
    },
  });
  const stopping = new AbortController();
  const polls = config.sites.flatMap(({ site, isPolling }) => {
    const worker = isPolling ? workers.get(site) : undefined;
    return worker ? [pollUntilStopped(worker, { logger, now, signal: stopping.signal })] : [];
  });
  const stop = async (): Promise<void> => {
    setTimeout(() => process.exit(1), stopWithinMs).unref();
    stopping.abort();
    await Promise.all(polls);
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
