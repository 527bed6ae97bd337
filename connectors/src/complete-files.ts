/** What the next polled file is judged against: the last complete one, and one that is held. */
import type { Checkpoint } from './checkpoint.ts';
import type { FeedMemory, Validators } from './connector.ts';
import type { IdSet } from './id-set.ts';
import type { RawFiles } from './raw-files.ts';
import { gateReason, holdReason, olderFileReason } from './snapshots.ts';
import type { Census, FileFacts, HeldFile } from './snapshots.ts';
import type { SnapshotResult } from './take-snapshot.ts';

export interface CompleteRules {
  /** Least rows of a complete file. */
  readonly rowsMin: number;
  /** The feed holds files back by itself: the hold rule is not asked here. */
  readonly isHeldElsewhere: boolean;
  /** Bad rows, and repeated ones, that say nothing: a short file of a sender is forgiven one of each. */
  readonly forgivenRows: number;
}

export class CompleteFiles {
  readonly #checkpoint: Checkpoint;
  readonly #rawFiles: RawFiles;
  readonly #rowsMin: number;
  readonly #isHeldElsewhere: boolean;
  readonly #forgivenRows: number;
  #last: IdSet | undefined;
  #held: IdSet | undefined;
  #isApproved = false;

  private constructor(
    checkpoint: Checkpoint,
    rawFiles: RawFiles,
    { rowsMin, isHeldElsewhere, forgivenRows }: CompleteRules,
  ) {
    this.#checkpoint = checkpoint;
    this.#rawFiles = rawFiles;
    this.#rowsMin = rowsMin;
    this.#isHeldElsewhere = isHeldElsewhere;
    this.#forgivenRows = forgivenRows;
  }

  static async open(
    checkpoint: Checkpoint,
    rawFiles: RawFiles,
    rules: CompleteRules,
  ): Promise<CompleteFiles> {
    const files = new CompleteFiles(checkpoint, rawFiles, rules);
    files.#last = await rawFiles.ids('complete', checkpoint.state.sha256);
    files.#held = await rawFiles.ids('held', checkpoint.state.heldSha256);
    return files;
  }

  get memory(): FeedMemory {
    const { etag, lastModified, cursor } = this.#checkpoint.state;
    return { etag, lastModified, cursor };
  }

  /** What the site's folder wants to be told at the next poll, whatever became of this one. */
  async keepCursor(cursor: string | null): Promise<void> {
    if (cursor !== this.#checkpoint.state.cursor) await this.#checkpoint.save({ cursor });
  }

  /** The file that waits for agreement or for a person's word. */
  get held(): HeldFile | null {
    const { heldSha256, heldRows } = this.#checkpoint.state;
    if (heldSha256 === null) return null;
    return { sha256: heldSha256, ids: this.#held ?? null, count: this.#held?.size ?? heldRows };
  }

  /** A person says that the held file is right: the next one that agrees with it is believed. */
  approveHeld(): HeldFile | null {
    this.#isApproved = this.held !== null;
    return this.held;
  }

  /** @returns why a file of this age need not even be read; null when it must be */
  olderReason(observedAt: number): string | null {
    return olderFileReason(observedAt, this.#checkpoint.state.observedAt);
  }

  /** A site may ignore conditional requests; one file is one absence however often it is served. */
  isSame(sha256: string): boolean {
    return this.#checkpoint.state.sha256 === sha256;
  }

  judge(facts: FileFacts, file: HeldFile): string | null {
    const last = this.#checkpoint.state;
    if (this.isSame(file.sha256)) return 'SAME_FILE: byte for byte the last complete one';
    const refused = gateReason(this.#forgiven(facts), this.#rowsMin, last);
    if (refused !== null || this.#isHeldElsewhere) return refused;
    return holdReason(file, this.#census(), this.held, this.#isApproved);
  }

  #forgiven(facts: FileFacts): FileFacts {
    const unreadable = Math.max(0, facts.rejected - facts.doubled - this.#forgivenRows);
    const doubled = Math.max(0, facts.doubled - this.#forgivenRows);
    return { ...facts, rejected: unreadable + doubled, doubled };
  }

  /** Takes over a complete file, or holds one; anything else leaves what is known as it was. */
  async remember(result: SnapshotResult, validators: Validators): Promise<void> {
    const { end, facts, ids } = result;
    if (end.complete) {
      await this.#rawFiles.saveIds('complete', end.sha256, ids);
      const { observedAt, newestUpdateAt } = facts;
      const { sha256, rows } = end;
      const nothingHeld = { heldSha256: null, heldRows: 0 };
      const change = { ...validators, sha256, rows, observedAt, newestUpdateAt, ...nothingHeld };
      await this.#checkpoint.save(change);
      this.#last = ids;
      this.#held = undefined;
      this.#isApproved = false;
    } else if (end.reason?.startsWith('MASS_VANISH:')) {
      await this.#rawFiles.saveIds('held', end.sha256, ids);
      await this.#checkpoint.save({ heldSha256: end.sha256, heldRows: end.rows });
      this.#held = ids;
    }
  }

  #census(): Census | null {
    const { sha256, rows } = this.#checkpoint.state;
    if (sha256 === null) return null;
    return { ids: this.#last ?? null, count: this.#last?.size ?? rows };
  }
}
