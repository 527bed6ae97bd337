/** Which events are known: after a cut some come twice, and two gateways may both send one. */

/** The server promises no more than that many in doubt. */
const KEPT_MAX = 1_000;

export class EventIds {
  readonly #known = new Set<string>();

  /** @returns whether it is new; from now on it is not */
  add(id: string): boolean {
    if (this.#known.has(id)) return false;
    this.#known.add(id);
    if (this.#known.size > KEPT_MAX) {
      const [oldest] = this.#known;
      if (oldest !== undefined) this.#known.delete(oldest);
    }
    return true;
  }
}
