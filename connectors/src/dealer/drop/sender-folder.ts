/** One sender's folder: what has come, what was taken (`done/`), what was refused (`rejected/`). */
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mapping } from '../mapping.ts';
import { Arrivals, markerOf } from './arrivals.ts';
import type { Arrived } from './arrivals.ts';
import { digestOf, examine } from './examine.ts';
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
  /** `file: CODE: text` of those that were refused. */
  readonly refused: readonly string[];
}

export class SenderFolder {
  readonly sender: string;
  readonly #folder: string;
  readonly #mapping: Mapping;
  readonly #bytesMax: number;
  readonly #arrivals: Arrivals;

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
   * @param now epoch ms
   */
  async sort(isTaken: (sha256: string) => boolean, now: number): Promise<Sorted> {
    const refused: string[] = [];
    let next: NewFile | undefined;
    for (const file of await this.#whole(now)) {
      const sha256 = await digestOf(file.path);
      if (isTaken(sha256)) {
        await this.#moveTo('done', file, sha256);
        continue;
      }
      if (next) continue;
      const { refusal, rejects } = await examine(file.path, this.#mapping, this.#bytesMax);
      const whole: Reject[] = refusal === null ? [] : [{ row: 0, reason: refusal, record: '' }];
      const into = refusal === null ? 'done' : 'rejected';
      await this.#tell(into, file, sha256, [...whole, ...rejects]);
      if (refusal === null) {
        next = { ...file, sender: this.sender, sha256 };
        continue;
      }
      refused.push(`${this.sender}/${file.name}: ${refusal}`);
      await this.#moveTo('rejected', file, sha256);
    }
    return { next, refused };
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
  async prune(
    current: { readonly name: string; readonly sha256: string } | undefined,
  ): Promise<void> {
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

  #kept(state: 'done' | 'rejected', name: string, sha256: string): string {
    return join(this.#folder, state, keptName(name, sha256));
  }

  async #tell(
    state: 'done' | 'rejected',
    { name }: Arrived,
    sha256: string,
    rejects: readonly Reject[],
  ): Promise<void> {
    if (rejects.length === 0) return;
    await mkdir(join(this.#folder, state), { recursive: true });
    await writeRejects(this.#kept(state, name, sha256) + rejectsEnding, rejects);
  }

  async #moveTo(
    state: 'done' | 'rejected',
    { name, path }: Arrived,
    sha256: string,
  ): Promise<void> {
    await mkdir(join(this.#folder, state), { recursive: true });
    await rename(path, this.#kept(state, name, sha256));
    await rm(markerOf(path), { force: true });
  }
}

/** Tomorrow's file has the same name and must not replace today's. */
const keptName = (name: string, sha256: string): string =>
  `${sha256.slice(0, digestDigits)}-${name}`;
