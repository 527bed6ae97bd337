import type { Log, Producer } from '@auction/streams/runtime/log';

/**
 * A producer that is opened when first used, and again after it has failed: an idempotent producer
 * whose write failed for good is of no more use. What failed is thrown as always; nothing is sent twice.
 */
export function renewableProducer(log: Log): Producer {
  let opened: Promise<Producer> | undefined;
  const using = async <T>(work: (producer: Producer) => Promise<T>): Promise<T> => {
    const mine = (opened ??= log.producer());
    try {
      return await work(await mine);
    } catch (error) {
      if (opened === mine) opened = undefined;
      void mine.then((producer) => producer.close()).catch(() => undefined); // it has failed already
      throw error;
    }
  };
  return {
    send: (records) => using((producer) => producer.send(records)),
    flush: () => using((producer) => producer.flush()),
    close: async () => {
      await (await opened)?.close();
    },
  };
}
