/** One sender's folder: what has come, what was taken (`done/`), refused (`rejected/`) or waits for a word (`held/`). */
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { HeldFile } from '../../snapshots.ts';
import type { IdSet } from '../../id-set.ts';
import type { Mapping } from '../mapping.ts';
import { Arrivals, markerOf } from './arrivals.ts';
import type { Arrived } from './arrivals.ts';
import { digestOf, examine } from './examine.ts';
import type { Examined } from './examine.ts';
import { heldFileIn, senderHoldReason } from './held-files.ts';
import type { HeldPath } from './held-files.ts';
import { writeRejects } from './reject-file.ts';
import type { Reject } from './reject-file.ts';

/** Taken files that are kept, each with its reject file, the one in force included. */
const keptMax = 50;
const digestDigits = 8;
const rejectsEnding = '.rejects.csv';

export interface NewFile extends Arrived {
  readonly sender: string;
  readonly sha256: string;
}

export interface Sorted {
  /** The oldest one that may be published; others wait for their turn. */
  readonly next: NewFile | undefined;
  /** `file: CODE: text` of those that were refused or are held. */
  readonly refused: readonly string[];
}

/** Where a file is put away. */
type Place = 'done' | 'rejected' | 'held';

/** A file a sender's offer stands in. */
export interface InForce {
  readonly name: string;
  readonly sha256: string;
}

export class SenderFolder {
  readonly sender: string;
  readonly #folder: string;
  readonly #mapping: Mapping;
  readonly #bytesMax: number;
  readonly #arrivals: Arrivals;
  /** Digest of a held file a person has believed. */
  #approved: string | undefined;

  /** @param root holds a folder for each sender, named as the sender's mapping is */
  constructor(root: string, mapping: Mapping, limits: { bytesMax: number; settleMs: number }) {
    this.sender = mapping.sender;
    this.#folder = join(root, mapping.sender);
    this.#mapping = mapping;
    this.#bytesMax = limits.bytesMax;
    this.#arrivals = new Arrivals(this.#folder, limits.settleMs);
  }

  /**
   * Puts away what was published or cannot be, and finds what is to be published next.
   * @param isTaken whether a file of that digest was published before
   * @param current the file in force; undefined: the sender has offered nothing yet
   * @param now epoch ms
   */
  async sort(
    isTaken: (sha256: string) => boolean,
    current: InForce | undefined,
    now: number,
  ): Promise<Sorted> {
    const refused: string[] = [];
    let next: NewFile | undefined;
    for (const file of await this.#whole(now)) {
      const sha256 = await digestOf(file.path);
      if (isTaken(sha256)) {
        // Not before: should publishing fail, the held file still speaks for this one.
        if (sha256 === current?.sha256) await this.#dropHeld(sha256);
        await this.#moveTo('done', file, sha256);
        continue;
      }
      if (next) continue;
      const examined = await examine(file.path, this.#mapping, this.#bytesMax);
      const { refusal } = examined;
      const held = refusal === null ? await this.#holdReason(examined, sha256, current) : null;
      const reason = refusal ?? held;
      const place = refusal !== null ? 'rejected' : held !== null ? 'held' : 'done';
      const whole: Reject[] = reason === null ? [] : [{ row: 0, reason, record: '' }];
      const rejects = [...whole, ...examined.rejects];
      if (place === 'held') await this.#dropHeld(sha256);
      else await this.#tell(place, file, sha256, rejects);
      if (reason === null) {
        next = { ...file, sender: this.sender, sha256 };
        continue;
      }
      refused.push(`${this.sender}/${file.name}: ${reason}`);
      await this.#moveTo(place, file, sha256);
    }
    return { next, refused };
  }

  /**
   * A person says that the held file is right: it lies before the connector again, and is believed.
   * @returns it; null when none is held
   */
  async approveHeld(): Promise<HeldFile | null> {
    const held = await this.#held();
    if (held === undefined) return null;
    // Under the name it is kept by: a younger file of the sender's own name may lie there already.
    const path = join(this.#folder, basename(held.path));
    await rename(held.path, path);
    await writeFile(markerOf(path), '');
    this.#approved = held.sha256;
    return held;
  }

  async #holdReason(
    { ids }: Examined,
    sha256: string,
    current: InForce | undefined,
  ): Promise<string | null> {
    if (current === undefined || sha256 === this.#approved) return null;
    const path = await this.pathOf(current.name, current.sha256);
    const last = path === undefined ? null : await this.#idsOf(path);
    return senderHoldReason({ sha256, ids, count: ids.size }, last, await this.#held());
  }

  #held(): Promise<HeldPath | undefined> {
    return heldFileIn(join(this.#folder, 'held'), (path) => this.#idsOf(path));
  }

  async #idsOf(path: string): Promise<IdSet> {
    return (await examine(path, this.#mapping, this.#bytesMax)).ids;
  }

  /** A younger file has come: the one that was held is of no use any more, unless it is that one again. */
  async #dropHeld(sha256: string): Promise<void> {
    const held = await this.#held();
    if (held === undefined) return;
    if (held.sha256 === sha256) {
      await rm(held.path);
      return;
    }
    const name = basename(held.path);
    await mkdir(join(this.#folder, 'rejected'), { recursive: true });
    const reason = 'SUPERSEDED: it was held, and a younger file has come';
    const path = join(this.#folder, 'rejected', name);
    await writeRejects(path + rejectsEnding, [{ row: 0, reason, record: '' }]);
    await rename(held.path, path);
  }

  /** Where a file that was taken lies now; undefined: somebody has removed it. */
  async pathOf(name: string, sha256: string): Promise<string | undefined> {
    for (const path of [this.#kept('done', name, sha256), join(this.#folder, name)]) {
      const found = await stat(path).catch(() => undefined);
      if (found?.isFile() === true && (await digestOf(path)) === sha256) return path;
    }
    return undefined;
  }

  /** Removes old files that were taken. @param current name and digest of the one in force */
  async prune(current: InForce | undefined): Promise<void> {
    const folder = join(this.#folder, 'done');
    const names = (await readdir(folder).catch(() => [])).filter(
      (name) => !name.endsWith(rejectsEnding),
    );
    if (names.length <= keptMax) return;
    const inForce = current && keptName(current.name, current.sha256);
    const ages = await Promise.all(
      names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })),
    );
    const old = ages.sort((a, b) => b.at - a.at).slice(keptMax);
    for (const { name } of old) {
      if (name === inForce) continue;
      await rm(join(folder, name), { force: true });
      await rm(join(folder, name + rejectsEnding), { force: true });
    }
  }

  /** A sender without a folder sends nothing. */
  async #whole(now: number): Promise<Arrived[]> {
    try {
      return await this.#arrivals.whole(now);
    } catch {
      return [];
    }
  }

  #kept(state: Place, name: string, sha256: string): string {
    return join(this.#folder, state, keptName(name, sha256));
  }

  async #tell(
    state: Place,
    { name }: Arrived,
    sha256: string,
    rejects: readonly Reject[],
  ): Promise<void> {
    if (rejects.length === 0) return;
    await mkdir(join(this.#folder, state), { recursive: true });
    await writeRejects(this.#kept(state, name, sha256) + rejectsEnding, rejects);
  }

  async #moveTo(state: Place, { name, path }: Arrived, sha256: string): Promise<void> {
    await mkdir(join(this.#folder, state), { recursive: true });
    await rename(path, this.#kept(state, name, sha256));
    await rm(markerOf(path), { force: true });
  }
}

/** Tomorrow's file has the same name and must not replace today's. */
const keptName = (name: string, sha256: string): string =>
  `${sha256.slice(0, digestDigits)}-${name}`;
