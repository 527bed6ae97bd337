/** What every check is given. */
import type { Client } from 'cassandra-driver';
import type pg from 'pg';
import type { ArchiveFiles } from '../archive/archive-files.ts';
import type { Log } from '../runtime/log.ts';
import type { Codecs } from '../runtime/registry.ts';

export interface Verification {
  readonly log: Log;
  readonly codecs: Codecs;
  readonly postgres: pg.Pool;
  /** undefined: this installation has none. */
  readonly cassandra: Client | undefined;
  /** Where the month files are; undefined: this installation has no archive. */
  readonly archiveFiles: ArchiveFiles | undefined;
  /** How long a difference may last before it counts, ms. */
  readonly settleMs: number;
  /** Progress, for people. */
  readonly say: (line: string) => void;
}
