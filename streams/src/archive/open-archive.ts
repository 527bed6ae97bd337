/** The archive on its stores, for the command and for the schedule. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../config.ts';
import type { Log } from '../runtime/log.ts';
import type { Codecs } from '../runtime/registry.ts';
import { newClient } from '../sinks/cassandra-client.ts';
import { openPool } from '../sinks/postgres-pool.ts';
import { folderFiles } from './archive-files.ts';
import type { ArchiveFiles } from './archive-files.ts';
import type { ArchiveWorld } from './archive-part.ts';
import { ArchiveTables } from './archive-tables.ts';
import { bucketFiles } from './bucket-files.ts';
import { PartStore } from './part-store.ts';
import type { Asker } from './part-store.ts';
import { purgeCommands, restoreCommands } from './purge-commands.ts';

const purgeWithinMs = 120_000;

export interface OpenArchive {
  readonly world: ArchiveWorld;
  close(): Promise<void>;
}

export interface ArchiveOptions extends Pick<ArchiveWorld, 'onStep'> {
  readonly asker: Asker;
  /** Ends a wait early. */
  readonly signal?: AbortSignal;
  readonly log: Log;
  readonly codecs: Codecs;
  readonly onTrouble: (error: Error) => void;
}

/** The store of the files as it is configured. */
export const filesOf = (archive: NonNullable<Config['archive']>): ArchiveFiles =>
  'bucket' in archive ? bucketFiles(archive.bucket) : folderFiles(archive.folder);

/** What the archive cannot do without. @throws Error that names the variables */
export function archiveConfig(config: Config) {
  const { postgresUrl, cassandra, archive } = config;
  if (postgresUrl === undefined || cassandra === undefined || archive === undefined) {
    throw new Error(
      'the archive needs POSTGRES_URL, CASSANDRA_CONTACT_POINTS, and ARCHIVE_DIR or ARCHIVE_S3_URL',
    );
  }
  return { postgresUrl, cassandra, files: filesOf(archive) };
}

/** Parts alone, for commands that only look. */
export function openParts(
  postgresUrl: string,
  onLostConnection: (error: Error) => void,
  asker: Asker = 'COMMAND',
) {
  const pool = openPool(postgresUrl, {
    ...{ applicationName: 'archive', connectionMax: 2, onLostConnection },
  });
  return { parts: new PartStore(pool, Date.now, asker), pool };
}

export async function openArchive(config: Config, options: ArchiveOptions): Promise<OpenArchive> {
  const { log, codecs, onStep, onTrouble, asker, signal } = options;
  const { postgresUrl, cassandra, files } = archiveConfig(config);
  const { parts, pool } = openParts(postgresUrl, onTrouble, asker);
  const client = newClient(cassandra);
  const producer = await log.producer({ lingerMs: 0 });
  return {
    world: {
      ...{ files, parts, tables: new ArchiveTables(client), onStep, purgeWithinMs },
      purge: purgeCommands(producer, codecs),
      restore: restoreCommands(producer, codecs),
      now: Date.now,
      pause: (ms) => delay(ms, undefined, signal && { signal }),
    },
    async close() {
      await producer.close();
      await client.shutdown();
      await pool.end();
      await files.close();
    },
  };
}
