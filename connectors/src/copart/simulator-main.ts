/** The Copart simulator as a process. Its first line of output says how to play it again. */
import { createLogger } from '@auction/streams/runtime/logger';
import { createMetrics, startOpsServer } from '@auction/streams/runtime/ops-server';
import manifest from '../../package.json' with { type: 'json' };
import { simulatorConfig } from './simulator/config.ts';
import { startSimulator } from './simulator/simulator.ts';

const config = simulatorConfig();
const { version } = manifest;
const name = 'simulator-copart';
const logger = createLogger({ service: name, version, level: config.LOG_LEVEL });

const simulator = await startSimulator({
  host: config.HOST,
  sitePort: config.PORT,
  controlPort: config.CONTROL_PORT,
  lotCount: config.LOTS,
  seed: config.SEED,
  writeIntervalMs: config.WRITE_INTERVAL_MS,
  authKey: config.AUTH_KEY,
  folder: config.DATA_DIR,
  now: Date.now,
});
const { siteUrl, controlUrl, world, faults } = simulator;
const { seed, lotCount, startedAt } = world.market.options;
logger.info('market is open', {
  seed,
  lots: lotCount,
  startedAt,
  faults: faults.rules,
  siteUrl,
  controlUrl,
});

const ops = await startOpsServer({
  host: config.OPS_HOST,
  port: config.OPS_PORT,
  name,
  version,
  metrics: createMetrics(),
  logger,
  isHealthy: () => ({ ok: true }),
  isReady: () => ({ ok: true, details: { siteUrl, controlUrl } }),
});

let isStopping = false;
async function stop(signal: string): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  logger.info('stopping', { signal });
  await Promise.all([ops.close(), simulator.close()]);
  process.exit(0);
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
