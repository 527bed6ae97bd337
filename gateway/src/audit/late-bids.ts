/**
 * Bids that came behind the end of their lot although stamped before it (bidding.md section 8): each
 * becomes one audit record, whether a gateway waited for its outcome or not.
 */
import { randomUUID } from 'node:crypto';
import type { Postgres } from '../postgres.ts';
import type { AuditFact } from './audit-outbox.ts';

const batchMax = 200;

/** Which late bids were told; the sinks' table `late_bid` has all of them. */
export const lateBidTables = `
  CREATE TABLE late_bid_told (
    to_org text NOT NULL,
    lot_id text NOT NULL,
    number int NOT NULL,
    PRIMARY KEY (to_org, lot_id, number)
  );
  ALTER TABLE late_bid_told ENABLE ROW LEVEL SECURITY;
  ALTER TABLE late_bid_told FORCE ROW LEVEL SECURITY;
  CREATE POLICY audit ON late_bid_told USING (current_setting('app.scope', true) = 'accounts')
    WITH CHECK (current_setting('app.scope', true) = 'accounts');
`;

// Two gateways at once: the second waits for the first one's rows, and then has none of them.
const takeUntold = `
  INSERT INTO late_bid_told (to_org, lot_id, number)
  SELECT to_org, lot_id, number FROM late_bid WHERE NOT EXISTS (SELECT FROM late_bid_told t
    WHERE t.to_org = late_bid.to_org AND t.lot_id = late_bid.lot_id AND t.number = late_bid.number)
  ORDER BY to_org, lot_id, number LIMIT ${batchMax}
  ON CONFLICT DO NOTHING RETURNING to_org, lot_id, number`;

type Row = { readonly to_org: string; readonly lot_id: string; readonly number: number };

/** @returns whether there were any. @throws StoreAway */
export async function tellLateBids(postgres: Postgres): Promise<boolean> {
  return postgres.transaction('accounts', async (tx) => {
    const rows = await tx.query<Row>(takeUntold);
    for (const { to_org: organisationId, lot_id: lotId, number } of rows) {
      const [late] = await tx.query<{ at: number }>(
        'SELECT received_at AS at FROM late_bid WHERE to_org = $1 AND lot_id = $2 AND number = $3',
        [organisationId, lotId, number],
      );
      await tx.query('INSERT INTO audit_outbox (actor, event) VALUES ($1, $2)', [
        writer,
        JSON.stringify(factOf(organisationId, lotId, late?.at ?? 0)),
      ]);
    }
    return rows.length > 0;
  });
}

const writer = 'resolve-lots';

/** @param at the bid's stamp, epoch ms */
const factOf = (organisationId: string, lotId: string, at: number): AuditFact => ({
  eventId: randomUUID(),
  at,
  actorKind: 'SERVICE',
  actorId: writer,
  organisationId,
  action: 'BID_LATE',
  target: `lot/${lotId}`,
  result: 'REFUSED',
  reason: 'LATE',
  requestId: null,
  address: null,
});
