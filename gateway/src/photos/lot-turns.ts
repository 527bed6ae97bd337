/**
 * Changes of a lot's list of photos, one after the other, also where several gateways take uploads:
 * each is made from the list as the one before has left it.
 */
import { Turns } from '../accounts/turns.ts';
import type { Postgres } from '../postgres.ts';

/** Of our advisory locks: those of photo lists. */
const lockKey = 7_340_033;
/** Changes of different lots at once; each holds a connection for its lock. */
const atOnce = 3;
const waitingMax = 64;

export class LotTurns {
  readonly #postgres: Postgres;
  readonly #turns = new Turns(atOnce, waitingMax);
  /** Who of this gateway is last in the line of a lot. */
  readonly #lines = new Map<string, Promise<unknown>>();

  constructor(postgres: Postgres) {
    this.#postgres = postgres;
  }

  /**
   * @param work reads the list, and is done when its change is decided
   * @returns what `work` gives; undefined: too many wait. @throws StoreAway, what `work` throws
   */
  async take<T extends object>(lotId: string, work: () => Promise<T>): Promise<T | undefined> {
    const before = this.#lines.get(lotId);
    const own = (async () => {
      await before?.catch(() => undefined); // its own caller is told
      return this.#turns.take(() => this.#locked(lotId, work));
    })();
    this.#lines.set(lotId, own);
    try {
      return await own;
    } finally {
      if (this.#lines.get(lotId) === own) this.#lines.delete(lotId);
    }
  }

  #locked<T>(lotId: string, work: () => Promise<T>): Promise<T> {
    return this.#postgres.transaction({ organisationId: '' }, async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock($1, hashtext(current_schema() || $2))`, [
        lockKey,
        lotId,
      ]);
      return work();
    });
  }
}
