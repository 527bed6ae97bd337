import { withBackends } from '../testing/backends.ts';
import { logContract } from '../testing/log-contract.ts';
import type { LogHarness } from '../testing/log-harness.ts';
import { connectKafka, kafkaLog } from './kafka-log.ts';
import { silentLogger } from './logger.ts';

withBackends(import.meta.filename, ['kafka'], ({ brokers, prefix }) => {
  const connect = (topicPrefix: string) =>
    connectKafka({ brokers, clientId: 'log-contract', topicPrefix, logger: silentLogger });

  async function open(): Promise<LogHarness> {
    const connection = connect(prefix);
    const { kafka } = connection;
    let transactionCount = 0;
    const openTransaction: LogHarness['openTransaction'] = async (records) => {
      const id = `${prefix}contract.${++transactionCount}`;
      const producer = kafka.producer({ transactionalId: id, maxInFlightRequests: 1 });
      await producer.connect();
      const transaction = await producer.transaction();
      for (const { topic, partition, key, value } of records) {
        const message = { key, value, ...(partition === undefined ? {} : { partition }) };
        await transaction.send({ topic: prefix + topic, messages: [message] });
      }
      return async (end) => {
        if (end === 'COMMIT') await transaction.commit();
        else await transaction.abort();
        await producer.disconnect();
      };
    };
    return {
      log: kafkaLog(connection),
      openTransaction,
      transact: async (records, end) => {
        await (
          await openTransaction(records)
        )(end);
      },
      commitOffset: async (group, topic, partition, at) => {
        const admin = kafka.admin();
        await admin.connect();
        const partitions = [{ partition, offset: String(at) }];
        await admin.setOffsets({ groupId: prefix + group, topic: prefix + topic, partitions });
        await admin.disconnect();
      },
      underOtherPrefix: async () => kafkaLog(connect(`other-${prefix}`)),
    };
  }

  logContract('kafka', open);
});
