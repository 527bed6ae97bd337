/**
 * Runs of the archive that ended by an error, as rows for the audit (the gateway tells them). A row says
 * why in one word of a closed list: an error's own text names addresses and may quote what it choked on,
 * so it stands in the log lines and on the terminal only.
 */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { DamagedPart } from './archive-part.ts';
import type { Asker } from './part-store.ts';

/** What was asked for; what ends well is noted by the stores of the parts, file by file. */
export type RunKind = 'data' | 'restore' | 'logs' | 'restore-logs';

/** FAILED: anything else, see the log lines. */
export type FailureReason = 'DAMAGED_FILE' | 'LEASE_LOST' | 'NO_SPACE' | 'STORE_AWAY' | 'FAILED';

export interface FailedRun {
  /** Of this run alone: noted again, it is the same row. */
  readonly runId: string;
  readonly kind: RunKind;
  /** `YYYY-MM` where one was asked for, else empty. */
  readonly month: string;
  readonly asker: Asker;
  readonly reason: FailureReason;
  /** Epoch ms. */
  readonly at: number;
}

const spaceCodes: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', '53100']);
const awayCodes =
  /^(E(CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|NOTFOUND|HOSTUNREACH|AI_AGAIN)|08...|57P0.|53[23]00)$/;
const awayNames =
  /^(NoHostAvailable|OperationTimedOut|BusyConnection|MongoServerSelection|MongoNetwork|KafkaJS)/;
const causesMax = 8;

/** The error, what it was caused by, and what it gathers; nearest first. */
function chainOf(error: unknown): Error[] {
  const chain: Error[] = [];
  const open: unknown[] = [error];
  while (open.length > 0 && chain.length < causesMax) {
    const next = open.shift();
    if (!(next instanceof Error)) continue;
    chain.push(next);
    open.push(next.cause);
    if (next instanceof AggregateError)
      open.push(...(next.errors as unknown[]).slice(0, causesMax));
  }
  return chain;
}

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : '';

/** Total: whatever was thrown has a word. */
export function failureReason(error: unknown): FailureReason {
  const chain = chainOf(error);
  if (chain.some((each) => each instanceof DamagedPart)) return 'DAMAGED_FILE';
  if (chain.some((each) => spaceCodes.has(codeOf(each)))) return 'NO_SPACE';
  const isAway = chain.some((each) => awayCodes.test(codeOf(each)) || awayNames.test(each.name));
  return isAway ? 'STORE_AWAY' : 'FAILED';
}

/** @param at epoch ms */
export const aFailedRun = (
  of: Pick<FailedRun, 'kind' | 'asker' | 'reason'> & { readonly month?: string },
  at: number,
): FailedRun => ({ runId: randomUUID(), month: '', ...of, at });

const patienceMs = 5_000;

/** Over a connection of its own: those of the run may be what failed. @throws when Postgres is away */
export async function noteFailedRun(url: string, run: FailedRun): Promise<void> {
  const client = new pg.Client({
    ...{ connectionString: url, application_name: 'archive failed' },
    ...{ connectionTimeoutMillis: patienceMs, query_timeout: patienceMs },
  });
  // A lost connection is also told by an event, which would end the process if nobody heard it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(
      `INSERT INTO archive_job (kind, month, part, rows, bytes, asker, at, failure, run_id)
       VALUES ($1, $2, 0, 0, 0, $3, $4, $5, $6) ON CONFLICT (run_id) DO NOTHING`,
      [run.kind, run.month, run.asker, run.at, run.reason, run.runId],
    );
  } finally {
    await client.end();
  }
}
