/**
 * The few parts of kafkajs 2.2.4 behind its public face that the fetcher needs, with the types it
 * does not publish. The exact version is pinned and checked in kafkajs-patches.ts.
 */
import { createRequire } from 'node:module';
import type { Kafka } from 'kafkajs';

export interface ProtocolRequest {
  readonly request: unknown;
  readonly response: {
    decode(bytes: Buffer): Promise<unknown>;
    parse(decoded: unknown): Promise<unknown>;
  };
}

/** A producer as the transaction coordinator knows it; ids are int64 as text. */
export interface ProducerOfTransaction {
  readonly transactionalId: string;
  readonly producerId: string;
  readonly producerEpoch: number;
}

export interface TopicOffsets {
  readonly topic: string;
  readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
}

/** Requests throw what `brokerErrorType` can name. */
export interface Broker {
  readonly nodeId: number;
  readonly connectionPool: { send(request: ProtocolRequest): Promise<unknown> };
  disconnect(): Promise<void>;
  initProducerId(request: {
    readonly transactionalId?: string;
    readonly transactionTimeout: number;
  }): Promise<{ readonly producerId: string; readonly producerEpoch: number }>;
  addPartitionsToTxn(
    request: ProducerOfTransaction & {
      readonly topics: readonly {
        readonly topic: string;
        readonly partitions: readonly number[];
      }[];
    },
  ): Promise<unknown>;
  addOffsetsToTxn(request: ProducerOfTransaction & { readonly groupId: string }): Promise<unknown>;
  txnOffsetCommit(
    request: ProducerOfTransaction & {
      readonly groupId: string;
      readonly topics: readonly TopicOffsets[];
    },
  ): Promise<unknown>;
  endTxn(
    request: ProducerOfTransaction & { readonly transactionResult: boolean },
  ): Promise<unknown>;
}

export const coordinatorOf = { group: 0, transaction: 1 } as const;

export interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addMultipleTargetTopics(topics: readonly string[]): Promise<void>;
  refreshMetadata(): Promise<void>;
  findBroker(by: { nodeId: number }): Promise<Broker>;
  findGroupCoordinator(of: { groupId: string; coordinatorType: 0 | 1 }): Promise<Broker>;
  getNodeIds(): readonly string[];
  findTopicPartitionMetadata(
    topic: string,
  ): readonly { readonly partitionId: number; readonly leader: number }[];
  fetchTopicsOffset(
    of: readonly {
      readonly topic: string;
      readonly partitions: readonly { readonly partition: number }[];
      readonly fromBeginning: boolean;
    }[],
  ): Promise<readonly TopicOffsets[]>;
}

/** Isolation levels as the protocol numbers them. */
export const readUncommitted = 0;
const readCommitted = 1;

const require = createRequire(import.meta.url);

/** A connection of its own: a long poll holds back every other request on the same connection. */
export function newCluster(kafka: Kafka, isolationLevel: 0 | 1 = readCommitted): Cluster {
  const symbol = Object.getOwnPropertySymbols(kafka).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  );
  if (!symbol) throw new Error('this kafkajs keeps its cluster elsewhere: only 2.2.4 is known');
  const create = (kafka as unknown as Record<symbol, (options: object) => Cluster>)[symbol];
  if (!create) throw new Error('this kafkajs makes its cluster elsewhere: only 2.2.4 is known');
  return create({ metadataMaxAge: 300_000, allowAutoTopicCreation: false, isolationLevel });
}

/** What a protocol error is called by Kafka, for example CONCURRENT_TRANSACTIONS. */
export function brokerErrorType(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('type' in error)) return undefined;
  return typeof error.type === 'string' ? error.type : undefined;
}

interface ErrorTable {
  createErrorFromCode(code: number): Error & { readonly type: string; readonly retriable: boolean };
}

/** Name of a protocol error code, and whether the same request may succeed later. */
export function errorOfCode(code: number): ReturnType<ErrorTable['createErrorFromCode']> {
  const table = require('kafkajs/src/protocol/error.js') as ErrorTable;
  return table.createErrorFromCode(code);
}

/** Sends a request of our own making, over the connection kafkajs keeps for its kind. */
export async function exchange<T>(
  broker: Broker,
  api: { readonly key: number; readonly version: number; readonly name: string },
  body: Buffer,
  decode: (bytes: Buffer) => T,
): Promise<T> {
  // kafkajs copies from an encoder, of which it looks at these two.
  const encode = () => Promise.resolve({ buf: body, buffer: body });
  const request = { apiKey: api.key, apiVersion: api.version, apiName: api.name, encode };
  const answer = await broker.connectionPool.send({ request, response: ourResponse(decode) });
  return (answer as { readonly value: T }).value; // as ourResponse has wrapped it
}

/** kafkajs wants an object to look for a throttle time in. */
function ourResponse(decode: (bytes: Buffer) => unknown): ProtocolRequest['response'] {
  return {
    decode: (bytes) => Promise.resolve({ value: decode(bytes) }),
    parse: (decoded) => Promise.resolve(decoded),
  };
}

export interface FetchPartition {
  readonly partition: number;
  readonly fetchOffset: string;
  readonly maxBytes: number;
}

export interface FetchTopic {
  readonly topic: string;
  readonly partitions: readonly FetchPartition[];
}

export interface FetchLimits {
  readonly maxWaitTime: number;
  readonly minBytes: number;
  readonly maxBytes: number;
}

type FetchRequest = (
  options: FetchLimits & {
    replicaId: number;
    isolationLevel: number;
    topics: readonly FetchTopic[];
  },
) => unknown;

const fetchRequest = require('kafkajs/src/protocol/requests/fetch/v11/request.js') as FetchRequest;

/** Fetches committed records; the answer is decoded by us. */
export async function exchangeFetch<T>(
  broker: Broker,
  topics: readonly FetchTopic[],
  limits: FetchLimits,
  decode: (bytes: Buffer) => T,
): Promise<T> {
  const request = fetchRequest({ ...limits, replicaId: -1, isolationLevel: 1, topics });
  const answer = await broker.connectionPool.send({ request, response: ourResponse(decode) });
  return (answer as { readonly value: T }).value; // as ourResponse has wrapped it
}
