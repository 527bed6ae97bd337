/**
 * What a connector keeps on disk: the last file of each kind, compressed, until its successor has
 * come; and the ids of the files that later ones are compared with. All of it may be lost without harm.
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import type { Gzip } from 'node:zlib';
import type { Delivery } from './connector.ts';
import { IdSet } from './id-set.ts';

/** complete: what absence is judged against; held: a file too much was missing from. */
export type Kept = 'complete' | 'held';

export class RawFiles {
  readonly #folder: string;
  readonly #site: string;

  constructor(folder: string, site: string) {
    this.#folder = folder;
    this.#site = site;
  }

  /**
   * Begins a new file; nothing of the old one is touched before `keep`.
   * @param extension as of `Feed.rawCopy`; null: nothing is written
   */
  async begin(delivery: Delivery, extension: string | null): Promise<RawCopy> {
    if (extension === null) return noCopy;
    await mkdir(this.#folder, { recursive: true });
    const name = `${this.#site}-${delivery}`;
    return new RawFile((state) => join(this.#folder, `${name}-${state}${extension}.gz`));
  }

  /** @param sha256 of the file these ids come from */
  async saveIds(kept: Kept, sha256: string, ids: IdSet): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const path = this.#idsPath(kept);
    await writeFile(`${path}.new`, Buffer.concat([Buffer.from(sha256, 'hex'), ids.toBytes()]));
    await rename(`${path}.new`, path);
  }

  /** @returns undefined when the ids of that very file are not there (any more) */
  async ids(kept: Kept, sha256: string | null): Promise<IdSet | undefined> {
    if (sha256 === null) return undefined;
    const hashBytes = sha256.length / 2;
    const bytes = await readFile(this.#idsPath(kept)).catch(() => undefined);
    if (bytes?.toString('hex', 0, hashBytes) !== sha256) return undefined;
    return IdSet.fromBytes(bytes.subarray(hashBytes));
  }

  #idsPath(kept: Kept): string {
    return join(this.#folder, `${this.#site}-${kept}.ids`);
  }
}

/** A copy of a file on its way in. */
export type RawCopy = Pick<RawFile, 'write' | 'keep' | 'drop'>;

const noCopy: RawCopy = {
  write: () => Promise.resolve(),
  keep: () => Promise.resolve(undefined),
  drop: () => Promise.resolve(),
};

/** One file on its way to disk. A full disk costs the copy, never the snapshot. */
export class RawFile {
  readonly #path: (state: string) => string;
  readonly #gzip: Gzip;
  readonly #file: WriteStream;
  #error: Error | undefined;

  constructor(path: (state: string) => string) {
    this.#path = path;
    this.#gzip = createGzip({ level: constants.Z_BEST_SPEED });
    this.#file = createWriteStream(path('partial'));
    const fail = (error: Error): void => void (this.#error ??= error);
    this.#gzip.on('error', fail);
    this.#file.on('error', (error) => {
      fail(error);
      this.#gzip.destroy(error);
    });
    this.#gzip.pipe(this.#file);
  }

  async write(chunk: Buffer): Promise<void> {
    if (this.#error || this.#gzip.write(chunk)) return;
    await once(this.#gzip, 'drain').catch(() => undefined); // the error is kept by its listener
  }

  /**
   * Puts the file in its predecessor's place.
   * @param state complete and incomplete files replace only their own kind
   * @returns why no copy could be kept; undefined when it was
   */
  async keep(state: 'complete' | 'incomplete'): Promise<Error | undefined> {
    if (!this.#error) {
      this.#gzip.end();
      await finished(this.#file).catch(() => undefined); // the error is kept by its listener
    }
    if (!this.#error) await rename(this.#path('partial'), this.#path(state));
    return this.#error;
  }

  /** Gives the file up. */
  async drop(): Promise<void> {
    this.#gzip.destroy();
    this.#file.destroy();
    await rm(this.#path('partial'), { force: true });
  }
}
