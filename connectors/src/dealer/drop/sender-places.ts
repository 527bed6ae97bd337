/**
 * Where files of one sender lie, in folders beside what has come: `accepted/` until they are published,
 * `done/` after that, `held/` until another file or a person agrees, `rejected/`. What was wrong with a
 * file lies beside it as `….rejects.csv`. Only the connector may write there.
 */
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isErrno } from './folder-fault.ts';
import { writeRejects } from './reject-file.ts';
import type { Reject } from './reject-file.ts';

export type Place = 'accepted' | 'done' | 'held' | 'rejected';

/** A file that was put away. */
export interface KeptFile {
  readonly path: string;
  /** As the sender has named it; the end of a very long name. */
  readonly name: string;
  readonly bytes: number;
  /** Epoch ms, with fractions. */
  readonly modifiedAt: number;
}

/** A file as a feed's memory names it. */
export interface NamedFile {
  readonly name: string;
  /** Of its bytes as they lie there, hexadecimal. */
  readonly sha256: string;
}

/** Files of a place that are kept, each with its reject file. */
const keptMax = 50;
const digestDigits = 8;
/** File systems take 255 bytes; the digest and the ending of a reject file stand around it. */
const nameBytesMax = 200;
const rejectsEnding = '.rejects.csv';

/** Tomorrow's file has the same name and must not replace today's; no sender's file looks like a reject file. */
export function keptName({ name, sha256 }: NamedFile): string {
  const kept = `${sha256.slice(0, digestDigits)}-${cutName(name)}`;
  return kept.endsWith(rejectsEnding) ? `${kept}.csv` : kept;
}

function cutName(name: string): string {
  let cut = name;
  while (Buffer.byteLength(cut) > nameBytesMax) cut = cut.slice(1);
  return cut;
}

export class SenderPlaces {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  pathIn(place: Place, file: NamedFile): string {
    return join(this.folder, place, keptName(file));
  }

  /** Oldest first. Reject files, hidden files, links and folders are none. @throws what the disk throws */
  async filesIn(place: Place): Promise<KeptFile[]> {
    const folder = join(this.folder, place);
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
      if (isErrno(error, 'ENOENT')) return [];
      throw error;
    });
    const names = entries
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .filter((name) => !name.endsWith(rejectsEnding));
    const files = await Promise.all(
      names.map(async (name) => {
        const path = join(folder, name);
        const { size: bytes, mtimeMs: modifiedAt } = await stat(path);
        return { path, name: name.slice(digestDigits + 1), bytes, modifiedAt };
      }),
    );
    return files.sort((a, b) => a.modifiedAt - b.modifiedAt || (a.name < b.name ? -1 : 1));
  }

  /** Moves a file, and its reject file where it has one. @returns its path now */
  async move(path: string, place: Place, file: NamedFile): Promise<string> {
    const to = this.pathIn(place, file);
    await mkdir(join(this.folder, place), { recursive: true });
    await rename(path, to);
    if (basename(path) === keptName(file))
      await rename(path + rejectsEnding, to + rejectsEnding).catch(ignoreAbsent);
    return to;
  }

  /** Says beside where a file is put, or will be, what is wrong with it; replaces what was said before. */
  async tell(place: Place, file: NamedFile, rejects: readonly Reject[]): Promise<void> {
    if (rejects.length === 0) return;
    await mkdir(join(this.folder, place), { recursive: true });
    await writeRejects(this.pathIn(place, file) + rejectsEnding, rejects);
  }

  async remove({ path }: KeptFile): Promise<void> {
    await rm(path, { force: true });
    await rm(path + rejectsEnding, { force: true });
  }

  /** Removes all but the newest files. @param spared is kept however old it is */
  async prune(place: Place, spared?: NamedFile): Promise<void> {
    const old = (await this.filesIn(place)).slice(0, -keptMax);
    for (const file of old) {
      if (spared === undefined || basename(file.path) !== keptName(spared)) await this.remove(file);
    }
  }
}

function ignoreAbsent(error: unknown): void {
  if (!isErrno(error, 'ENOENT')) throw error;
}
