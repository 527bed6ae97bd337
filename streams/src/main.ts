/**
 * A stream process: `main.ts <worker> [<worker>…]`. Ends with 1 when a worker cannot go on, so that
 * whoever supervises it starts it again from the last commit.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allTopics } from '@auction/avro/topics';
import { readConfig } from './config.ts';
import type { Config } from './config.ts';
import { connectKafka, kafkaLog } from './runtime/kafka-log.ts';
import { openServiceLog } from './logging/service-log.ts';
import { errorFields } from './runtime/logger.ts';
import { createMetrics, startOpsServer } from './runtime/ops-server.ts';
import type { Probe } from './runtime/ops-server.ts';
import { openCodecs } from './runtime/registry.ts';
import type { RunningWorker } from './runtime/running-worker.ts';
import { UnitMetrics } from './runtime/unit-metrics.ts';
import { workers } from './workers.ts';

/** Below the group's session time-out: after it the units would belong to somebody else anyway. */
const stopWithinMs = 9_000;
/** Session time-out and a rebalance: without a word from the coordinator for longer, it hangs. */
const silentAfterMs = 45_000;

const version = (
  JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
    version: string;
  }
).version;

/** Alive as long as every group has heard of us lately, or is rebalancing; no store is asked. */
function liveness(running: readonly RunningWorker[]): Probe {
  const silent = running.filter((worker) => {
    const { lastConfirmedAt, isRebalancing } = worker.health();
    return !isRebalancing && Date.now() - lastConfirmedAt > silentAfterMs;
  });
  return { ok: silent.length === 0, details: { silent: silent.map(({ name }) => name) } };
}

function readiness(running: readonly RunningWorker[], wanted: number): Probe {
  const units = Object.fromEntries(running.map((each) => [each.name, each.health().units]));
  return { ok: running.length === wanted, details: { units } };
}

async function run(names: readonly string[], config: Config): Promise<void> {
  const metrics = createMetrics();
  const { mongoUrl, logLevel: level } = config;
  const service = names.join('+');
  const serviceLog = openServiceLog({ service, version, level, mongoUrl, metrics });
  const { logger } = serviceLog;
  const running: RunningWorker[] = [];
  const ops = await startOpsServer({
    host: config.opsHost,
    port: config.opsPort,
    name: service,
    version,
    metrics,
    logger,
    isHealthy: () => liveness(running),
    isReady: () => readiness(running, names.length),
  });
  const connection = connectKafka({
    brokers: config.kafkaBrokers,
    clientId: service,
    topicPrefix: config.topicPrefix,
    logger,
  });
  const log = kafkaLog(connection);
  const onFatal = (error: Error): void => {
    logger.error('a worker cannot go on', errorFields(error));
    process.exit(1);
  };
  const codecs = await openCodecs(config.schemaRegistryUrl, allTopics, {
    prefix: config.topicPrefix,
  });
  const context = { connection, log, codecs, metrics: new UnitMetrics(metrics), logger, onFatal };
  const stop = async (): Promise<void> => {
    setTimeout(() => process.exit(1), stopWithinMs).unref();
    logger.info('stopping');
    await Promise.all(running.map((worker) => worker.stop()));
    await log.close();
    await ops.close();
    await serviceLog.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
  for (const name of names) {
    const start = workers[name];
    if (start)
      running.push(await start({ ...context, logger: logger.with({ worker: name }) }, config));
  }
  logger.info('ready', { workers: names, opsPort: ops.port });
}

const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = names.filter((name) => !(name in workers));
if (names.length === 0 || unknown.length > 0) {
  const fault = unknown.length > 0 ? `unknown: ${unknown.join(', ')}` : 'name a worker';
  console.error(`${fault}; the workers are ${Object.keys(workers).join(', ')}`);
  process.exit(2);
}
try {
  await run(names, readConfig());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
