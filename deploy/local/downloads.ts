/**
 * The servers' files: fetched once by Maven into the cache folder, checked, and used by every instance
 * of this clone. A folder there is whole or absent: it is filled beside its place and then renamed.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { copyArtifact, copyDependencies, FetchProblem } from './maven.ts';
import type { Maven } from './maven.ts';
import { Problem } from './problem.ts';
import type { Progress } from './progress.ts';
import { runCommand } from './run-command.ts';
import { versions } from './versions.ts';

export type LibraryName = 'kafka' | 'registry' | 'cassandra' | 'mongo';

export interface Library {
  readonly name: LibraryName;
  readonly title: string;
  /** Folder below the cache folder; its name holds the version, so a new version is a new folder. */
  readonly folder: string;
  readonly approximateMb: number;
}

const libraries: readonly Library[] = [
  { name: 'kafka', title: 'Kafka', folder: `kafka-${versions.kafka}`, approximateMb: 43 },
  {
    name: 'registry',
    title: 'Apicurio registry',
    folder: `registry-${versions.registry}`,
    approximateMb: 109,
  },
  {
    name: 'cassandra',
    title: 'Cassandra',
    folder: `cassandra-${versions.cassandra}`,
    approximateMb: 67,
  },
  {
    name: 'mongo',
    title: 'Mongo-compatible server',
    folder: `mongo-${versions.mongo}`,
    approximateMb: 8,
  },
];

/** What the servers of one instance need. */
export const librariesFor = (lite: boolean): Library[] =>
  libraries.filter(({ name }) => !lite || name === 'kafka' || name === 'registry');

const manifestName = 'manifest.json';
const manifestSchema = z.record(z.string(), z.number());
/** File name below the folder -> bytes. */
type Manifest = z.infer<typeof manifestSchema>;

async function contentsOf(folder: string): Promise<Manifest> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name !== manifestName);
  const sizes = files.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    return [path.slice(folder.length + 1), (await stat(path)).size] as const;
  });
  return Object.fromEntries(await Promise.all(sizes));
}

/** Is every file there with the size it had when its checksum was verified? */
export async function isComplete(folder: string): Promise<boolean> {
  try {
    const text = await readFile(join(folder, manifestName), 'utf8');
    const manifest = Object.entries(manifestSchema.parse(JSON.parse(text)));
    const contents = await contentsOf(folder);
    return manifest.length > 0 && manifest.every(([file, bytes]) => contents[file] === bytes);
  } catch {
    return false; // never fetched, or damaged: fetched again either way
  }
}

/** @returns the libraries that must still be fetched */
export async function missingLibraries(
  wanted: readonly Library[],
  cacheDir: string,
): Promise<Library[]> {
  const complete = await Promise.all(
    wanted.map(({ folder }) => isComplete(join(cacheDir, folder))),
  );
  return wanted.filter((_, index) => !complete[index]);
}

async function sha1Of(file: string): Promise<string> {
  const hash = createHash('sha1');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** The registry comes as one archive without a top folder. */
async function fetchRegistry(maven: Maven, into: string): Promise<void> {
  const artifact = `apicurio-registry-app-${versions.registry}-all.tar.gz`;
  const packed = join(into, 'packed');
  await copyArtifact(
    maven,
    `io.apicurio:apicurio-registry-app:${versions.registry}:tar.gz:all`,
    packed,
  );
  const archive = join(packed, artifact);
  const sha1 = await sha1Of(archive);
  if (sha1 !== versions.registrySha1) {
    throw new Problem(
      `${artifact} has the checksum ${sha1}, expected ${versions.registrySha1}: it was damaged or ` +
        'replaced on its way. Delete it from the local Maven repository and start again.',
    );
  }
  const { code, tail } = await runCommand('tar', ['-xzf', archive, '-C', into], {
    signal: maven.signal,
  });
  if (code !== 0) throw new Problem(`unpacking ${artifact} failed:\n${tail.join('\n')}`);
  await rm(packed, { recursive: true });
}

/** Another instance may have finished the same download meanwhile: whoever is second gives way. */
async function putInPlace(part: string, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  try {
    await rename(part, folder);
  } catch (error) {
    if (!(await isComplete(folder))) throw error;
    await rm(part, { recursive: true });
  }
}

const fetchAttemptsMax = 3;
const attemptPauseMs = 2000;

/** Maven keeps what it has already fetched, so another attempt goes on where the last one broke off. */
async function fetchWithRetries(library: Library, maven: Maven, into: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (library.name === 'registry') await fetchRegistry(maven, into);
      else await copyDependencies(maven, library.name, into);
      return;
    } catch (error) {
      const mayRetry = error instanceof FetchProblem && error.retriable && !maven.signal.aborted;
      if (attempt === fetchAttemptsMax || !mayRetry) throw error;
      maven.note(`broke off, trying again (${attempt + 1} of ${fetchAttemptsMax})`);
      await delay(attemptPauseMs * attempt);
    }
  }
}

async function fetchLibrary(
  library: Library,
  cacheDir: string,
  maven: Omit<Maven, 'note'>,
  progress: Progress,
): Promise<void> {
  const step = progress.step(`${library.title} files`, `(about ${library.approximateMb} MB)`);
  const folder = join(cacheDir, library.folder);
  const part = `${folder}.${process.pid}.part`;
  const note = (text: string): void => {
    progress.say(`  ${library.title}: ${text}`);
  };
  try {
    await mkdir(part, { recursive: true });
    await fetchWithRetries(library, { ...maven, note }, part);
    await writeFile(join(part, manifestName), JSON.stringify(await contentsOf(part)));
    await putInPlace(part, folder);
    step.done();
  } catch (error) {
    step.failed();
    await rm(part, { recursive: true, force: true });
    throw error;
  }
}

/** Fetches one after the other: two Mavens at once would fight over one local repository. */
export async function fetchLibraries(
  missing: readonly Library[],
  cacheDir: string,
  maven: Omit<Maven, 'note'>,
  progress: Progress,
): Promise<void> {
  await mkdir(cacheDir, { recursive: true });
  for (const library of missing) await fetchLibrary(library, cacheDir, maven, progress);
}

/** @throws Problem under --offline when something would have to be fetched */
export function refuseOffline(missing: readonly Library[], cacheDir: string): void {
  if (missing.length === 0) return;
  const names = missing.map(({ folder }) => folder).join(', ');
  throw new Problem(
    `--offline: ${names} ${missing.length > 1 ? 'are' : 'is'} not in ${cacheDir}. ` +
      'Start once without --offline, or point AUCTION_CACHE_DIR at a filled folder.',
  );
}
