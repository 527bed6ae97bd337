/** Folds `lots` and `sites` into the board, from their beginning and for ever. */
import { topics } from '@auction/avro/topics';
import type { Following, Log, LogBatch } from '@auction/streams/runtime/log';
import type { Codecs } from '@auction/streams/runtime/registry';
import type { Board } from './board.ts';

/** Partitions of all topics the board folds: lots first, then sites. */
export const sourceCount = topics.lots.partitions + topics.sites.partitions;

export interface FoldOptions {
  readonly board: Board;
  readonly log: Log;
  readonly codecs: Codecs;
  readonly onTrouble: (error: Error) => void;
  /** A record that cannot be read: counted, the board goes on without it. */
  readonly onUnreadable: (topic: string, detail: string) => void;
}

export function foldBoard(options: FoldOptions): Following {
  const { board, log, codecs, onTrouble, onUnreadable } = options;
  const lotCodec = codecs.of(topics.lots);
  const siteCodec = codecs.of(topics.sites);
  let isLive = false;
  const following = log.follow({
    topics: [topics.lots, topics.sites],
    onTrouble,
    async onBatch(batch: LogBatch) {
      await codecs.learnFrom(batch.topic, batch.records);
      const isLot = batch.topic === topics.lots.name;
      const source = isLot ? batch.partition : topics.lots.partitions + batch.partition;
      for (const { key, value, offset, timestamp } of batch.records) {
        const arrival = { source, offset, committedAt: timestamp, publishedAt: 0 };
        if (value === null) {
          if (isLot) board.lots.remove(key, arrival);
        } else if (isLot) {
          const read = lotCodec.decode(value);
          if (!read.ok) onUnreadable(batch.topic, read.detail);
          else {
            const { publishedAt } = read.value;
            board.lots.put(read.value, { ...arrival, publishedAt, fresh: isLive });
          }
        } else {
          const read = siteCodec.decode(value);
          if (read.ok) board.sites.put(read.value, arrival);
          else onUnreadable(batch.topic, read.detail);
        }
      }
      board.position.advance(source, batch.next);
    },
  });
  following.caughtUp.then(
    () => {
      isLive = true;
    },
    () => undefined, // stopped before it was there
  );
  return following;
}
