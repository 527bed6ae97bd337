import type { RecordOf } from '@auction/avro/records';
import type { SchemaName, Topic } from '@auction/avro/topics';
import type { Log } from '@auction/streams/runtime/log';
import type { Codecs } from '@auction/streams/runtime/registry';

/**
 * The newest record under a key of a one-partition topic: what a connector finds of itself after a
 * restart.
 * @returns undefined when there is none
 * @throws when the newest one cannot be decoded: a checkpoint must not be guessed
 */
export async function lastRecord<N extends SchemaName>(
  log: Log,
  codecs: Codecs,
  topic: Topic<N>,
  key: string,
): Promise<RecordOf<N> | undefined> {
  const newest = new Map<string, Buffer>();
  await log.readToEnd(topic.name, 0, undefined, async ({ records }) => {
    const mine = records.filter((record) => record.key === key);
    await codecs.learnFrom(topic.name, mine);
    for (const { value } of mine) if (value !== null) newest.set(key, value);
  });
  const value = newest.get(key);
  if (value === undefined) return undefined;
  const decoded = codecs.of(topic).decode(value);
  if (!decoded.ok) throw new Error(`${topic.name} ${key}: ${decoded.reason} ${decoded.detail}`);
  return decoded.value;
}
