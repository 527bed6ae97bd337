/** Reads a fetch response (protocol version 11), one pass, record sets as views of the buffer. */
import type { AbortedTransaction } from './kafka-batch-decoder.ts';
import { WireReader } from './kafka-wire.ts';

export interface FetchedPartition {
  readonly topic: string;
  readonly partition: number;
  /** Kafka protocol error code, 0 when none. */
  readonly errorCode: number;
  /** Offset behind the last record of committed transactions: what may be read now. */
  readonly lastStableOffset: number;
  readonly logStartOffset: number;
  readonly aborted: readonly AbortedTransaction[];
  readonly recordSet: Buffer;
}

function partitionOf(reader: WireReader, topic: string): FetchedPartition {
  const partition = reader.int32();
  const errorCode = reader.int16();
  reader.int64(); // high watermark: of no use to a reader of committed records
  const lastStableOffset = reader.int64();
  const logStartOffset = reader.int64();
  const aborted = reader.array(() => ({
    producerId: BigInt(reader.int64()), // the broker counts them from 0: exact as a number
    firstOffset: reader.int64(),
  }));
  reader.int32(); // preferred read replica
  const recordSet = reader.bytes();
  return { topic, partition, errorCode, lastStableOffset, logStartOffset, aborted, recordSet };
}

/**
 * @param bytes the response without length and correlation id
 * @returns every partition of the response; an error of the whole request counts for each of them
 */
export function decodeFetchResponse(bytes: Buffer): FetchedPartition[] {
  const reader = new WireReader(bytes);
  reader.int32(); // throttle time
  reader.int16(); // error of a fetch session, which is not used
  reader.int32(); // session id
  return reader
    .array(() => {
      const topic = reader.string();
      return reader.array(() => partitionOf(reader, topic));
    })
    .flat();
}
