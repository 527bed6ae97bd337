/**
 * Runs a service of which one instance at a time may act: the member of its group that is given the one
 * partition of its state topic. Whoever was it before is fenced before anything is read, so a process
 * that was frozen and comes back cannot write state, and therefore does nothing (kafka.md section 1).
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Topic } from '@auction/avro/topics';
import { joinGroup } from './kafka-group.ts';
import type { Membership } from './kafka-group.ts';
import { UnitProducer } from './kafka-transaction.ts';
import { errorFields } from './logger.ts';
import type { RunningWorker, WorkerContext } from './running-worker.ts';
import { UnitSet } from './unit-set.ts';
import type { Unit } from './unit-set.ts';

export interface StateRecord {
  readonly key: string;
  /** null: the key is forgotten. */
  readonly value: Buffer | null;
}

/** @throws when this instance was fenced, or the broker did not take it: the life must end */
export type WriteState = (records: readonly StateRecord[]) => Promise<void>;

export interface AloneService {
  /** Consumer group and transactional id. */
  readonly name: string;
  /** One partition, compacted. */
  readonly state: Topic;
  /**
   * One life: restores, then works until the signal comes.
   * @throws any error: the next life begins after a while
   */
  readonly live: (write: WriteState, signal: AbortSignal) => Promise<void>;
}

const firstBackoffMs = 200;
const longestBackoffMs = 10_000;
const longLifeMs = 30_000;

class AloneUnit implements Unit {
  readonly #service: AloneService;
  readonly #context: WorkerContext;
  readonly #membership: () => Promise<Membership>;
  readonly #stopping = new AbortController();
  #life: Promise<void> | undefined;

  constructor(
    service: AloneService,
    context: WorkerContext,
    membership: () => Promise<Membership>,
  ) {
    this.#service = service;
    this.#context = context;
    this.#membership = membership;
  }

  start(): void {
    this.#life ??= this.#live();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#life;
  }

  async #live(): Promise<void> {
    const { signal } = this.#stopping;
    const { logger, metrics } = this.#context;
    for (let failures = 0; !this.#hasToStop(); failures += 1) {
      const begunAt = performance.now();
      try {
        await this.#work();
      } catch (error) {
        logger.warn('the service begins again', errorFields(error));
        metrics.restarts.inc({ processor: this.#service.name });
      }
      if (this.#hasToStop()) return;
      if (performance.now() - begunAt > longLifeMs) failures = 0;
      const backoffMs = Math.min(firstBackoffMs * 2 ** failures, longestBackoffMs);
      await delay(backoffMs, undefined, { signal }).catch(() => undefined);
      // A zombie that was fenced must not fence the owner in its turn: ask whether we are a member.
      if (!this.#hasToStop()) await (await this.#membership()).confirmed();
    }
  }

  // TypeScript narrows the signal's state across awaits; a call does not.
  #hasToStop(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #work(): Promise<void> {
    const { name, state, live } = this.#service;
    const producer = await UnitProducer.open(this.#context.connection, `am.${name}.0`);
    try {
      const write: WriteState = (records) =>
        producer.commit(records.map((record) => ({ ...record, topic: state.name, partition: 0 })));
      await live(write, this.#stopping.signal);
    } finally {
      await producer.dispose();
    }
  }
}

/** Joins the service's group and works until stopped, or stands by. */
export async function runAlone(
  service: AloneService,
  context: WorkerContext,
): Promise<RunningWorker> {
  const joined = Promise.withResolvers<Membership>();
  const units = new UnitSet(() => new AloneUnit(service, context, () => joined.promise));
  const membership = await joinGroup(context.connection, {
    group: service.name,
    topics: [service.state.name],
    onAssigned: (assigned) => void units.assign(assigned),
    onFatal: context.onFatal,
  });
  joined.resolve(membership);
  return {
    name: service.name,
    health: () => ({
      lastConfirmedAt: membership.lastConfirmedAt,
      isRebalancing: membership.isRebalancing,
      units: units.owned,
    }),
    async stop() {
      await units.assign([]);
      await membership.stop();
    },
  };
}
