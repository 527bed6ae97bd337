/**
 * Brings audit records from the outbox to `audit.events`, at least once and in one chain, whichever
 * gateway does it: places in the chain are given in a transaction of their own before anything is
 * sent, so a record sent again is the same record.
 */
import type { AuditEvent } from '@auction/avro/records';
import type { Postgres, Statements } from '../postgres.ts';
import type { AuditFact } from './audit-outbox.ts';
import { chained, emptyChain, endAfter } from './hash-chain.ts';
import type { ChainEnd } from './hash-chain.ts';

/** All gateways are one writer: they share the outbox, and with it the chain. */
const writerId = 'gateway';
const batchMax = 200;
/** Any fixed number; one gateway relays at a time. */
const lockKey = 4_023_020;

/** Resolves when the events are written for good, in order. */
export type WriteEvents = (
  events: readonly { readonly key: string; readonly event: AuditEvent }[],
) => Promise<void>;

interface OutboxRow {
  readonly id: number;
  readonly actor: string;
  readonly event: AuditFact;
  readonly seq: number | null;
  readonly previousHash: string | null;
}

type Row<T> = T & { [column: string]: unknown };

/**
 * Sends what waits, a batch at most.
 * @returns how many records were sent; 0 also when another gateway is at it
 * @throws StoreAway, and whatever `write` throws: the records stay for the next time
 */
export async function relayAudit(postgres: Postgres, write: WriteEvents): Promise<number> {
  await postgres.transaction('accounts', giveNumbers);
  return postgres.transaction('accounts', async (tx) => {
    if (!(await isOurTurn(tx))) return 0;
    const rows = await tx.query<Row<OutboxRow>>(
      `SELECT id, actor, event, writer_seq AS seq, previous_hash AS "previousHash" FROM audit_outbox
       WHERE writer_seq IS NOT NULL ORDER BY writer_seq LIMIT ${batchMax}`,
    );
    if (rows.length === 0) return 0;
    await write(rows.map((row) => ({ key: row.actor, event: eventOf(row) })));
    await tx.query('DELETE FROM audit_outbox WHERE id = ANY($1)', [rows.map(({ id }) => id)]);
    return rows.length;
  });
}

const eventOf = ({ event, seq, previousHash }: OutboxRow): AuditEvent =>
  chained(event, { writerId, seq: (seq ?? 1) - 1, hash: previousHash ?? '' });

async function isOurTurn(tx: Statements): Promise<boolean> {
  const [row] = await tx.query<{ ours: boolean }>(
    'SELECT pg_try_advisory_xact_lock($1, hashtext(current_schema())) AS ours',
    [lockKey],
  );
  return row?.ours ?? false;
}

/** Gives the next numbers of the chain to the records that have none. */
async function giveNumbers(tx: Statements): Promise<void> {
  if (!(await isOurTurn(tx))) return;
  const rows = await tx.query<Row<OutboxRow>>(
    `SELECT id, actor, event FROM audit_outbox WHERE writer_seq IS NULL ORDER BY id LIMIT ${batchMax}`,
  );
  if (rows.length === 0) return;
  let end = await endOfChain(tx);
  for (const { id, event } of rows) {
    await tx.query('UPDATE audit_outbox SET writer_seq = $2, previous_hash = $3 WHERE id = $1', [
      id,
      end.seq + 1,
      end.hash,
    ]);
    end = endAfter(chained(event, end));
  }
  await tx.query('UPDATE audit_chain SET seq = $2, hash = $3 WHERE writer_id = $1', [
    writerId,
    end.seq,
    end.hash,
  ]);
}

async function endOfChain(tx: Statements): Promise<ChainEnd> {
  await tx.query(
    `INSERT INTO audit_chain (writer_id, seq, hash) VALUES ($1, 0, '') ON CONFLICT DO NOTHING`,
    [writerId],
  );
  const [row] = await tx.query<{ seq: number; hash: string }>(
    'SELECT seq, hash FROM audit_chain WHERE writer_id = $1',
    [writerId],
  );
  return row ? { writerId, ...row } : emptyChain(writerId);
}
