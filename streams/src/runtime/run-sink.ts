/** Runs a sink on Kafka: a member of its group that writes the partitions it is given. */
import { Fetcher } from './kafka-fetcher.ts';
import { joinGroup } from './kafka-group.ts';
import type { Membership } from './kafka-group.ts';
import type { RunningWorker, WorkerContext } from './running-worker.ts';
import { SinkUnit } from './sink-unit.ts';
import type { Sink } from './sink.ts';
import { UnitSet } from './unit-set.ts';

/**
 * Joins the sink's group and writes until stopped. The store's own offset decides where reading
 * begins; the group's is for information.
 */
export async function runSink(sink: Sink, context: WorkerContext): Promise<RunningWorker> {
  const { connection, logger, onFatal } = context;
  const fetcher = new Fetcher(connection.kafka, {
    prefix: connection.prefix,
    recordsAtOnce: sink.recordsAtOnce,
    onTrouble: (error) => {
      logger.warn('fetching goes on after trouble', { sink: sink.name, error: error.message });
    },
  });
  const joined = Promise.withResolvers<Membership>();
  const unitContext = { ...context, fetcher, membership: () => joined.promise };
  const units = new UnitSet((unit) => new SinkUnit(sink, unit, unitContext));
  const membership = await joinGroup(connection, {
    group: sink.name,
    topics: sink.topics.map(({ name }) => name),
    onAssigned: (assigned) => void units.assign(assigned),
    onFatal,
  });
  joined.resolve(membership);
  return {
    name: sink.name,
    health: () => ({
      lastConfirmedAt: membership.lastConfirmedAt,
      isRebalancing: membership.isRebalancing,
      units: units.owned,
    }),
    async stop() {
      await units.assign([]);
      await membership.stop();
      await fetcher.stop();
    },
  };
}
