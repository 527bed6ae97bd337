/** Every worker a stream process can run, by the name on its command line. */
import { randomUUID } from 'node:crypto';
import { startArchive } from './archive/archive-worker.ts';
import { connectorSites } from './connector-sites.ts';
import { processors } from './pipeline/pipeline.ts';
import { topics } from '@auction/avro/topics';
import { robotOrders } from './orders/robot-orders.ts';
import { CloseTimers } from './pipeline/close-timers.ts';
import { PlacementRunner } from './pipeline/placement-runner.ts';
import { runRobots } from './pipeline/run-robots.ts';
import type { Config } from './config.ts';
import { systemClock } from './runtime/clock.ts';
import { errorFields } from './runtime/logger.ts';
import { runAlone } from './runtime/run-alone.ts';
import type { WriteState } from './runtime/run-alone.ts';
import { newMongo } from './logging/mongo-client.ts';
import { runProcessor } from './runtime/run-processor.ts';
import { runSink } from './runtime/run-sink.ts';
import type { RunningWorker, WorkerContext } from './runtime/running-worker.ts';
import { ServerClock } from './runtime/server-clock.ts';
import type { Sink } from './runtime/sink.ts';
import { auditToMongo } from './sinks/audit-to-mongo.ts';
import { newClient } from './sinks/cassandra-client.ts';
import { lettersToLimits } from './sinks/letters-to-limits.ts';
import { lettersToPostgres } from './sinks/letters-to-postgres.ts';
import { limitsToPostgres } from './sinks/limits-to-postgres.ts';
import { listingsToCassandra } from './sinks/listings-to-cassandra.ts';
import { lotsToCassandra } from './sinks/lots-to-cassandra.ts';
import { lotsToPostgres } from './sinks/lots-to-postgres.ts';
import { placementsToPostgres } from './sinks/placements-to-postgres.ts';
import { openPool } from './sinks/postgres-pool.ts';
import { sealedToken } from './sinks/site-accounts.ts';
import { robotsToPostgres } from './sinks/robots-to-postgres.ts';
import { sitesToPostgres } from './sinks/sites-to-postgres.ts';
import { vehiclesToPostgres } from './sinks/vehicles-to-postgres.ts';

type Start = (context: WorkerContext, config: Config) => Promise<RunningWorker>;

const processor =
  (name: string): Start =>
  (context) => {
    const found = processors(context.codecs).find((each) => each.name === name);
    if (!found) throw new Error(`the pipeline has no processor ${name}`);
    return runProcessor(found, context);
  };

/** A connection per partition that may be written at the same time. */
const connectionMax = 6;

const postgresSink =
  (name: string, create: typeof lotsToPostgres): Start =>
  async (context, config) => {
    if (config.postgresUrl === undefined) throw new Error(`${name} needs POSTGRES_URL`);
    const pool = openPool(config.postgresUrl, {
      applicationName: name,
      connectionMax,
      onLostConnection: (error) => {
        context.logger.warn('a Postgres connection was cut', errorFields(error));
      },
    });
    const running = await runSink(create(pool, context.codecs), context);
    return closing(running, () => pool.end());
  };

const cassandraSink =
  (name: string, create: typeof lotsToCassandra): Start =>
  async (context, config) => {
    if (config.cassandra === undefined) throw new Error(`${name} needs CASSANDRA_CONTACT_POINTS`);
    const client = newClient(config.cassandra);
    const sink: Sink = create(client, context.codecs);
    return closing(await runSink(sink, context), () => client.shutdown());
  };

const auditSink: Start = async (context, { mongoUrl }) => {
  if (mongoUrl === undefined) throw new Error('audit-to-mongo needs MONGO_URL');
  const client = newMongo(mongoUrl, 'audit-to-mongo', connectionMax);
  const sink = auditToMongo(client, context.codecs, context.logger);
  return closing(await runSink(sink, context), () => client.close());
};

const closing = (running: RunningWorker, close: () => Promise<void>): RunningWorker => ({
  ...running,
  async stop() {
    await running.stop();
    await close();
  },
});

/** The state machine and whoever acts for it, in one worker. */
async function placeBids(context: WorkerContext, config: Config): Promise<RunningWorker> {
  const { log, codecs, logger } = context;
  const { postgresUrl, internalToken: token } = config;
  if (postgresUrl === undefined) throw new Error('place-bids needs POSTGRES_URL');
  if (token === undefined) throw new Error('place-bids needs INTERNAL_TOKEN');
  const pool = openPool(postgresUrl, {
    applicationName: 'place-bids',
    connectionMax,
    onLostConnection: (error) => logger.warn('a Postgres connection was cut', errorFields(error)),
  });
  const running = await processor('place-bids')(context, config);
  const runner = await PlacementRunner.start({
    ...{ log, codecs, clock: systemClock, runner: randomUUID(), newId: randomUUID },
    sites: connectorSites({
      urls: config.connectorUrls,
      token,
      sealedToken: (orgId, site) => sealedToken(pool, orgId, site),
      onTrouble: (detail) => logger.warn('a site was not asked', { detail }),
    }),
    onTrouble: (error) => logger.warn('placing goes on after trouble', errorFields(error)),
  });
  return closing(running, async () => {
    await runner.stop();
    await pool.end();
  });
}

async function lettersWorker(context: WorkerContext): Promise<RunningWorker> {
  const letters = lettersToLimits(context.log, context.codecs);
  return closing(await runSink(letters.sink, context), () => letters.close());
}

async function closeTimers(context: WorkerContext): Promise<RunningWorker> {
  const { log, codecs, logger } = context;
  const timers = await CloseTimers.start({
    log,
    codecs,
    clock: systemClock,
    onTrouble: (error) => logger.warn('close timers go on after trouble', errorFields(error)),
  });
  return {
    name: 'close-timers',
    // In no group: nobody has to confirm it.
    health: () => ({ lastConfirmedAt: Date.now(), isRebalancing: false, units: [] }),
    stop: () => timers.stop(),
  };
}

/** Orders stand in the gateway's tables; one instance at a time runs all robots. */
async function robots(context: WorkerContext, config: Config): Promise<RunningWorker> {
  const { postgresUrl } = config;
  if (postgresUrl === undefined) throw new Error('run-robots needs POSTGRES_URL');
  const { log, codecs, logger } = context;
  const clock = new ServerClock(systemClock);
  const live = (write: WriteState, signal: AbortSignal): Promise<void> =>
    runRobots(
      {
        log,
        codecs,
        clock,
        followOrders: robotOrders(postgresUrl, clock, () => systemClock.now()),
        write,
        onTrouble: (error) => logger.warn('robots go on after trouble', errorFields(error)),
      },
      signal,
    );
  return runAlone({ name: 'run-robots', state: topics.robots, live }, context);
}

export const workers: Readonly<Record<string, Start>> = {
  'normalise-listings': processor('normalise-listings'),
  'link-vehicles': processor('link-vehicles'),
  'limit-bids': processor('limit-bids'),
  'letters-to-limits': lettersWorker,
  'resolve-lots': processor('resolve-lots'),
  'close-timers': closeTimers,
  'place-bids': placeBids,
  'run-robots': robots,
  'lots-to-postgres': postgresSink('lots-to-postgres', lotsToPostgres),
  'letters-to-postgres': postgresSink('letters-to-postgres', lettersToPostgres),
  'robots-to-postgres': postgresSink('robots-to-postgres', robotsToPostgres),
  'placements-to-postgres': postgresSink('placements-to-postgres', placementsToPostgres),
  'limits-to-postgres': postgresSink('limits-to-postgres', limitsToPostgres),
  'vehicles-to-postgres': postgresSink('vehicles-to-postgres', vehiclesToPostgres),
  'sites-to-postgres': postgresSink('sites-to-postgres', sitesToPostgres),
  'listings-to-cassandra': cassandraSink('listings-to-cassandra', listingsToCassandra),
  'lots-to-cassandra': cassandraSink('lots-to-cassandra', lotsToCassandra),
  'audit-to-mongo': auditSink,
  archive: startArchive,
};
