/** All units together: each starts when what it needs is ready and stops before what it needs. */
import { logFileOf } from './child.ts';
import { Keeper } from './keeper.ts';
import type { KeeperEvent } from './keeper.ts';
import { tailOf } from './log-files.ts';
import type { Places } from './places.ts';
import { seconds } from './progress.ts';
import type { Progress, Step } from './progress.ts';
import type { Unit } from './unit.ts';

const tailLines = 15;

/** Services stop before servers, whatever is in use by them, and dependents before what they need. */
const stopsBefore = (first: Unit, second: Unit): boolean =>
  first.needs.includes(second.name) || (first.kind === 'service' && second.kind === 'server');

export class Supervisor {
  readonly #places: Places;
  readonly #progress: Progress;
  readonly #keepers = new Map<string, Keeper>();
  readonly #steps = new Map<string, Step>();
  readonly #gaveUp = Promise.withResolvers<string>();

  constructor(places: Places, progress: Progress) {
    this.#places = places;
    this.#progress = progress;
  }

  /** Resolves with the reason when a unit is given up; never before. */
  get gaveUp(): Promise<string> {
    return this.#gaveUp.promise;
  }

  /**
   * Starts units in parallel, each after its needs; resolves when all have answered.
   * @throws when one is given up
   */
  async start(units: readonly Unit[]): Promise<void> {
    const fresh = units.map((unit) => {
      const needs = unit.needs.flatMap((name) => this.#keepers.get(name) ?? []);
      const keeper = new Keeper(unit, needs, this.#places, (event) => {
        this.#tell(unit, event);
      });
      this.#keepers.set(unit.name, keeper);
      return keeper;
    });
    await Promise.all(fresh.map((keeper) => keeper.start()));
  }

  /** Stops everything, dependents first; resolves when no child is left. */
  async stop(): Promise<void> {
    const stopping = new Map<string, Promise<void>>();
    const stopOne = (keeper: Keeper): Promise<void> => {
      const known = stopping.get(keeper.unit.name);
      if (known) return known;
      const dependents = [...this.#keepers.values()].filter((other) =>
        stopsBefore(other.unit, keeper.unit),
      );
      const stopped = Promise.all(dependents.map(stopOne)).then(() => keeper.stop());
      stopping.set(keeper.unit.name, stopped);
      return stopped;
    };
    await Promise.all([...this.#keepers.values()].map(stopOne));
  }

  /** Ends every child at once. */
  kill(): void {
    for (const keeper of this.#keepers.values()) keeper.kill();
  }

  /** Process ids by unit name, of what runs now. */
  pids(): Record<string, number> {
    const running = [...this.#keepers.values()].flatMap((keeper) =>
      keeper.pid === undefined ? [] : [[keeper.unit.name, keeper.pid] as const],
    );
    return Object.fromEntries(running);
  }

  #tell(unit: Unit, event: KeeperEvent): void {
    const { title, name } = unit;
    switch (event.kind) {
      case 'starting':
        this.#steps.set(name, this.#progress.step(title, `on port ${unit.port}`));
        return;
      case 'ready':
        this.#steps.get(name)?.done(event.again ? 'is back' : 'is ready');
        return;
      case 'died':
        this.#steps.get(name)?.failed();
        this.#progress.say(
          `✘ ${title} ended (${event.how}); starting it again in ${seconds(event.restartInMs)}`,
        );
        return;
      case 'hung':
        this.#progress.say(`✘ ${title} does not answer: ending it`);
        return;
      case 'stopping':
        this.#steps.set(name, this.#progress.step(`stopping ${title}`));
        return;
      case 'stopped':
        this.#steps.get(name)?.done();
        return;
      case 'gave-up':
        this.#steps.get(name)?.failed();
        this.#gaveUp.resolve(this.#reason(unit, event.how));
    }
  }

  #reason(unit: Unit, how: string): string {
    const log = logFileOf(this.#places, unit.name);
    return [
      `${unit.title} ended again and again before it was ready, the last time with ${how}.`,
      `The end of its log (${log}):`,
      tailOf(log, tailLines).replace(/^/gm, '    '),
    ].join('\n');
  }
}
