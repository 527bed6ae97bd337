/** Every worker a stream process can run, by the name on its command line. */
import { processors } from './pipeline/pipeline.ts';
import { CloseTimers } from './pipeline/close-timers.ts';
import type { Config } from './config.ts';
import { systemClock } from './runtime/clock.ts';
import { errorFields } from './runtime/logger.ts';
import { newMongo } from './logging/mongo-client.ts';
import { runProcessor } from './runtime/run-processor.ts';
import { runSink } from './runtime/run-sink.ts';
import type { RunningWorker, WorkerContext } from './runtime/running-worker.ts';
import type { Sink } from './runtime/sink.ts';
import { auditToMongo } from './sinks/audit-to-mongo.ts';
import { newClient } from './sinks/cassandra-client.ts';
import { lettersToPostgres } from './sinks/letters-to-postgres.ts';
import { listingsToCassandra } from './sinks/listings-to-cassandra.ts';
import { lotsToCassandra } from './sinks/lots-to-cassandra.ts';
import { lotsToPostgres } from './sinks/lots-to-postgres.ts';
import { openPool } from './sinks/postgres-pool.ts';
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

export const workers: Readonly<Record<string, Start>> = {
  'normalise-listings': processor('normalise-listings'),
  'link-vehicles': processor('link-vehicles'),
  'resolve-lots': processor('resolve-lots'),
  'close-timers': closeTimers,
  'lots-to-postgres': postgresSink('lots-to-postgres', lotsToPostgres),
  'letters-to-postgres': postgresSink('letters-to-postgres', lettersToPostgres),
  'vehicles-to-postgres': postgresSink('vehicles-to-postgres', vehiclesToPostgres),
  'sites-to-postgres': postgresSink('sites-to-postgres', sitesToPostgres),
  'listings-to-cassandra': cassandraSink('listings-to-cassandra', listingsToCassandra),
  'lots-to-cassandra': cassandraSink('lots-to-cassandra', lotsToCassandra),
  'audit-to-mongo': auditSink,
};
