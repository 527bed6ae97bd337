/** Keeps one unit running: starts it, waits until it answers, starts it again when it dies. */
import { setTimeout as delay } from 'node:timers/promises';
import { describeExit, logFileOf, startChild } from './child.ts';
import type { Child, Exit } from './child.ts';
import { rotate } from './log-files.ts';
import type { Places } from './places.ts';
import { afterDeath } from './restart-policy.ts';
import type { Unit } from './unit.ts';

export type KeeperState = 'waiting' | 'starting' | 'ready' | 'down' | 'stopped';

export type KeeperEvent =
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready'; readonly tookMs: number; readonly again: boolean }
  | { readonly kind: 'died'; readonly how: string; readonly restartInMs: number }
  | { readonly kind: 'hung' }
  | { readonly kind: 'gave-up'; readonly how: string }
  | { readonly kind: 'stopping' }
  | { readonly kind: 'stopped'; readonly tookMs: number };

const askEveryMs = 150;
const needsEveryMs = 200;
const watchEveryMs = 15_000;
/** Wrong answers in a row after which a living process counts as hung and is started again. */
const wrongAnswersMax = 4;

export class Keeper {
  readonly unit: Unit;
  readonly #needs: readonly Keeper[];
  readonly #places: Places;
  readonly #tell: (event: KeeperEvent) => void;
  readonly #stopping = new AbortController();
  #state: KeeperState = 'waiting';
  #child: Child | undefined;
  #life: Promise<void> | undefined;
  #readyOnce = false;

  constructor(
    unit: Unit,
    needs: readonly Keeper[],
    places: Places,
    tell: (event: KeeperEvent) => void,
  ) {
    this.unit = unit;
    this.#needs = needs;
    this.#places = places;
    this.#tell = tell;
  }

  get state(): KeeperState {
    return this.#state;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Resolves when the unit has answered for the first time; rejects when it is given up. */
  async start(): Promise<void> {
    const firstReady = Promise.withResolvers<undefined>();
    this.#life ??= this.#keep(() => {
      firstReady.resolve(undefined);
    }).catch((error: unknown) => {
      firstReady.reject(error instanceof Error ? error : new Error(String(error)));
    });
    await firstReady.promise;
  }

  async stop(): Promise<void> {
    if (this.#state === 'stopped') return;
    this.#stopping.abort();
    const child = this.#child;
    if (child) {
      const begunAt = performance.now();
      this.#tell({ kind: 'stopping' });
      await child.stop(this.unit.stopSignal, this.unit.stopWithinMs);
      this.#tell({ kind: 'stopped', tookMs: performance.now() - begunAt });
    }
    this.#state = 'stopped';
  }

  /** Ends it without a word. */
  kill(): void {
    this.#stopping.abort();
    this.#child?.kill();
  }

  #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  #needsDown(): boolean {
    return this.#needs.some((need) => need.state !== 'ready');
  }

  async #keep(whenReady: () => void): Promise<void> {
    let earlyDeaths = 0;
    await this.#needsReady();
    while (!this.#isStopping()) {
      const { wasReady, how } = await this.#live(whenReady);
      if (this.#isStopping()) return;
      const next = afterDeath(earlyDeaths, { wasReady, needsDown: this.#needsDown() });
      earlyDeaths = next.earlyDeaths;
      if (next.action === 'give-up') {
        this.#state = 'down';
        this.#tell({ kind: 'gave-up', how });
        throw new Error(`${this.unit.title} ended ${earlyDeaths} times before it was ready`);
      }
      this.#state = 'down';
      this.#tell({ kind: 'died', how, restartInMs: next.afterMs });
      await this.#pause(next.afterMs);
      await this.#needsReady();
    }
  }

  /** One life of the process, from its start to its death. */
  async #live(whenReady: () => void): Promise<{ wasReady: boolean; how: string }> {
    const begunAt = performance.now();
    this.#state = 'starting';
    this.#tell({ kind: 'starting' });
    let child: Child;
    try {
      const launch = await this.unit.launch();
      if (this.#isStopping()) return { wasReady: false, how: 'stopped' };
      child = startChild(this.unit.name, launch, this.#places, this.unit.stopSignal);
    } catch (error) {
      return { wasReady: false, how: error instanceof Error ? error.message : String(error) };
    }
    this.#child = child;
    const gone: { exit?: Exit } = {};
    const exited = child.exited.then((exit) => {
      gone.exit = exit;
      this.#child = undefined;
      return exit;
    });
    const wasReady = await this.#answers(begunAt, gone);
    if (wasReady) {
      this.#state = 'ready';
      this.#tell({ kind: 'ready', tookMs: performance.now() - begunAt, again: this.#readyOnce });
      this.#readyOnce = true;
      whenReady();
      await this.#watch(gone, exited);
    }
    if (!gone.exit && !this.#isStopping()) {
      this.#tell({ kind: 'hung' });
      child.kill();
    }
    return { wasReady, how: describeExit(await exited) };
  }

  /** @returns false when it died, was stopped, or did not answer in time */
  async #answers(begunAt: number, gone: { exit?: Exit }): Promise<boolean> {
    let deadline = begunAt + this.unit.readyWithinMs;
    while (!gone.exit && !this.#isStopping() && performance.now() < deadline) {
      try {
        await this.unit.ask();
        await this.unit.whenUp?.();
        return true;
      } catch {
        await this.#pause(askEveryMs); // not yet: the next question, or the deadline, decides
      }
      if (this.#needsDown()) deadline = performance.now() + this.unit.readyWithinMs;
    }
    return false;
  }

  /** Returns when the process is gone, is being stopped, or has given wrong answers for a minute. */
  async #watch(gone: { exit?: Exit }, exited: Promise<Exit>): Promise<void> {
    let wrongAnswers = 0;
    while (wrongAnswers < wrongAnswersMax) {
      await Promise.race([exited, this.#pause(watchEveryMs)]);
      if (gone.exit || this.#isStopping()) return;
      rotate(logFileOf(this.#places, this.unit.name));
      try {
        await (this.unit.isAlive ?? this.unit.ask)();
        wrongAnswers = 0;
      } catch {
        wrongAnswers = this.#needsDown() ? 0 : wrongAnswers + 1;
      }
    }
  }

  async #needsReady(): Promise<void> {
    while (this.#needsDown() && !this.#isStopping()) await this.#pause(needsEveryMs);
  }

  async #pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}
