/**
 * Membership in a consumer group, and nothing else: which units are ours. All partitions stay paused
 * in kafkajs' consumer, whose loop then only sends heartbeats; records are read by the Fetcher, which
 * can prefetch and knows every offset. A unit is partition p of all topics.
 */
import type { Consumer } from 'kafkajs';
import { stickyUnits } from './kafka-units-assigner.ts';
import type { KafkaConnection } from './kafka-connection.ts';

export interface GroupRequest {
  readonly group: string;
  readonly topics: readonly string[];
  /** Called at every join with all units that are ours now; kept ones included. Must not throw. */
  readonly onAssigned: (units: readonly number[]) => void;
  /** The group cannot be kept up (a bug in the client): the process must end. */
  readonly onFatal: (error: Error) => void;
}

export interface Membership {
  /** Resolves when the coordinator has confirmed us after this call: a heartbeat or a join. */
  confirmed(): Promise<void>;
  /** Commits offsets for information: lag and scaling read them, nobody resumes there. */
  commit(offsets: readonly GroupOffset[]): Promise<void>;
  /** Epoch ms of the last confirmation. */
  readonly lastConfirmedAt: number;
  readonly isRebalancing: boolean;
  /** Leaves the group. */
  stop(): Promise<void>;
}

export interface GroupOffset {
  readonly topic: string;
  readonly partition: number;
  readonly next: number;
}

const joinWithinMs = 5000;

/** Settings and why: kafka.md section 1. */
const consumerSettings = {
  sessionTimeout: 10_000,
  heartbeatInterval: 1000,
  rebalanceTimeout: 30_000,
  // The loop sleeps this long while everything is paused, and sends a heartbeat after it.
  maxWaitTimeInMs: 500,
  allowAutoTopicCreation: false,
  retry: { initialRetryTime: 100, maxRetryTime: 5000, retries: 10 },
} as const;

class GroupMembership implements Membership {
  readonly #consumer: Consumer;
  readonly #prefix: string;
  readonly #waiting = new Set<() => void>();
  #joining = true;
  #rejoining = false;
  #lastConfirmedAt = Date.now();

  constructor(consumer: Consumer, prefix: string) {
    this.#consumer = consumer;
    this.#prefix = prefix;
  }

  get lastConfirmedAt(): number {
    return this.#lastConfirmedAt;
  }

  get isRebalancing(): boolean {
    return this.#rejoining;
  }

  rebalancing(): void {
    this.#rejoining = true;
  }

  joined(): void {
    this.#joining = false;
    this.#rejoining = false;
    this.confirm();
  }

  confirm(): void {
    this.#lastConfirmedAt = Date.now();
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }

  async confirmed(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#waiting.add(() => {
      resolve(undefined);
    });
    await promise;
  }

  async commit(offsets: readonly GroupOffset[]): Promise<void> {
    if (this.#joining || this.#rejoining || offsets.length === 0) return;
    await this.#consumer.commitOffsets(
      offsets.map(({ topic, partition, next }) => ({
        topic: this.#prefix + topic,
        partition,
        offset: String(next),
      })),
    );
  }

  async stop(): Promise<void> {
    // A stop during a join returns at once and the join goes on (kafkajs #1571): wait for it.
    const deadlineAt = Date.now() + joinWithinMs;
    while (this.#joining && Date.now() < deadlineAt) {
      await Promise.race([this.confirmed(), new Promise((done) => setTimeout(done, 100))]);
    }
    await this.#consumer.disconnect();
    this.confirm();
  }
}

/** Joins a group; the first `onAssigned` comes with the first join. */
export async function joinGroup(
  connection: KafkaConnection,
  request: GroupRequest,
): Promise<Membership> {
  const { kafka, prefix } = connection;
  let owned: readonly number[] = [];
  let generation = 0;
  const consumer = kafka.consumer({
    ...consumerSettings,
    groupId: prefix + request.group,
    partitionAssigners: [stickyUnits(() => ({ owned, generation }))],
  });
  const membership = new GroupMembership(consumer, prefix);
  const { GROUP_JOIN, HEARTBEAT, REBALANCING, CRASH } = consumer.events;
  consumer.on(GROUP_JOIN, ({ payload }) => {
    const assigned = Object.entries(payload.memberAssignment);
    // Before the first await: nothing is ever fetched by this consumer.
    consumer.pause(assigned.map(([topic, partitions]) => ({ topic, partitions })));
    owned = [...new Set(assigned.flatMap(([, partitions]) => partitions))].sort((a, b) => a - b);
    generation += 1;
    membership.joined();
    request.onAssigned(owned);
  });
  consumer.on(HEARTBEAT, () => membership.confirm());
  consumer.on(REBALANCING, () => membership.rebalancing());
  consumer.on(CRASH, ({ payload }) => {
    connection.logger.warn('the group consumer crashed', {
      group: request.group,
      error: payload.error.message,
      restart: payload.restart,
    });
    if (payload.restart) membership.rebalancing();
    else request.onFatal(payload.error);
  });
  await consumer.connect();
  await consumer.subscribe({
    topics: request.topics.map((topic) => prefix + topic),
    fromBeginning: true,
  });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    // Never called: every partition is paused in the listener above.
    eachBatch: () => Promise.resolve(),
  });
  return membership;
}
