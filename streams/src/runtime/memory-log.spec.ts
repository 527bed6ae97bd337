import { logContract } from '../testing/log-contract.ts';
import { aTopic } from '../testing/log-harness.ts';
import { MemoryLog } from './memory-log.ts';

logContract('memory', async () => {
  const log = new MemoryLog();
  return {
    log,
    transact: async (records, end) => {
      const transaction = log.transaction();
      transaction.send(records);
      if (end === 'COMMIT') transaction.commit();
      else transaction.abort();
    },
    openTransaction: async (records) => {
      const transaction = log.transaction();
      transaction.send(records);
      return async (end) => {
        if (end === 'COMMIT') transaction.commit();
        else transaction.abort();
      };
    },
    commitOffset: async (group, topic, partition, next) =>
      log.commit(group, topic, partition, next),
  };
});

test('compaction keeps the last record of a key and leaves gaps', async () => {
  const topic = aTopic(1);
  const log = new MemoryLog([topic], () => 1000);
  const write = (key: string, value: string) =>
    log.append([{ topic: topic.name, key, value: Buffer.from(value) }]);
  write('a', '1');
  write('b', '1');
  write('a', '2');
  log.compact(topic.name);
  const offsets: number[] = [];
  const next = await log.readToEnd(topic.name, 0, undefined, ({ records }) => {
    offsets.push(...records.map(({ offset }) => offset));
  });
  expect([offsets, next]).toEqual([[1, 2], 3]);
});
