/** Month files of logs as the archive keeps account of them in Postgres. */
import type pg from 'pg';
import { z } from 'zod';
import type { Asker } from './part-store.ts';

export const logKinds = ['application', 'audit'] as const;
export type LogKind = (typeof logKinds)[number];

/**
 * WRITING: the file is being made, after a crash anew. VERIFIED: it was read back, its documents may be
 * deleted. DONE: they are. RESTORING, RESTORED: they are there again, and in the file all the same.
 */
export type LogPartState = 'WRITING' | 'VERIFIED' | 'DONE' | 'RESTORING' | 'RESTORED';

/** Whether documents of its file stand, or may stand, in MongoDB again. */
export const isBack = ({ state }: { readonly state: LogPartState }): boolean =>
  state === 'RESTORING' || state === 'RESTORED';

const end = z.object({ seq: z.number(), hash: z.string() });
export const logManifestSchema = z.object({
  format: z.literal(1),
  kind: z.enum(logKinds),
  month: z.string(),
  part: z.number(),
  /** Documents. */
  rows: z.number(),
  /** Lines of logs, or events. */
  lines: z.number(),
  bytes: z.number(),
  /** Of the file, hex. */
  sha256: z.string(),
  /** Of the lines before compression, hex. */
  content: z.string(),
  /** Of the oldest and the newest document, epoch ms; a log line's is that of its minute. */
  firstAt: z.number(),
  lastAt: z.number(),
  /** Last event of each writer in it, for the chain of what stays. */
  ends: z.record(z.string(), end),
  writtenAt: z.number(),
});
export type LogManifest = z.infer<typeof logManifestSchema>;

export interface LogPart {
  readonly kind: LogKind;
  /** `YYYY-MM`, UTC. */
  readonly month: string;
  /** From 1. */
  readonly part: number;
}

export interface LogPartRow extends LogPart {
  readonly state: LogPartState;
  /** null while WRITING. */
  readonly manifest: LogManifest | null;
  /** When it came to its state, epoch ms. */
  readonly changedAt: number;
}

/** Names of its files in the archive: `logs/audit/2026-08/part-0001.jsonl.zst`. */
export function logPlaces({ kind, month, part }: LogPart): { file: string; manifest: string } {
  const stem = `logs/${kind}/${month}/part-${String(part).padStart(4, '0')}`;
  return { file: `${stem}.jsonl.zst`, manifest: `${stem}.json` };
}

const jobs: Readonly<Partial<Record<LogPartState, string>>> = { DONE: 'logs', RESTORED: 'restore' };

export class LogPartStore {
  readonly #pool: pg.Pool;
  readonly #now: () => number;
  readonly #asker: Asker;

  /** @param now epoch ms */
  constructor(pool: pg.Pool, now: () => number, asker: Asker = 'COMMAND') {
    this.#pool = pool;
    this.#now = now;
    this.#asker = asker;
  }

  /** The oldest month first. */
  async all(kind: LogKind): Promise<LogPartRow[]> {
    const { rows } = await this.#pool.query<{
      month: string;
      part: number;
      state: LogPartState;
      manifest: unknown;
      changed_at: number;
    }>(
      `SELECT month, part, state, manifest, changed_at FROM archive_log_part WHERE kind = $1
       ORDER BY month, part`,
      [kind],
    );
    return rows.map(({ manifest, changed_at: changedAt, ...rest }) => ({
      ...{ kind, changedAt, ...rest },
      manifest: manifest === null ? null : logManifestSchema.parse(manifest),
    }));
  }

  async begin(kind: LogKind, month: string): Promise<LogPartRow> {
    const { rows } = await this.#pool.query<{ part: number }>(
      `INSERT INTO archive_log_part (kind, month, part, state, changed_at)
       SELECT $1, $2, coalesce(max(part), 0) + 1, 'WRITING', $3
       FROM archive_log_part WHERE kind = $1 AND month = $2 RETURNING part`,
      [kind, month, this.#now()],
    );
    const part = rows[0]?.part ?? 1;
    return { kind, month, part, state: 'WRITING', manifest: null, changedAt: this.#now() };
  }

  async drop({ kind, month, part }: LogPart): Promise<void> {
    await this.#pool.query(
      'DELETE FROM archive_log_part WHERE kind = $1 AND month = $2 AND part = $3',
      [kind, month, part],
    );
  }

  /** When that ends a job, the job is noted in the same statement, for the audit. */
  async move(of: LogPart, state: LogPartState, manifest: LogManifest): Promise<void> {
    const { kind, month, part } = of;
    const job = jobs[state];
    await this.#pool.query(
      `WITH moved AS (
         UPDATE archive_log_part SET state = $4, manifest = $5, changed_at = $6
         WHERE kind = $1 AND month = $2 AND part = $3 RETURNING month, part)
       INSERT INTO archive_job (kind, month, part, rows, bytes, asker, at)
       SELECT $7, month, part, $8, $9, $10, $6 FROM moved WHERE $7::text IS NOT NULL`,
      [
        ...[kind, month, part, state, JSON.stringify(manifest), this.#now()],
        ...[job === undefined ? null : `${job}-${kind}`, manifest.lines, manifest.bytes],
        this.#asker,
      ],
    );
  }
}
