/** The part of the log contract about followers. */
import type { Topic } from '@auction/avro/topics';
import type { LogBatch } from '../runtime/log.ts';
import { eventually } from './eventually.ts';
import { record, text, write } from './log-harness.ts';
import type { LogHarness } from './log-harness.ts';

export function following(harness: () => LogHarness, topic: () => Topic): void {
  const log = () => harness().log;

  test('follows all partitions, says when it has caught up, and goes on', async () => {
    await write(log(), [record(topic(), 'a', '1', 0), record(topic(), 'b', '2', 1)]);
    const seen: string[] = [];
    const onBatch = (batch: LogBatch) => void seen.push(...batch.records.map(text));
    const follower = log().follow({ topics: [topic()], onBatch });
    await follower.caughtUp;
    expect(seen.sort()).toEqual(['a=1', 'b=2']);
    await write(log(), [record(topic(), 'c', '3', 1)]);
    await eventually(() => expect(seen).toContain('c=3'));
    expect(follower.position(topic().name, 1)).toBe(2);
    await follower.stop();
  });

  test('an empty topic is caught up at once', async () => {
    const follower = log().follow({ topics: [topic()], onBatch: () => undefined });
    await follower.caughtUp;
    await follower.stop();
  });

  test('is caught up behind a last record nobody may see', async () => {
    await harness().transact([record(topic(), 'lost', '1')], 'ABORT');
    const follower = log().follow({ topics: [topic()], onBatch: () => undefined });
    await follower.caughtUp;
    expect(follower.position(topic().name, 0)).toBe(2);
    await follower.stop();
  });

  test('begins where it is told, also in the middle of a batch', async () => {
    await write(
      log(),
      ['a', 'b', 'c'].map((key) => record(topic(), key, '1')),
    );
    const seen: string[] = [];
    const follower = log().follow({
      topics: [topic()],
      from: (_name, partition) => (partition === 0 ? 1 : undefined),
      onBatch: (batch) => void seen.push(...batch.records.map(text)),
    });
    await follower.caughtUp;
    expect(seen).toEqual(['b=1', 'c=1']);
    await follower.stop();
  });

  test('a handler that fails sees the same batch again', async () => {
    await write(log(), [record(topic(), 'a', '1')]);
    const seen: string[] = [];
    const troubles: string[] = [];
    const follower = log().follow({
      topics: [topic()],
      onBatch: ({ records }) => {
        seen.push(...records.map(text));
        if (seen.length === 1) throw new Error('store is away');
      },
      onTrouble: ({ message }) => void troubles.push(message),
    });
    await follower.caughtUp;
    expect(seen).toEqual(['a=1', 'a=1']);
    expect(troubles).toEqual(['store is away']);
    await follower.stop();
  });
}
