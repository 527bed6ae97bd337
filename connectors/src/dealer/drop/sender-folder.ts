/** One sender's folder: which of the files that have come is published next, and what becomes of the others. */
import { link, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ApprovedFile } from '../../connector.ts';
import type { IdSet } from '../../id-set.ts';
import { Turn } from '../../turn.ts';
import type { Mapping } from '../mapping.ts';
import { Arrivals, markerOf } from './arrivals.ts';
import type { Arrived } from './arrivals.ts';
import { digestOf, examine } from './examine.ts';
import type { Examined } from './examine.ts';
import { isErrno } from './folder-fault.ts';
import { senderHoldReason } from './held-files.ts';
import type { Reject } from './reject-file.ts';
import { keptName, SenderPlaces } from './sender-places.ts';
import type { KeptFile, NamedFile } from './sender-places.ts';

/** A file that may be published. */
export interface NewFile extends Arrived {
  readonly sender: string;
  readonly sha256: string;
}

export interface Sorted {
  /** The oldest one that may be published; others wait for their turn. */
  readonly next: NewFile | undefined;
  /** Why files are held, or the last one was refused, as `sender/file: CODE: text`. */
  readonly notes: readonly string[];
}

export class SenderFolder {
  readonly sender: string;
  readonly #places: SenderPlaces;
  readonly #mapping: Mapping;
  readonly #bytesMax: number;
  readonly #arrivals: Arrivals;
  /** A person's word moves files too. */
  readonly #turn = new Turn();
  /** Of the last file that was refused, as `sender/file: CODE: text`; a good one ends it. */
  #refusal: string | undefined;
  /** Why a file is held, likewise; unknown after a restart. */
  #hold: string | undefined;

  /** @param root holds a folder for each sender, named as the sender's mapping is */
  constructor(root: string, mapping: Mapping, limits: { bytesMax: number; settleMs: number }) {
    this.sender = mapping.sender;
    this.#places = new SenderPlaces(join(root, mapping.sender));
    this.#mapping = mapping;
    this.#bytesMax = limits.bytesMax;
    this.#arrivals = new Arrivals(this.#places.folder, limits.settleMs);
  }

  /**
   * Puts away what was published or cannot be, and finds what is to be published next.
   * @param isTaken whether a file of that digest was published before
   * @param current the file in force; undefined: the sender has offered nothing yet
   * @param now epoch ms
   * @throws what the disk throws
   */
  sort(
    isTaken: (sha256: string) => boolean,
    current: NamedFile | undefined,
    now: number,
  ): Promise<Sorted> {
    return this.#turn.take(async () => {
      const arrived = await this.#arrived(now);
      const waiting = await this.#stillGood(await this.#accepted(isTaken));
      const next = waiting ?? (await this.#firstGood(arrived, isTaken, current));
      if (next) this.#refusal = undefined;
      await this.#places.prune('done', current);
      await this.#places.prune('rejected');
      return { next, notes: [this.#refusal, await this.#heldNote()].filter(isText) };
    });
  }

  /**
   * A person says that the held file is right: it is published at the next poll, also after a restart.
   * @returns it; null when none is held
   */
  approveHeld(): Promise<ApprovedFile | null> {
    return this.#turn.take(async () => {
      const held = await this.#held();
      if (held === undefined) return null;
      const { ids } = await this.#examined(held.path);
      const sha256 = await digestOf(held.path);
      await this.#places.move(held.path, 'accepted', { name: held.name, sha256 });
      return { name: this.#named(held.name), sha256, ids, count: ids.size };
    });
  }

  /** Where a file that was believed lies now; undefined: somebody has removed it. @throws what the disk throws */
  async pathOf(file: NamedFile): Promise<string | undefined> {
    const kept = (['done', 'accepted'] as const).map((place) => this.#places.pathIn(place, file));
    // Where an older version of this program has left it.
    for (const path of [...kept, join(this.#places.folder, file.name)]) {
      const found = await stat(path).catch(() => undefined);
      if (found?.isFile() === true && (await digestOf(path)) === file.sha256) return path;
    }
    return undefined;
  }

  /** The file that was believed and is not known to be published; those that are leave the place. */
  async #accepted(isTaken: (sha256: string) => boolean): Promise<NewFile | undefined> {
    let next: NewFile | undefined;
    for (const file of await this.#places.filesIn('accepted')) {
      const sha256 = await digestOf(file.path);
      if (isTaken(sha256)) await this.#places.move(file.path, 'done', { ...file, sha256 });
      else if (basename(file.path) !== keptName({ ...file, sha256 }))
        await this.#giveBack(file, sha256);
      else next ??= { ...file, sender: this.sender, sha256 };
    }
    return next;
  }

  /**
   * What was believed before this poll is read once more: the mapping may be another one since a restart. What
   * is held beside it is older, and left from before a kill.
   */
  async #stillGood(file: NewFile | undefined): Promise<NewFile | undefined> {
    if (file === undefined) return undefined;
    const { refusal, rejects } = await this.#examined(file.path);
    if (refusal === null) {
      await this.#dropHeld(file);
      return file;
    }
    await this.#places.move(file.path, 'rejected', file);
    await this.#places.tell('rejected', file, [
      { row: 0, reason: refusal, record: '' },
      ...rejects,
    ]);
    this.#refusal = `${this.#named(file.name)}: ${refusal}`;
    return undefined;
  }

  /** Its sender has gone on writing it after it was believed: it is a file that has just come. */
  async #giveBack(file: KeptFile, sha256: string): Promise<void> {
    const path = join(this.#places.folder, file.name);
    try {
      // Fails where a younger file has that name.
      await link(file.path, path);
      await rm(file.path);
      return;
    } catch (error) {
      if (!isErrno(error, 'EEXIST')) throw error;
    }
    const reason = 'CHANGED: it was written on after it was read, and a younger file has come';
    const moved = { name: file.name, sha256 };
    await this.#places.move(file.path, 'rejected', moved);
    await this.#places.tell('rejected', moved, [{ row: 0, reason, record: '' }]);
    this.#refusal = `${this.#named(file.name)}: ${reason}`;
  }

  async #firstGood(
    arrived: readonly Arrived[],
    isTaken: (sha256: string) => boolean,
    current: NamedFile | undefined,
  ): Promise<NewFile | undefined> {
    for (const file of arrived) {
      const sha256 = await digestOf(file.path);
      if (isTaken(sha256)) {
        await removeMarker(file.path);
        const path = await this.#places.move(file.path, 'done', { ...file, sha256 });
        // The sender has taken back what is held, or was refused.
        if (sha256 === current?.sha256) {
          await this.#dropHeld({ path, sha256 });
          this.#refusal = undefined;
        }
        continue;
      }
      const path = await this.#judged({ ...file, sha256 }, current);
      if (path !== null) return { ...file, path, sender: this.sender, sha256 };
    }
    return undefined;
  }

  /** Reads a file and puts it where it belongs. @returns its path when it may be published */
  async #judged(file: Arrived & NamedFile, current: NamedFile | undefined): Promise<string | null> {
    const examined = await this.#examined(file.path);
    const held = examined.refusal === null ? await this.#holdReason(examined, current) : null;
    const reason = examined.refusal ?? held;
    const whole: Reject[] = reason === null ? [] : [{ row: 0, reason, record: '' }];
    const place = examined.refusal !== null ? 'rejected' : held !== null ? 'held' : 'accepted';
    await this.#places.tell(place, file, [...whole, ...examined.rejects]);
    await removeMarker(file.path);
    const path = await this.#places.move(file.path, place, file);
    // Afterwards: a file that agreed with the held one has lost nothing if we are killed between.
    if (place !== 'rejected') await this.#dropHeld({ path, sha256: file.sha256 });
    if (reason === null) return path;
    const note = `${this.#named(file.name)}: ${reason}`;
    if (place === 'held') this.#hold = note;
    else this.#refusal = note;
    return null;
  }

  async #holdReason(examined: Examined, current: NamedFile | undefined): Promise<string | null> {
    if (current === undefined) return null;
    const path = await this.pathOf(current);
    const last = path === undefined ? null : await this.#idsOf(path);
    const held = await this.#held();
    return senderHoldReason(examined, last, held ? await this.#examined(held.path) : null);
  }

  /** A younger file has come: the one that was held is of no use any more. */
  async #dropHeld(younger: { readonly path: string; readonly sha256: string }): Promise<void> {
    for (const held of await this.#places.filesIn('held')) {
      if (held.path === younger.path) continue;
      const file = { name: held.name, sha256: await digestOf(held.path) };
      if (file.sha256 === younger.sha256) {
        await this.#places.remove(held);
        continue;
      }
      await this.#places.move(held.path, 'rejected', file);
      const reason = 'SUPERSEDED: it was held, and a younger file has come';
      await this.#places.tell('rejected', file, [{ row: 0, reason, record: '' }]);
    }
  }

  /** The newest one. */
  async #held(): Promise<KeptFile | undefined> {
    return (await this.#places.filesIn('held')).at(-1);
  }

  async #heldNote(): Promise<string | undefined> {
    const held = await this.#held();
    if (held === undefined) this.#hold = undefined;
    return (
      held && (this.#hold ?? `${this.#named(held.name)}: HELD: waits for another file or a person`)
    );
  }

  /** A sender without a folder sends nothing. */
  async #arrived(now: number): Promise<Arrived[]> {
    return this.#arrivals.whole(now).catch((error: unknown) => {
      if (isErrno(error, 'ENOENT')) return [];
      throw error;
    });
  }

  #examined(path: string): Promise<Examined> {
    return examine(path, this.#mapping, this.#bytesMax);
  }

  async #idsOf(path: string): Promise<IdSet> {
    return (await this.#examined(path)).ids;
  }

  #named(name: string): string {
    return `${this.sender}/${name}`;
  }
}

const isText = (text: string | undefined): text is string => text !== undefined;

/** Before its file is moved: a marker that is left makes the next file of that name whole at once. */
async function removeMarker(path: string): Promise<void> {
  await rm(markerOf(path), { force: true }).catch((error: unknown) => {
    if (!isErrno(error, 'ENAMETOOLONG')) throw error;
  });
}
