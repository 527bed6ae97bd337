/** Which files of a folder are whole: senders write them while we look. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Name of a file that is being written; without the ending it is the name it will have. */
const unfinished = /\.(part|partial|filepart|tmp)$/i;
/** An empty file beside another says that the other is whole. */
const marker = '.done';

export interface Arrived {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  /** Epoch ms, with fractions: tells a file that was written again. */
  readonly modifiedAt: number;
}

interface Look extends Arrived {
  /** Since when it has looked like this, epoch ms by our clock. */
  readonly since: number;
}

export class Arrivals {
  readonly #folder: string;
  readonly #settleMs: number;
  #looks = new Map<string, Look>();
  /** Names that files which were being written will have. */
  #announced = new Set<string>();

  /** @param settleMs a file that has not grown for so long, and has no other sign, is whole */
  constructor(folder: string, settleMs: number) {
    this.#folder = folder;
    this.#settleMs = settleMs;
  }

  /**
   * Whole files, oldest first. Hidden files, links and folders are none.
   * @param now epoch ms
   * @throws when the folder cannot be read
   */
  async whole(now: number): Promise<Arrived[]> {
    const entries = await readdir(this.#folder, { withFileTypes: true });
    const names = entries
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map(({ name }) => name);
    const present = new Set(names);
    const writing = new Set(
      names.filter((name) => unfinished.test(name)).map((name) => name.replace(unfinished, '')),
    );
    const looks = new Map<string, Look>();
    const whole: Arrived[] = [];
    for (const name of names) {
      if (unfinished.test(name) || isMarker(name, present) || writing.has(name)) continue;
      const look = await this.#look(name, now);
      if (look === undefined) continue;
      looks.set(name, look);
      const isTold = this.#announced.has(name) || present.has(name + marker);
      if (isTold || now - look.since >= this.#settleMs) whole.push(look);
    }
    // A name that was announced and has come stays so until its file has gone.
    const announced = [...this.#announced].filter((name) => present.has(name));
    this.#announced = new Set([...writing, ...announced]);
    this.#looks = looks;
    return whole.sort((a, b) => a.modifiedAt - b.modifiedAt || (a.name < b.name ? -1 : 1));
  }

  async #look(name: string, now: number): Promise<Look | undefined> {
    const path = join(this.#folder, name);
    const found = await stat(path).catch(() => undefined); // renamed meanwhile
    if (found === undefined) return undefined;
    const { size: bytes, mtimeMs: modifiedAt } = found;
    const before = this.#looks.get(name);
    const isSame = before?.bytes === bytes && before.modifiedAt === modifiedAt;
    return { name, path, bytes, modifiedAt, since: isSame ? before.since : now };
  }
}

export const markerOf = (path: string): string => path + marker;

const isMarker = (name: string, present: ReadonlySet<string>): boolean =>
  name.endsWith(marker) && present.has(name.slice(0, -marker.length));
