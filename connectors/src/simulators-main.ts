/** The made-up sites that answer in JSON, in one process. First line of output: how to play it again. */
import type { Site } from '@auction/avro/topics';
import { createLogger } from '@auction/streams/runtime/logger';
import { createMetrics, startOpsServer } from '@auction/streams/runtime/ops-server';
import fastify from 'fastify';
import manifest from '../package.json' with { type: 'json' };
import { dropFiles, dropPlay } from './dealer/simulator/drop-files.ts';
import { dealerSenders } from './dealer/simulator/senders.ts';
import { ebaySimulator } from './ebay/simulator/site.ts';
import { govdealsSimulator } from './govdeals/simulator/site.ts';
import { gsaSimulator } from './gsa/simulator/site.ts';
import { pushEvents } from './manheim/simulator/push-events.ts';
import { manheimSimulator } from './manheim/simulator/site.ts';
import type { ManheimSite } from './manheim/simulator/site.ts';
import { startApiSimulator } from './simulator/api-simulator.ts';
import type { ApiSimulator, ApiSimulatorOptions } from './simulator/api-simulator.ts';
import { simulatorsConfig } from './simulator/config.ts';
import { controlRoutes } from './simulator/control-server.ts';
import { SiteMarket } from './simulator/site-market.ts';
import { World } from './simulator/world.ts';

const config = simulatorsConfig();
const { version } = manifest;
const name = 'simulator-sites';
const logger = createLogger({ service: name, version, level: config.LOG_LEVEL });
const { HOST: host, SEED: seed, LOTS: worldLotCount, SITE_KEY: key } = config;
const world = World.open({ folder: config.DATA_DIR, seed, lotCount: worldLotCount, now: Date.now });
const now = (): number => world.now();

interface Played {
  readonly site: Site;
  readonly port: number;
  /** Share of the world's size that the site shows. */
  readonly share: number;
  readonly play: ApiSimulatorOptions['site'];
}

/** Sites that push, once they are made. */
const pushing: ManheimSite[] = [];
const playManheim = manheimSimulator({ clientId: key, clientSecret: key, seed });
const stopped = new AbortController();
const { signal } = stopped;
/** Share of the world's size that each dealer offers. */
const dealerShare = 0.04;

const played: readonly Played[] = [
  { site: 'gsa', port: config.GSA_PORT, share: 0.2, play: gsaSimulator({ apiKey: key }) },
  {
    site: 'govdeals',
    port: config.GOVDEALS_PORT,
    share: 0.2,
    play: govdealsSimulator({ apiKey: key, subscriptionKey: key }),
  },
  {
    site: 'ebay',
    port: config.EBAY_PORT,
    share: 0.2,
    play: ebaySimulator({ clientId: key, clientSecret: key, callsPerDay: 1_000_000 }),
  },
  {
    site: 'manheim',
    port: config.MANHEIM_PORT,
    share: 0.2,
    play: (market, siteUrl) => {
      const site = playManheim(market, siteUrl);
      pushing.push(site);
      return site;
    },
  },
];

const simulators = new Map<Site, ApiSimulator>();
const control = fastify();
for (const [index, { site, port, share, play }] of played.entries()) {
  const market = new SiteMarket({
    seed,
    siteNumber: index + 1,
    lotCount: Math.max(20, Math.round(worldLotCount * share)),
    startedAt: world.market.options.startedAt,
    worldLotCount,
  });
  const simulator = await startApiSimulator({ host, port, seed, market, now, site: play });
  const { faults, requests, truth } = simulator;
  await control.register(controlRoutes({ world, faults, requests, truth }), { prefix: `/${site}` });
  simulators.set(site, simulator);
}
for (const site of pushing) {
  void pushEvents({ site, now, everyMs: config.PUSH_INTERVAL_MS, signal });
}
if (config.DEALER_FOLDER !== undefined) {
  const lotCount = Math.max(20, Math.round(worldLotCount * dealerShare));
  const { startedAt } = world.market.options;
  const senders = dealerSenders({ seed, lotCount, startedAt, worldLotCount });
  const everyMs = config.DEALER_DROP_INTERVAL_MS;
  const play = dropPlay(seed);
  const truth = (at: number): readonly unknown[] =>
    senders.flatMap((sender) => sender.ids(at).map((id) => ({ id })));
  await control.register(controlRoutes({ world, ...play, truth }), { prefix: '/dealer' });
  const folder = config.DEALER_FOLDER;
  void dropFiles({ ...{ folder, senders, now, everyMs, logger, play }, signal });
}
const controlUrl = await control.listen({ host, port: config.CONTROL_PORT });
const urls = Object.fromEntries([...simulators].map(([site, { siteUrl }]) => [site, siteUrl]));
const { startedAt } = world.market.options;
logger.info('markets are open', { seed, lots: worldLotCount, startedAt, urls, controlUrl });

const ops = await startOpsServer({
  host: config.OPS_HOST,
  port: config.OPS_PORT,
  name,
  version,
  metrics: createMetrics(),
  logger,
  isHealthy: () => ({ ok: true }),
  isReady: () => ({ ok: true, details: { urls, controlUrl } }),
});

let isStopping = false;
async function stop(why: string): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  logger.info('stopping', { signal: why });
  world.save();
  stopped.abort();
  await Promise.all([
    ops.close(),
    control.close(),
    ...[...simulators.values()].map((s) => s.close()),
  ]);
  process.exit(0);
}
for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => void stop(name));
