/**
 * Strategy robots: orders from their owners, rows and letters of own lots -> ordinary bids, and orders
 * for lots of other sites, which the order's reader tells about (docs/decisions/0081); and what each robot did and why on `robots`. A bid is kept before it is sent; whoever runs the robots next
 * sends it again under its key, and gets the outcome it had (bidding.md sections 6 and 11).
 */
import type { RobotState } from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import { viewElsewhere } from '../domain/robots/elsewhere.ts';
import { isOver } from '../domain/robots/robot.ts';
import type { LotView, RobotBid, RobotMemory, RobotOrder } from '../domain/robots/robot.ts';
import { turn } from '../domain/robots/turn.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log, LogBatch, Producer } from '../runtime/log.ts';
import type { Codecs } from '../runtime/registry.ts';
import type { StateRecord, WriteState } from '../runtime/run-alone.ts';
import { bidRecord } from './robot-bids.ts';
import type { RobotRoute } from './robot-bids.ts';
import { RobotViews } from './robot-views.ts';

/** Orders as they stand. `isAll`: a robot that is not among them has no order any more. */
export interface OrderNews {
  readonly orders: readonly RobotOrder[];
  readonly isAll: boolean;
}

/** Tells all orders once, then changes as they come; @returns ends it */
export type FollowOrders = (
  tell: (news: OrderNews) => void,
  onTrouble: (error: Error) => void,
) => Promise<() => Promise<void>>;

export interface RobotsContext {
  readonly log: Log;
  readonly codecs: Codecs;
  /** The servers' clock. */
  readonly clock: Clock;
  readonly followOrders: FollowOrders;
  readonly write: WriteState;
  /** Told about outages; the robots go on by themselves. */
  readonly onTrouble: (error: Error) => void;
}

/** Longest wait at once: a clock that was set is noticed after this. */
const waitMaxMs = 5_000;

/** @returns what stands on the topic; null where a newer program wrote it */
function memoryOf(state: RobotState): RobotMemory | null {
  const { status, deeds } = state;
  if (status === 'UNKNOWN') return null;
  const known = deeds.flatMap((deed) => {
    const { kind } = deed;
    return kind === 'UNKNOWN' ? [] : [{ ...deed, kind }];
  });
  return { ...state, status, deeds: known };
}

class Robots {
  readonly #context: RobotsContext;
  readonly #producer: Producer;
  readonly #views: RobotViews;
  readonly #startedAt: number;
  readonly #orders = new Map<string, RobotOrder>();
  readonly #memories = new Map<string, RobotMemory>();
  readonly #robotsOfLot = new Map<string, Set<string>>();
  readonly #wakeAt = new Map<string, number>();
  readonly #due = new Set<string>();
  readonly #encodeState: (state: RobotState) => Buffer;
  readonly #encodeCommand: (route: RobotRoute) => Buffer;
  #ring: () => void = () => undefined;

  constructor(context: RobotsContext, producer: Producer) {
    const { codecs, clock } = context;
    this.#context = context;
    this.#producer = producer;
    this.#views = new RobotViews(codecs);
    this.#startedAt = clock.now();
    const states = codecs.of(topics.robots);
    const toLots = codecs.of(topics.lotsCommands);
    const toLimiter = codecs.of(topics.limitsCommands);
    this.#encodeState = (state) => states.encode(state);
    const toPlacer = codecs.of(topics.placementsCommands);
    this.#encodeCommand = ({ record }) => {
      if (!('lotId' in record)) return toLimiter.encode(record);
      return 'orgId' in record ? toPlacer.encode(record) : toLots.encode(record);
    };
  }

  async restore(): Promise<void> {
    const { log, codecs } = this.#context;
    const codec = codecs.of(topics.robots);
    await log.readToEnd(topics.robots.name, 0, undefined, async (batch) => {
      await codecs.learnFrom(batch.topic, batch.records);
      for (const { key, value } of batch.records) {
        const read = value === null ? undefined : codec.decode(value);
        const memory = read?.ok === true ? memoryOf(read.value) : null;
        if (memory === null) this.#memories.delete(key);
        else this.#memories.set(key, memory);
      }
    });
  }

  async see(batch: LogBatch): Promise<void> {
    const { codecs, clock } = this.#context;
    await codecs.learnFrom(batch.topic, batch.records);
    for (const record of batch.records) {
      const lotId = this.#views.see(record, clock.now());
      if (lotId === undefined) continue;
      for (const robotId of this.#robotsOfLot.get(lotId) ?? []) this.#due.add(robotId);
    }
    if (this.#due.size > 0) this.#ring();
  }

  takeOrders({ orders, isAll }: OrderNews): void {
    const named = new Set(orders.map(({ robotId }) => robotId));
    for (const order of orders) {
      this.#forget(order.robotId);
      this.#orders.set(order.robotId, order);
      for (const { lotId } of order.lots) {
        const robots = this.#robotsOfLot.get(lotId) ?? new Set();
        this.#robotsOfLot.set(lotId, robots.add(order.robotId));
      }
      this.#due.add(order.robotId);
    }
    if (isAll) {
      for (const robotId of [...this.#orders.keys()]) {
        if (!named.has(robotId)) this.#forget(robotId);
      }
    }
    this.#ring();
  }

  #forget(robotId: string): void {
    for (const { lotId } of this.#orders.get(robotId)?.lots ?? []) {
      const robots = this.#robotsOfLot.get(lotId);
      robots?.delete(robotId);
      if (robots?.size === 0) this.#robotsOfLot.delete(lotId);
    }
    this.#orders.delete(robotId);
    this.#wakeAt.delete(robotId);
    this.#due.delete(robotId);
  }

  /** Works until the signal comes. @throws when state or bids could not be written */
  async work(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const rung = Promise.withResolvers<undefined>();
      this.#ring = () => rung.resolve(undefined);
      await this.#turns();
      if (this.#due.size > 0) continue;
      const takeBack = this.#context.clock.after(this.#waitMs(), this.#ring);
      signal.addEventListener('abort', this.#ring, { once: true });
      await rung.promise;
      signal.removeEventListener('abort', this.#ring);
      takeBack();
    }
  }

  #waitMs(): number {
    const now = this.#context.clock.now();
    let next = now + waitMaxMs;
    for (const at of this.#wakeAt.values()) next = Math.min(next, at);
    return Math.max(0, next - now);
  }

  #look(order: RobotOrder, memory: RobotMemory | undefined, lotId: string): LotView {
    const elsewhere = order.lots.find((lot) => lot.lotId === lotId)?.elsewhere ?? null;
    if (elsewhere === null) return this.#views.look(order, lotId);
    const known = memory?.lots.find((lot) => lot.lotId === lotId);
    return viewElsewhere(order, lotId, elsewhere, known?.clientSeq ?? 0);
  }

  /** A turn for every robot that is due: what it remembers is kept first, then its bids are sent. */
  async #turns(): Promise<void> {
    const now = this.#context.clock.now();
    for (const [robotId, at] of this.#wakeAt) if (at <= now) this.#due.add(robotId);
    const kept: StateRecord[] = [];
    const bids: RobotBid[] = [];
    const due = [...this.#due];
    this.#due.clear();
    for (const robotId of due) {
      const order = this.#orders.get(robotId);
      if (order === undefined) continue;
      const memory = this.#memories.get(robotId);
      const look = (lotId: string) => this.#look(order, memory, lotId);
      const given = { now, startedAt: this.#startedAt };
      const done = turn(order, memory, look, given);
      this.#wakeAt.delete(robotId);
      if (done.wakeAt !== null && !isOver(done.memory.status)) {
        this.#wakeAt.set(robotId, done.wakeAt);
      }
      if (!done.isChanged) continue;
      this.#memories.set(robotId, done.memory);
      kept.push({ key: robotId, value: this.#encodeState(done.memory) });
      bids.push(...done.bids);
    }
    if (kept.length > 0) await this.#context.write(kept);
    if (bids.length === 0) return;
    await this.#producer.send(bids.map((bid) => bidRecord(bid, this.#encodeCommand)));
    await this.#producer.flush();
  }
}

/**
 * One life of the robots' service: everything there is has been seen before the first of them acts.
 * @throws when something could not be written; what was kept is taken up by the next life
 */
export async function runRobots(context: RobotsContext, signal: AbortSignal): Promise<void> {
  const { log, onTrouble } = context;
  const producer = await log.producer({ lingerMs: 0 });
  const robots = new Robots(context, producer);
  await robots.restore();
  const following = log.follow({
    topics: [topics.lots, topics.lotsOutcomes],
    onBatch: (batch) => robots.see(batch),
    onTrouble,
  });
  let stopOrders: (() => Promise<void>) | undefined;
  try {
    stopOrders = await context.followOrders((news) => robots.takeOrders(news), onTrouble);
    const stopped = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([following.caughtUp, stopped]);
    await robots.work(signal);
  } finally {
    await stopOrders?.();
    following.caughtUp.catch(() => undefined);
    await following.stop();
    await producer.close();
  }
}
