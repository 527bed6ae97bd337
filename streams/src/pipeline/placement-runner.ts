/**
 * Does what placements ask for: claims attempts, sends bids to their sites, reads them back. It keeps
 * nothing: a restart begins from `placements` anew, and two of them may run at once, because only the
 * first claim of an attempt counts (docs/decisions/0056).
 */
import type { Codec } from '@auction/avro/codec';
import { placementCommand } from '@auction/avro/placement-command';
import type { Placement, PlacementCommand, SiteAnswer, SiteRead } from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import type { Clock } from '../runtime/clock.ts';
import type { Following, Log, LogBatch, Producer } from '../runtime/log.ts';
import { isPositionKey } from '../runtime/processor.ts';
import type { Codecs } from '../runtime/registry.ts';
import { placementKey } from './place-bids.ts';
import { planned, stepName } from './placement-steps.ts';
import type { Step } from './placement-steps.ts';
import { ReportedPrices } from './reported-prices.ts';

/** A site with a bid API; never throws, what fails is UNCLEAR or FAILED. */
export interface BiddingSites {
  place(placement: Placement): Promise<Pick<SiteAnswer, 'verdict' | 'code'>>;
  read(placement: Placement): Promise<Omit<SiteRead, 'orderId'>>;
}

export interface RunnerContext {
  readonly log: Log;
  readonly codecs: Codecs;
  readonly clock: Clock;
  readonly sites: BiddingSites;
  /** Names this process; new at each start. */
  readonly runner: string;
  readonly newId: () => string;
  /** Told about outages; the runner goes on by itself. */
  readonly onTrouble: (error: Error) => void;
}

/** A step that came to nothing is tried again after this, ms. */
const againAfterMs = 15_000;
const waitMaxMs = 5_000;
const inFlightMax = 32;

export class PlacementRunner {
  readonly #context: RunnerContext;
  readonly #producer: Producer;
  readonly #following: Following;
  readonly #codec: Codec<'PlacementState'>;
  readonly #commandCodec: Codec<'PlacementCommand'>;
  readonly #prices: ReportedPrices;
  /** Placements for which something is to be done. */
  readonly #open = new Map<string, Placement>();
  /** By placement: the step that was begun last, and when. */
  readonly #begun = new Map<string, { readonly name: string; readonly at: number }>();
  /** By placement: the attempt this process has sent, which it never sends again. */
  readonly #sent = new Map<string, string>();
  /** Placements whose site is being asked now. */
  readonly #asking = new Set<string>();
  readonly #working = new Set<Promise<void>>();
  #takeBack: (() => void) | undefined;
  #isCaughtUp = false;
  #isStopped = false;

  private constructor(context: RunnerContext, producer: Producer) {
    const { log, codecs, onTrouble } = context;
    this.#context = context;
    this.#producer = producer;
    this.#codec = codecs.of(topics.placements);
    this.#commandCodec = codecs.of(topics.placementsCommands);
    this.#prices = new ReportedPrices(codecs);
    this.#following = log.follow({
      topics: [topics.placements, topics.lots],
      onBatch: (batch) => this.#see(batch),
      onTrouble,
    });
    this.#following.caughtUp.then(
      () => {
        this.#isCaughtUp = true;
        this.#look();
      },
      () => undefined, // stopped before it caught up
    );
  }

  /** Begins to follow; nothing is done before everything there is has been seen. */
  static async start(context: RunnerContext): Promise<PlacementRunner> {
    return new PlacementRunner(context, await context.log.producer());
  }

  get isCaughtUp(): boolean {
    return this.#isCaughtUp;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#takeBack?.();
    await this.#following.stop();
    await Promise.all(this.#working);
    await this.#producer.close();
  }

  async #see(batch: LogBatch): Promise<void> {
    const { codecs, onTrouble } = this.#context;
    await codecs.learnFrom(batch.topic, batch.records);
    for (const { key, value } of batch.records) {
      if (batch.topic === topics.lots.name) this.#prices.seeLot(value);
      else if (isPositionKey(key)) continue;
      else if (value === null) this.#forget(key);
      else {
        const decoded = this.#codec.decode(value);
        if (!decoded.ok) onTrouble(new Error(`placement cannot be read: ${decoded.reason}`));
        else if (decoded.value.entry) this.#take(key, decoded.value.entry);
      }
    }
    if (this.#isCaughtUp) this.#look();
  }

  #take(key: string, placement: Placement): void {
    this.#prices.see(placement);
    const { runner, clock } = this.#context;
    if (planned(placement, runner, clock.now())) this.#open.set(key, placement);
    else this.#forget(key);
  }

  #forget(key: string): void {
    this.#open.delete(key);
    this.#begun.delete(key);
    this.#sent.delete(key);
  }

  /** Begins every step that is due, and sets the one alarm to the next. */
  #look(): void {
    this.#takeBack?.();
    if (this.#isStopped) return;
    const { clock, runner } = this.#context;
    const now = clock.now();
    let nextAt = now + waitMaxMs;
    for (const [key, placement] of this.#open) {
      const plan = planned(placement, runner, now);
      if (!plan || this.#asking.has(key)) continue;
      const begun = this.#begun.get(key);
      const name = stepName(placement, plan.step);
      const dueAt = begun?.name === name ? begun.at + againAfterMs : plan.dueAt;
      if (dueAt > now) nextAt = Math.min(nextAt, dueAt);
      else if (this.#asking.size < inFlightMax) this.#begin(key, placement, plan.step, now);
    }
    for (const price of this.#prices.takeTold()) {
      this.#work(this.#write({ ...price, kind: 'PRICE' }));
    }
    this.#takeBack = clock.after(Math.max(1, nextAt - now), () => this.#look());
  }

  #begin(key: string, placement: Placement, step: Step, now: number): void {
    const name = stepName(placement, step);
    if (step.kind === 'SEND') {
      if (this.#sent.get(key) === name) return; // its answer is on its way
      this.#sent.set(key, name);
    }
    this.#begun.set(key, { name, at: now });
    this.#asking.add(key);
    const done = this.#do(placement, step).finally(() => {
      this.#asking.delete(key);
      if (!this.#isStopped) this.#look();
    });
    this.#work(done);
  }

  #work(done: Promise<void>): void {
    const kept: Promise<void> = done
      .catch((error: unknown) => {
        this.#context.onTrouble(error instanceof Error ? error : new Error(String(error)));
      })
      .finally(() => this.#working.delete(kept));
    this.#working.add(kept);
  }

  async #do(placement: Placement, step: Step): Promise<void> {
    const { sites, runner } = this.#context;
    const { orgId, lotId } = placement;
    const { orderId } = placement.order;
    const of = { orgId, lotId };
    switch (step.kind) {
      case 'CLAIM':
      case 'LOST_TRACK': {
        const claim = { orderId, attempt: step.attempt, runner };
        return this.#write({ ...of, kind: step.kind, claim });
      }
      case 'SEND': {
        const answer = await sites.place(placement);
        const { attempt } = step;
        return this.#write({ ...of, kind: 'ANSWER', answer: { orderId, attempt, ...answer } });
      }
      case 'READ': {
        const read = await sites.read(placement);
        return this.#write({ ...of, kind: 'READ', read: { orderId, ...read } });
      }
    }
  }

  async #write(
    said: Pick<PlacementCommand, 'orgId' | 'lotId' | 'kind'> & Partial<PlacementCommand>,
  ): Promise<void> {
    const { clock, newId } = this.#context;
    const command = placementCommand({ commandId: newId(), at: clock.now(), ...said });
    const value = this.#commandCodec.encode(command);
    const topic = topics.placementsCommands.name;
    await this.#producer.send([{ topic, key: placementKey(command), value }]);
    await this.#producer.flush();
  }
}
