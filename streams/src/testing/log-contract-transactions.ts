/** The part of the log contract about transactions: what is shown, what is hidden, what waits. */
import type { Topic } from '@auction/avro/topics';
import { eventually } from './eventually.ts';
import { readAll, record, text, write } from './log-harness.ts';
import type { LogHarness } from './log-harness.ts';

export function transactions(harness: () => LogHarness, topic: () => Topic): void {
  const log = () => harness().log;

  test('shows committed transactions and never aborted ones', async () => {
    await write(log(), [record(topic(), 'a', '1')]);
    await harness().transact([record(topic(), 'lost', '2')], 'ABORT');
    await harness().transact([record(topic(), 'b', '3')], 'COMMIT');
    await write(log(), [record(topic(), 'c', '4')]);
    expect(await readAll(log(), topic())).toEqual(['a=1', 'b=3', 'c=4']);
  });

  test('hides interleaved aborted transactions, whatever order they end in', async () => {
    const first = await harness().openTransaction([record(topic(), 't1', 'a')]);
    const second = await harness().openTransaction([record(topic(), 't2', 'b')]);
    await write(log(), [record(topic(), 'plain', 'c')]);
    const third = await harness().openTransaction([record(topic(), 't3', 'd')]);
    await second('ABORT');
    await write(log(), [record(topic(), 'after', 'e')]);
    await first('ABORT');
    await third('COMMIT');
    expect(await readAll(log(), topic())).toEqual(['plain=c', 't3=d', 'after=e']);
  });

  test('a key that looks like an abort marker hides nothing', async () => {
    const marker = '\0\0\0\0';
    await harness().transact([record(topic(), marker, 'x'), record(topic(), 'y', 'x')], 'ABORT');
    await write(log(), [record(topic(), marker, 'seen')]);
    expect(await readAll(log(), topic())).toEqual([`${marker}=seen`]);
  });

  test.each(['COMMIT', 'ABORT'] as const)(
    'the end lies behind an open transaction, and reading to it waits for its %s',
    async (how) => {
      await write(log(), [record(topic(), 'a', '1')]);
      const end = await harness().openTransaction([record(topic(), 'open', '2')]);
      await write(log(), [record(topic(), 'after', '3')]);
      expect(await log().ends(topic().name)).toEqual([3, 0]);
      const seen: string[] = [];
      const reading = log().readToEnd(topic().name, 0, undefined, ({ records }) => {
        seen.push(...records.map(text));
      });
      // What stands before the transaction is there already, so the reader knows its end by now.
      await eventually(() => expect(seen).toEqual(['a=1']));
      await end(how);
      expect(await reading).toBeGreaterThanOrEqual(3);
      expect(seen).toEqual(['a=1', ...(how === 'COMMIT' ? ['open=2'] : []), 'after=3']);
    },
  );

  test('a follower is caught up only behind a transaction that was open when it began', async () => {
    const end = await harness().openTransaction([record(topic(), 'open', '1')]);
    const seen: string[] = [];
    const follower = log().follow({
      topics: [topic()],
      onBatch: ({ records }) => void seen.push(...records.map(text)),
    });
    // Its end is asked for by now at the latest: this answer comes after that one.
    await log().ends(topic().name);
    await end('COMMIT');
    await follower.caughtUp;
    expect(seen).toEqual(['open=1']);
    await follower.stop();
  });

  test('next of a batch jumps over markers', async () => {
    await harness().transact([record(topic(), 'a', '1')], 'COMMIT');
    await harness().transact([record(topic(), 'lost', '2')], 'ABORT');
    const next = await log().readToEnd(topic().name, 0, undefined, () => undefined);
    expect(next).toBe(4);
    expect(await log().ends(topic().name)).toEqual([4, 0]);
  });
}
