/** The connector of one site: polls its feed, takes imports on the internal port, tells its health. */
import { allTopics } from '@auction/avro/topics';
import { connectKafka, kafkaLog } from '@auction/streams/runtime/kafka-log';
import { createLogger, errorFields } from '@auction/streams/runtime/logger';
import { createMetrics, startOpsServer } from '@auction/streams/runtime/ops-server';
import { openCodecs } from '@auction/streams/runtime/registry';
import manifest from '../package.json' with { type: 'json' };
import { processConfig } from './config.ts';
import type { ConnectorConfig } from './config.ts';
import type { Feed } from './connector.ts';
import { copartFeed } from './copart/feed.ts';
import { FeedWorker } from './feed-worker.ts';
import { heldRoute } from './held-route.ts';
import { importRoute } from './import-route.ts';
import { pollUntilStopped } from './poll-loop.ts';

const { version } = manifest;
const stopWithinMs = 9_000;
/** Never asked for while polling is off; the feed still knows how to read a file. */
const nowhere = 'http://127.0.0.1:9';

function feedOf(config: ConnectorConfig, now: () => number): Feed {
  return copartFeed(
    {
      baseUrl: config.COPART_BASE_URL ?? nowhere,
      authKey: config.COPART_AUTH_KEY ?? '',
      userAgent: config.COPART_USER_AGENT,
      referer: config.COPART_REFERER,
      limits: {
        connectMs: config.CONNECT_LIMIT_MS,
        firstByteMs: config.FIRST_BYTE_LIMIT_MS,
        stallMs: config.STALL_LIMIT_MS,
        bytesPerSecondMin: config.BYTES_PER_SECOND_MIN,
        bytesMax: config.FILE_BYTES_MAX,
        redirectMax: 5,
      },
    },
    now,
  );
}

async function run(config: ConnectorConfig): Promise<void> {
  const now = Date.now;
  const name = `connector-${config.SITE}`;
  const logger = createLogger({ service: name, version, level: config.LOG_LEVEL });
  const prefix = config.TOPIC_PREFIX;
  const brokers = config.KAFKA_BROKERS;
  const log = kafkaLog(connectKafka({ brokers, clientId: name, topicPrefix: prefix, logger }));
  const codecs = await openCodecs(config.SCHEMA_REGISTRY_URL, allTopics, { prefix });
  const isPolling = config.POLLING === 'on';
  const worker = await FeedWorker.open({
    feed: feedOf(config, now),
    log,
    codecs,
    logger,
    pace: { intervalMs: config.POLL_INTERVAL_MS, backoffMaxMs: config.BACKOFF_MAX_MS },
    isPolling,
    rowsMin: config.MINIMUM_ROWS,
    rawFolder: config.RAW_DIR,
    now,
    random: Math.random,
  });
  const imports = importRoute({
    worker,
    site: config.SITE,
    log,
    logger,
    token: config.INTERNAL_TOKEN,
    bytesMax: config.FILE_BYTES_MAX,
    now,
  });
  const ops = await startOpsServer({
    host: config.OPS_HOST,
    port: config.OPS_PORT,
    name,
    version,
    metrics: createMetrics(),
    logger,
    isHealthy: () => ({ ok: true }),
    isReady: () => ({ ok: true, details: { feed: worker.health } }),
    routes: {
      'POST /imports': imports,
      'POST /held/approve': heldRoute({ worker, site: config.SITE, token: config.INTERNAL_TOKEN }),
    },
  });
  const stopping = new AbortController();
  const stop = async (): Promise<void> => {
    setTimeout(() => process.exit(1), stopWithinMs).unref();
    stopping.abort();
    await polling;
    await ops.close();
    await worker.close();
    await log.close();
    process.exit(0);
  };
  const polling = isPolling
    ? pollUntilStopped(worker, { logger, now, signal: stopping.signal })
    : Promise.resolve();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
  logger.info('ready', { isPolling });
}

try {
  await run(processConfig());
} catch (error) {
  console.error(error instanceof Error ? error.message : errorFields(error));
  process.exit(1);
}
