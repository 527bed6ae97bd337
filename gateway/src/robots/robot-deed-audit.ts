/**
 * What robots did, as audit records: each deed once, whichever gateway comes first. Amounts stay where
 * they are; people's own wishes are audited by the routes.
 */
import { randomUUID } from 'node:crypto';
import type { AuditAction, AuditFact } from '../audit/audit-outbox.ts';
import type { Postgres } from '../postgres.ts';

const batchMax = 200;
/** Deeds older than this are not told any more, should no gateway have been there. */
const lookBackMs = 7 * 86_400_000;
/** Any fixed number: one gateway at a time tells deeds. */
const lockKey = 4_023_081;

const actions: Readonly<Record<string, AuditAction>> = {
  ARMED: 'ROBOT_STARTED',
  PAUSED: 'ROBOT_PAUSED',
  RESUMED: 'ROBOT_RESUMED',
  HALTED: 'ROBOT_HALTED',
  CHANGED: 'ROBOT_TOOK_CHANGE',
  BID_SENT: 'ROBOT_BID_SENT',
  TIME_TO_BID: 'ROBOT_TOLD_OWNER',
  STOPPED: 'ROBOT_ENDED',
  DONE: 'ROBOT_ENDED',
  FAILED: 'ROBOT_ENDED',
};

/** Up to which deed of each robot everything was told. */
export const robotDeedTables = `
  CREATE TABLE robot_deed_told (
    robot_id text PRIMARY KEY,
    organisation_id text NOT NULL,
    number int NOT NULL
  );
  ALTER TABLE robot_deed_told ENABLE ROW LEVEL SECURITY;
  ALTER TABLE robot_deed_told FORCE ROW LEVEL SECURITY;
  CREATE POLICY audit ON robot_deed_told USING (current_setting('app.scope', true) = 'accounts')
    WITH CHECK (current_setting('app.scope', true) = 'accounts');
`;

// Deeds of a robot come in their order: what is above its highest told one is untold.
const untold = `
  SELECT d.robot_id AS "robotId", d.number, d.org_id AS "organisationId", d.at, d.kind,
    d.lot_id AS "lotId", d.reason
  FROM robot_deed d LEFT JOIN robot_deed_told t ON t.robot_id = d.robot_id
  WHERE d.at > $1 AND d.number > coalesce(t.number, 0)
  ORDER BY d.robot_id, d.number LIMIT ${batchMax}`;

const keepTold = `
  INSERT INTO robot_deed_told (robot_id, organisation_id, number) VALUES ($1, $2, $3)
  ON CONFLICT (robot_id) DO UPDATE SET number = greatest(robot_deed_told.number, excluded.number)`;

interface Deed {
  readonly robotId: string;
  readonly number: number;
  readonly organisationId: string;
  readonly at: number;
  readonly kind: string;
  readonly lotId: string | null;
  readonly reason: string | null;
}

/** @param nowMs epoch ms @returns whether there may be more. @throws StoreAway */
export async function tellRobotDeeds(postgres: Postgres, nowMs: number): Promise<boolean> {
  return postgres.transaction('accounts', async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [lockKey]);
    const deeds = await tx.query<Deed & { [column: string]: unknown }>(untold, [
      nowMs - lookBackMs,
    ]);
    for (const deed of deeds) {
      const { robotId, organisationId, number } = deed;
      await tx.query(keepTold, [robotId, organisationId, number]);
      const action = actions[deed.kind];
      if (action === undefined) continue;
      await tx.query('INSERT INTO audit_outbox (actor, event) VALUES ($1, $2)', [
        writer,
        JSON.stringify(factOf(deed, action)),
      ]);
    }
    return deeds.length === batchMax;
  });
}

const writer = 'run-robots';

const factOf = (
  { robotId, organisationId, at, lotId, reason }: Deed,
  action: AuditAction,
): AuditFact => ({
  eventId: randomUUID(),
  at,
  actorKind: 'SERVICE',
  actorId: `robot/${robotId}`,
  organisationId,
  action,
  target: lotId === null ? `robot/${robotId}` : `lot/${lotId}`,
  result: 'DONE',
  reason,
  requestId: null,
  address: null,
});
