/** The units of one member: starts new ones, keeps kept ones, stops lost ones, one change at a time. */

export interface Unit {
  start(): void;
  /** Resolves when nothing of it runs any more. */
  stop(): Promise<void>;
}

export class UnitSet {
  readonly #create: (unit: number) => Unit;
  readonly #running = new Map<number, Unit>();
  /** Per unit, so that a unit that comes back waits until its former life has ended. */
  readonly #ending = new Map<number, Promise<void>>();

  constructor(create: (unit: number) => Unit) {
    this.#create = create;
  }

  get owned(): readonly number[] {
    return [...this.#running.keys()].sort((a, b) => a - b);
  }

  /** @returns a promise of the end of every unit that was lost */
  async assign(units: readonly number[]): Promise<void> {
    const wanted = new Set(units);
    for (const [number, unit] of this.#running) {
      if (wanted.has(number)) continue;
      this.#running.delete(number);
      const ended = unit.stop().finally(() => this.#ending.delete(number));
      this.#ending.set(number, ended);
    }
    for (const number of wanted) {
      if (this.#running.has(number)) continue;
      const unit = this.#create(number);
      this.#running.set(number, unit);
      const former = this.#ending.get(number) ?? Promise.resolve();
      void former.then(() => {
        if (this.#running.get(number) === unit) unit.start();
      });
    }
    await Promise.all(this.#ending.values());
  }
}
