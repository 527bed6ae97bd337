/** Internals of kafkajs 2.2.4 with types, for specs that compare ours with theirs. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

export interface StockMessage {
  readonly key: Buffer;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer>>;
}

interface Encoder {
  readonly buffer: Buffer;
}

export interface StockRequestQueue {
  throttledUntil: number;
  readonly throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
  push(request: object): void;
  destroy(): void;
}

const Decoder = require('kafkajs/src/protocol/decoder.js') as new (bytes: Buffer) => object;
const decodeBatch = require('kafkajs/src/protocol/recordBatch/v0/decoder.js') as (
  decoder: object,
) => Promise<{ readonly records: StockMessage[] }>;
const decodeMessages = require('kafkajs/src/protocol/requests/fetch/v4/decodeMessages.js') as (
  decoder: object,
) => Promise<StockMessage[]>;
const batches = require('kafkajs/src/protocol/recordBatch/v0/index.js') as {
  RecordBatch(given: object): Promise<Encoder>;
};

export const stockRecord = require('kafkajs/src/protocol/recordBatch/record/v0/index.js') as (
  record: object,
) => object;

export const stockBatch = async (given: object): Promise<Buffer> =>
  (await batches.RecordBatch(given)).buffer;

export const readStockBatch = async (bytes: Buffer): Promise<StockMessage[]> =>
  (await decodeBatch(new Decoder(bytes))).records;

/** Reads the record set of a fetch response. */
export function readStockRecordSet(bytes: Buffer): Promise<StockMessage[]> {
  const framed = Buffer.concat([Buffer.alloc(4), bytes]);
  framed.writeInt32BE(bytes.length, 0);
  return decodeMessages(new Decoder(framed));
}

export const filterStock = require('kafkajs/src/consumer/filterAbortedMessages.js') as (given: {
  messages: StockMessage[];
  abortedTransactions: { producerId: string; firstOffset: string }[];
}) => StockMessage[];

const RequestQueue = require('kafkajs/src/network/requestQueue/index.js') as new (
  options: object,
) => StockRequestQueue;

export const aRequestQueue = (): StockRequestQueue =>
  new RequestQueue({
    ...{ maxInFlightRequests: null, requestTimeout: 1000, enforceRequestTimeout: false },
    ...{ clientId: 'c', broker: 'b:1' },
    logger: { debug: () => undefined, warn: () => undefined },
  });

const errors = require('kafkajs/src/protocol/error.js') as {
  createErrorFromCode(code: number): { readonly type: string };
};
export const errorTypeOf = (code: number): string => errors.createErrorFromCode(code).type;

interface Grouping {
  readonly topic: string;
  readonly partitionMetadata: readonly unknown[];
  readonly messages: readonly { readonly partition: number }[];
  readonly partitioner: (of: { message: { partition: number } }) => number;
}
export const groupStock = require('kafkajs/src/producer/groupMessagesPerPartition.js') as (
  of: Grouping,
) => object;
