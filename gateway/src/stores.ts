/** What every store can be: away. Routes answer 503 for it, whichever store it is. */

/** A store did not answer, or not in time. Operational: the same request may work later. */
export class StoreAway extends Error {
  override readonly name = 'StoreAway';
  readonly store: string;
  readonly retriable = true;

  /** @param store name for people: Postgres, Cassandra */
  constructor(store: string, cause: unknown) {
    super(`${store} is away: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.store = store;
  }
}
