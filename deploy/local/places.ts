/** Where things lie: inside the repository, and inside one instance's data folder. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const repoRoot = resolve(import.meta.dirname, '../..');

export interface Places {
  readonly dataDir: string;
  readonly logDir: string;
  readonly runDir: string;
  readonly secretsDir: string;
  readonly instanceFile: string;
}

/** Folders of one instance; nothing is created. @param dataDir absolute path */
export function placesIn(dataDir: string): Places {
  return {
    dataDir,
    logDir: join(dataDir, 'logs'),
    runDir: join(dataDir, 'run'),
    secretsDir: join(dataDir, 'secrets'),
    instanceFile: join(dataDir, 'instance.json'),
  };
}

/** Makes the folders that must exist before anything is written into them. */
export function makePlaces(places: Places): void {
  for (const folder of [places.dataDir, places.logDir, places.runDir]) {
    mkdirSync(folder, { recursive: true });
  }
  mkdirSync(places.secretsDir, { recursive: true, mode: 0o700 });
}

/**
 * Everything `--reset` may delete. Named one by one, so that a data folder that is also
 * somebody's documents folder loses nothing else, and the downloads (`lib`) stay.
 */
export const resettable = [
  'kafka',
  'cassandra',
  'postgres',
  'mongo',
  'simulator',
  'raw',
  'compiled',
  'secrets',
  'logs',
  'instance.json',
] as const;
