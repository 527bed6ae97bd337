/** Where an organisation stands on each lot: its letters, newest last, folded (sinks' table `letter`). */
import type { BidItem } from '../bids-contract.ts';
import { approvalWordSql } from '../limits/approval-store.ts';
import type { Postgres } from '../postgres.ts';

const bidMax = 500;

/** Of lots the organisation sells the letters are about its selling, not about bids. */
const statement = `
  SELECT mine.*, lot.title, lot.status, lot.currency, lot.price_minor, lot.ask_minor, lot.ends_at,
    lot.summary->>'photo' AS photo,
    CASE WHEN mine.code = 'NEEDS_APPROVAL' THEN ${approvalWordSql} END AS approval
  FROM (
    SELECT lot_id, max(at) AS at,
      (array_agg(coalesce(position, notice) ORDER BY number DESC)
        FILTER (WHERE coalesce(position, notice) IS NOT NULL))[1] AS standing,
      (array_agg(own_max_minor ORDER BY number DESC) FILTER (WHERE result IS NOT NULL))[1] AS own_max,
      (array_agg(amount_minor ORDER BY number DESC) FILTER (WHERE amount_minor IS NOT NULL))[1] AS amount,
      (array_agg(code ORDER BY number DESC) FILTER (WHERE result IS NOT NULL))[1] AS code
    FROM letter
    WHERE to_org = $1 AND ($3::text IS NULL OR lot_id = $3) AND lot_id NOT IN (SELECT lot_id FROM selling_wish)
    GROUP BY lot_id ORDER BY max(at) DESC, lot_id LIMIT ${bidMax}
  ) AS mine LEFT JOIN lot USING (lot_id) ORDER BY mine.at DESC, lot_id`;

type Row = {
  readonly lot_id: string;
  readonly at: number;
  readonly standing: string | null;
  readonly own_max: number | null;
  readonly amount: number | null;
  readonly code: string | null;
  readonly title: string | null;
  readonly status: string | null;
  readonly currency: string | null;
  readonly price_minor: number | null;
  readonly ask_minor: number | null;
  readonly ends_at: number | null;
  readonly photo: string | null;
  readonly approval: BidItem['approval'];
};

/** Words of notices that say a position, in the answer's words. */
const positions: Readonly<Record<string, BidItem['position']>> = {
  LEADING: 'LEADING',
  LEADING_AGAIN: 'LEADING',
  OUTBID: 'OUTBID',
  WON: 'WON',
  LOST: 'LOST',
  VOIDED: 'VOIDED',
  COUNTER_OFFERED: 'COUNTERED',
};

/** @param nowMs epoch ms @param lotId null: all lots @returns newest first. @throws StoreAway */
export async function readBids(
  postgres: Postgres,
  organisationId: string,
  nowMs: number,
  lotId: string | null,
): Promise<BidItem[]> {
  const rows = await postgres.transaction({ organisationId }, (tx) =>
    tx.query<Row>(statement, [organisationId, nowMs, lotId]),
  );
  return rows.map((row) => ({
    lotId: row.lot_id,
    title: row.title,
    status: row.status,
    currency: row.currency,
    price: row.price_minor,
    ask: row.ask_minor,
    endsAt: row.ends_at,
    photo: row.photo,
    position: positions[row.standing ?? ''] ?? null,
    ownMax: row.standing === 'VOIDED' ? null : row.own_max,
    amount: row.amount,
    reason: row.code,
    approval: row.approval,
    at: row.at,
  }));
}
