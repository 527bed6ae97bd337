/** Jobs of the archive that ended, well or not: each becomes one audit record, by whichever gateway. */
import { randomUUID } from 'node:crypto';
import type { Postgres } from '../postgres.ts';
import type { AuditFact } from './audit-outbox.ts';

const batchMax = 200;

/** Which jobs were told; the archiver's table `archive_job` has all of them. */
export const archiveJobTables = `
  CREATE TABLE archive_job_told (id bigint PRIMARY KEY);
  ALTER TABLE archive_job_told ENABLE ROW LEVEL SECURITY;
  ALTER TABLE archive_job_told FORCE ROW LEVEL SECURITY;
  CREATE POLICY audit ON archive_job_told USING (current_setting('app.scope', true) = 'accounts')
    WITH CHECK (current_setting('app.scope', true) = 'accounts');
`;

// Two gateways at once: the second waits for the first one's rows, and then has none of them.
const takeUntold = `
  WITH taken AS (
    INSERT INTO archive_job_told (id)
    SELECT id FROM archive_job j WHERE NOT EXISTS (SELECT FROM archive_job_told t WHERE t.id = j.id)
    ORDER BY id LIMIT ${batchMax} ON CONFLICT DO NOTHING RETURNING id)
  SELECT j.kind, j.month, j.part, j.rows, j.bytes, j.asker, j.at, j.failure
  FROM archive_job j JOIN taken USING (id) ORDER BY id`;

interface JobRow {
  readonly [column: string]: unknown;
  readonly kind: string;
  readonly month: string;
  readonly part: number;
  readonly rows: number;
  readonly bytes: number;
  readonly asker: string;
  /** Epoch ms. */
  readonly at: number;
  /** Why it failed, a word of the archiver's list; null: it ended well. */
  readonly failure: string | null;
}

/** @returns whether there were any. @throws StoreAway */
export async function tellArchiveJobs(postgres: Postgres): Promise<boolean> {
  return postgres.transaction('accounts', async (tx) => {
    const jobs = await tx.query<JobRow>(takeUntold);
    for (const job of jobs) {
      const fact = factOf(job);
      await tx.query('INSERT INTO audit_outbox (actor, event) VALUES ($1, $2)', [
        fact.actorId,
        JSON.stringify(fact),
      ]);
    }
    return jobs.length > 0;
  });
}

/** An audit event has no field for numbers: they stand in its target. What failed has none. */
function targetOf({ kind, month, part, rows, bytes, failure }: JobRow): string {
  if (failure !== null) return month === '' ? `archive/${kind}` : `archive/${kind}/${month}`;
  return `archive/${kind}/${month}/${part}: ${rows} rows, ${bytes} bytes`;
}

const factOf = (job: JobRow): AuditFact => ({
  eventId: randomUUID(),
  at: job.at,
  actorKind: 'SERVICE',
  actorId: `archive-${job.asker.toLowerCase()}`,
  organisationId: null,
  action: 'ARCHIVE_RUN',
  target: targetOf(job),
  result: job.failure === null ? 'DONE' : 'FAILED',
  reason: job.failure,
  requestId: null,
  address: null,
});
