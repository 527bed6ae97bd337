/** Bids through the resolver's own task, as a partition of it works: load for `npm run bench:bids`. */
import { lotCommand } from '@auction/avro/lot-command';
import { topics } from '@auction/avro/topics';
import { resolveLots } from '@auction/streams/pipeline/resolve-lots';
import { CollectedOutput } from '@auction/streams/runtime/collected-output';
import type { LogRecord } from '@auction/streams/runtime/log';
import type { Task } from '@auction/streams/runtime/processor';
import { localCodecs } from '@auction/streams/runtime/registry';
import { aSummary } from '@auction/streams/testing/a-lot';
import {
  opensAt,
  sellerOrg,
  someSender,
  someTerms,
} from '@auction/streams/testing/auction/an-own-lot';
import type { Load } from './pure-bids.ts';

const codecs = localCodecs([
  topics.lotsCommands,
  topics.lotsBook,
  topics.lots,
  topics.lotsEvents,
  topics.lotsOutcomes,
]);
const commandCodec = codecs.of(topics.lotsCommands);
const processor = resolveLots(codecs);

const recordOf = (lotId: string, value: Buffer): LogRecord => ({
  ...{ topic: topics.lotsCommands.name, partition: 0, offset: 0, headers: {} },
  ...{ key: lotId, value, timestamp: opensAt },
});

const newOutput = (): CollectedOutput =>
  new CollectedOutput(processor.name, {
    transactional: [...processor.outputs, processor.state],
    plain: processor.plainOutputs,
  });

/** A task that holds published lots without soft close; the first bid opens each. */
export function taskWithLots({ lots }: Load): Task {
  const task = processor.createTask(0);
  task.resume(null);
  const output = newOutput();
  const createLot = { terms: someTerms({ policy: { softClose: null } }), summary: aSummary() };
  for (let index = 0; index < lots; index += 1) {
    const lotId = `L${index}`;
    const from = { commandId: lotId, lotId };
    const sender = someSender({ orgId: sellerOrg, receivedAt: opensAt - 1000 });
    const next = { ...sender, clientSeq: 2 };
    for (const command of [
      lotCommand({ ...from, kind: 'CREATE_LOT', sender, createLot }),
      lotCommand({ ...from, kind: 'PUBLISH_LOT', sender: next }),
    ]) {
      task.process(recordOf(lotId, commandCodec.encode(command)), output);
    }
  }
  task.beforeCommit?.(output);
  return task;
}

/**
 * The bids in transactions of a given size.
 * @returns records written
 */
export function resolveBytes(
  task: Task,
  values: readonly Buffer[],
  lot: Uint32Array,
  bidsPerCommit: number,
): number {
  let written = 0;
  for (let at = 0; at < values.length;) {
    const output = newOutput();
    const until = Math.min(values.length, at + bidsPerCommit);
    for (; at < until; at += 1) {
      const value = values[at];
      if (value !== undefined) task.process(recordOf(`L${lot[at] ?? 0}`, value), output);
    }
    task.beforeCommit?.(output);
    written += output.transactional.length;
  }
  return written;
}
