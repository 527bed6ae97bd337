/** Bids above a user's limit: parked until an approver decides, or their lot ends. */
import type { Outcome } from '@auction/avro/records';
import type { IdempotencyKey } from '../bids/idempotency-key.ts';
import type { ApprovalItem } from '../limits-contract.ts';
import type { Postgres, Statements } from '../postgres.ts';

export type ParkedKind = ApprovalItem['kind'];
/** Wishes about our own lots; the others are orders for lots of other sites. */
export type OwnLotKind = Exclude<ParkedKind, 'PLACEMENT' | 'ASSIST'>;

export const isOwnLotKind = (kind: ParkedKind): kind is OwnLotKind =>
  kind !== 'PLACEMENT' && kind !== 'ASSIST';

/** A bid as it waits. */
export interface ParkedBid {
  readonly commandId: string;
  readonly organisationId: string;
  readonly lotId: string;
  readonly userId: string;
  readonly kind: ParkedKind;
  readonly amountMinor: number;
  readonly currency: string;
}

type Row<T> = T & { [column: string]: unknown };
const listMax = 200;

/**
 * Before the command is sent: what the lot turns away as NEEDS_APPROVAL is never lost to a crash.
 * @param isParked nobody has to say so first
 */
export async function park(
  postgres: Postgres,
  bid: ParkedBid,
  key: IdempotencyKey,
  nowMs: number,
  isParked = false,
): Promise<void> {
  const { commandId, organisationId, lotId, userId, kind, amountMinor, currency } = bid;
  const { clientId, clientSeq } = key;
  // The same key again is the same bid.
  await postgres.transaction({ organisationId }, (tx) =>
    tx.query(
      `INSERT INTO bid_approval (command_id, organisation_id, lot_id, user_id, client_id, client_seq,
         kind, amount_minor, currency, asked_at, is_parked)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`,
      [
        ...[commandId, organisationId, lotId, userId, clientId, clientSeq, kind],
        ...[amountMinor, currency, nowMs, isParked],
      ],
    ),
  );
}

/** @returns whether a bid waits, or has waited, under that key. @throws StoreAway */
export async function isParkedUnder(
  postgres: Postgres,
  organisationId: string,
  lotId: string,
  { clientId, clientSeq }: IdempotencyKey,
): Promise<boolean> {
  const rows = await postgres.transaction({ organisationId }, (tx) =>
    tx.query(
      `SELECT 1 FROM bid_approval WHERE organisation_id = $1 AND lot_id = $2 AND client_id = $3
         AND client_seq = $4`,
      [organisationId, lotId, clientId, clientSeq],
    ),
  );
  return rows.length > 0;
}

/** What the lot said: NEEDS_APPROVAL parks the bid of this key, anything else means there is none. */
export async function settleParked(
  postgres: Postgres,
  { commandId, organisationId, lotId }: ParkedBid,
  { clientId, clientSeq }: IdempotencyKey,
  outcome: Outcome,
): Promise<void> {
  await postgres.transaction({ organisationId }, (tx) =>
    outcome.code === 'NEEDS_APPROVAL'
      ? tx.query(
          `UPDATE bid_approval SET is_parked = true
           WHERE organisation_id = $1 AND lot_id = $2 AND client_id = $3 AND client_seq = $4`,
          [organisationId, lotId, clientId, clientSeq],
        )
      : tx.query('DELETE FROM bid_approval WHERE command_id = $1 AND NOT is_parked', [commandId]),
  );
}

/** A lot that takes what waits; of others it has expired. */
const isLive = `CASE WHEN a.kind = 'ACCEPT_COUNTER' THEN lot.status = 'COUNTERED'
    WHEN a.kind IN ('PLACEMENT', 'ASSIST') THEN lot.status IN ('SCHEDULED', 'OPEN')
      AND coalesce(lot.ends_at > $2, true)
    ELSE lot.status IN ('SCHEDULED', 'OPEN') AND lot.ends_at > $2 END`;
const isParked = `(a.is_parked OR EXISTS (SELECT FROM letter l WHERE l.to_org = a.organisation_id
    AND l.lot_id = a.lot_id AND l.command_id = a.command_id AND l.code = 'NEEDS_APPROVAL'))`;

const stateNow = `CASE WHEN a.state = 'AWAITING' AND NOT coalesce(${isLive}, false)
    THEN 'EXPIRED' ELSE a.state END`;

/**
 * SQL of what became of the newest bid above a limit on the row's lot, an `ApprovalWord` or null; `lot`
 * is joined, $1 is the organisation, $2 the time in epoch ms.
 */
export const approvalWordSql = `
  (SELECT json_build_object('state', ${stateNow}, 'decidedBy', approver.name, 'note', a.note)
   FROM bid_approval a LEFT JOIN app_user approver ON approver.id = a.decided_by
   WHERE a.organisation_id = $1 AND a.lot_id = lot.lot_id AND ${isParked}
   ORDER BY a.asked_at DESC LIMIT 1)`;

const listSql = `
  SELECT a.command_id AS "commandId", a.lot_id AS "lotId", lot.title, lot.summary->>'photo' AS photo,
    a.kind, a.amount_minor AS amount, coalesce(nullif(a.currency, ''), lot.currency) AS currency,
    lot.price_minor AS price, lot.ask_minor AS ask, lot.ends_at AS "endsAt",
    a.user_id AS "userId", who.name AS "userName", a.asked_at AS "askedAt",
    ${stateNow} AS state,
    approver.name AS "decidedBy", a.decided_at AS "decidedAt", a.note,
    coalesce(a.outcome, said.result) AS outcome, coalesce(a.reason, said.code) AS reason
  FROM bid_approval a LEFT JOIN lot USING (lot_id)
    LEFT JOIN app_user who ON who.id = a.user_id
    LEFT JOIN app_user approver ON approver.id = a.decided_by
    LEFT JOIN letter said ON said.to_org = a.organisation_id AND said.lot_id = a.lot_id
      AND said.command_id = a.sent_as
  WHERE a.organisation_id = $1 AND ${isParked} AND ($3::text IS NULL OR a.command_id = $3)
  ORDER BY (a.state = 'AWAITING' AND coalesce(${isLive}, false)) DESC, a.asked_at DESC
  LIMIT ${listMax}`;

/** In the organisation's transaction. @returns those that wait first, then the newest. @param nowMs epoch ms */
export const approvalsOf = (
  tx: Statements,
  organisationId: string,
  nowMs: number,
  commandId: string | null = null,
): Promise<ApprovalItem[]> =>
  tx.query<Row<ApprovalItem>>(listSql, [organisationId, nowMs, commandId]);

/**
 * Notes the approver's word.
 * @param sentAs command by which an approved bid is sent
 * @returns false when somebody else decided first
 */
export async function decide(
  tx: Statements,
  commandId: string,
  state: 'APPROVED' | 'REFUSED',
  by: {
    readonly userId: string;
    readonly atMs: number;
    readonly sentAs: string | null;
    readonly note?: string | null;
  },
): Promise<boolean> {
  // Approved and unanswered: whoever noted it may have died before it was sent. Its key is the same.
  const rows = await tx.query(
    `UPDATE bid_approval SET state = $2, decided_by = $3, decided_at = $4, sent_as = $5, note = $6
     WHERE command_id = $1 AND (state = 'AWAITING'
       OR (state = 'APPROVED' AND $2 = 'APPROVED' AND outcome IS NULL)) RETURNING 1`,
    [commandId, state, by.userId, by.atMs, by.sentAs, by.note ?? null],
  );
  return rows.length > 0;
}

/** What the lot said to an approved bid. */
export async function keepOutcome(
  postgres: Postgres,
  organisationId: string,
  commandId: string,
  { result, code }: { readonly result: Outcome['result']; readonly code: string | null },
): Promise<void> {
  await postgres.transaction({ organisationId }, (tx) =>
    tx.query('UPDATE bid_approval SET outcome = $2, reason = $3 WHERE command_id = $1', [
      commandId,
      result,
      code,
    ]),
  );
}

/** Long enough for a lot to answer, ms. */
const answeredWithinMs = 10_000;
/** Nobody looks at older ones. */
const keptMs = 30 * 86_400_000;

/** The command by which an approved bid is sent now. */
export const keepSentAs = (tx: Statements, commandId: string, sentAs: string): Promise<unknown> =>
  tx.query('UPDATE bid_approval SET sent_as = $2 WHERE command_id = $1', [commandId, sentAs]);

/**
 * Removes bids of long ago.
 * @returns approved ones of all organisations that no lot has answered. @throws StoreAway
 */
export async function unansweredBids(
  postgres: Postgres,
  nowMs: number,
  max: number,
): Promise<readonly { readonly organisationId: string; readonly commandId: string }[]> {
  return postgres.transaction('accounts', async (tx) => {
    await tx.query('DELETE FROM bid_approval WHERE asked_at < $1', [nowMs - keptMs]);
    return tx.query<Row<{ organisationId: string; commandId: string }>>(
      `SELECT organisation_id AS "organisationId", command_id AS "commandId" FROM bid_approval
       WHERE state = 'APPROVED' AND outcome IS NULL AND decided_at < $1 ORDER BY decided_at LIMIT $2`,
      [nowMs - answeredWithinMs, max],
    );
  });
}
