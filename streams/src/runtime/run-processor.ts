/** Runs a processor on Kafka: a member of its group that works on the units it is given. */
import { Fetcher } from './kafka-fetcher.ts';
import { joinGroup } from './kafka-group.ts';
import type { Membership } from './kafka-group.ts';
import { ProcessorUnit } from './processor-unit.ts';
import type { UnitContext } from './unit-context.ts';
import type { Processor } from './processor.ts';
import type { RunningWorker, WorkerContext } from './running-worker.ts';
import { UnitSet } from './unit-set.ts';

/**
 * Joins the processor's group and works until stopped.
 * @throws when the group cannot be joined at all
 */
export async function runProcessor(
  processor: Processor,
  context: WorkerContext,
): Promise<RunningWorker> {
  const { connection, logger, onFatal } = context;
  const fetcher = new Fetcher(connection.kafka, {
    prefix: connection.prefix,
    onTrouble: (error) => {
      logger.warn('fetching goes on after trouble', {
        processor: processor.name,
        error: error.message,
      });
    },
  });
  const producer = await context.log.producer();
  const joined = Promise.withResolvers<Membership>();
  const unitContext: UnitContext = {
    ...context,
    fetcher,
    producer,
    membership: () => joined.promise,
  };
  const units = new UnitSet((unit) => new ProcessorUnit(processor, unit, unitContext));
  const membership = await joinGroup(connection, {
    group: processor.name,
    topics: processor.inputs.map(({ name }) => name),
    onAssigned: (assigned) => void units.assign(assigned),
    onFatal,
  });
  joined.resolve(membership);
  return {
    name: processor.name,
    health: () => ({
      lastConfirmedAt: membership.lastConfirmedAt,
      isRebalancing: membership.isRebalancing,
      units: units.owned,
    }),
    async stop() {
      await units.assign([]);
      await membership.stop();
      await fetcher.stop();
      await producer.close();
    },
  };
}
