/** Writes audit events to `audit.events`. */
import { topics } from '@auction/avro/topics';
import type { Log, Producer } from '@auction/streams/runtime/log';
import type { Codecs } from '@auction/streams/runtime/registry';
import type { WriteEvents } from './audit-relay.ts';

/** The producer is made when it is first needed, and anew after one has failed for good. */
export function auditTopicWriter(log: Log, codecs: Codecs) {
  const codec = codecs.of(topics.auditEvents);
  let producer: Promise<Producer> | undefined;
  const write: WriteEvents = async (events) => {
    producer ??= log.producer();
    try {
      const open = await producer;
      await open.send(
        events.map(({ key, event }) => ({
          topic: topics.auditEvents.name,
          key,
          value: codec.encode(event),
        })),
      );
      await open.flush();
    } catch (error) {
      producer = undefined;
      throw error;
    }
  };
  return {
    write,
    async close(): Promise<void> {
      const open = await producer?.catch(() => undefined);
      await open?.close();
    },
  };
}
