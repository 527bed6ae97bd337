/**
 * Books of our own lots as a unit works on them: decoded once while they are in use, and written once per
 * transaction. The unit owns its partition, so nothing else can change them; a unit that begins again
 * begins with none.
 */
import type { Output } from '../runtime/processor.ts';
import { keptLot, ownLotRecord } from './own-lot-record.ts';
import type { KeptLot } from './own-lot-record.ts';
import type { StoredValues } from './stored-values.ts';

/** Decoded books kept beside those of the running transaction; one of 50 bidders takes some 30 kB. */
const decodedMax = 2000;

export class OwnBooks {
  readonly #stored: StoredValues<'LotBook'>;
  /** Two generations: what the younger has not asked for since it began is forgotten with the older. */
  #younger = new Map<string, KeptLot>();
  #older = new Map<string, KeptLot>();
  /** Lots changed since the last commit. */
  readonly #changed = new Map<string, KeptLot>();

  constructor(stored: StoredValues<'LotBook'>) {
    this.#stored = stored;
  }

  get(lotId: string): KeptLot | undefined {
    const known = this.#younger.get(lotId);
    if (known !== undefined) return known;
    const kept = this.#older.get(lotId) ?? this.#decoded(lotId);
    if (kept !== undefined) this.#younger.set(lotId, kept);
    return kept;
  }

  #decoded(lotId: string): KeptLot | undefined {
    const own = this.#stored.get(lotId)?.own ?? null;
    return own === null ? undefined : keptLot(lotId, own);
  }

  /** The lot is another one now: it is written with the transaction. */
  change(kept: KeptLot): void {
    const { lotId } = kept.book;
    this.#younger.set(lotId, kept);
    this.#changed.set(lotId, kept);
  }

  forget(lotId: string): void {
    this.#younger.delete(lotId);
    this.#older.delete(lotId);
    this.#changed.delete(lotId);
  }

  /**
   * Writes the last state of every lot that changed.
   * @param onWritten told of each of them, in the order in which they changed first
   */
  write(output: Output, onWritten: (kept: KeptLot) => void): void {
    for (const [lotId, kept] of this.#changed) {
      this.#stored.put(
        lotId,
        { position: null, entry: null, own: ownLotRecord(kept), stub: null },
        output,
      );
      onWritten(kept);
    }
    this.#changed.clear();
    if (this.#younger.size <= decodedMax / 2) return;
    this.#older = this.#younger;
    this.#younger = new Map();
  }
}
