/** Robots as their owners see them: orders of this gateway's tables, states and deeds of the sinks'. */
import type { Statements } from '../postgres.ts';
import type { Way } from './robot-order.ts';
import type { RobotDeedItem, RobotItem } from '../robots-contract.ts';

const robotMax = 200;
const deedMax = 500;

const lotsOf = `
  SELECT json_agg(json_build_object(
      'lotId', l.lot_id, 'title', lot.title, 'lotStatus', lot.status, 'price', lot.price_minor,
      'ask', lot.ask_minor, 'endsAt', lot.ends_at, 'cap', l.cap_minor, 'way', l.way, 'link', CASE WHEN l.way IS NULL THEN NULL
        ELSE lot.summary->>'url' END,
      'bidOnWay', coalesce(at.mine->>'inFlight', '') <> '',
      'isLeading', coalesce((at.mine->>'wasLeading')::boolean, false),
      'end', at.mine->>'end') ORDER BY l.priority)
  FROM robot_lot l LEFT JOIN lot USING (lot_id)
    LEFT JOIN LATERAL (SELECT one AS mine FROM jsonb_array_elements(s.lots) AS one
      WHERE one->>'lotId' = l.lot_id) AS at ON true
  WHERE l.robot_id = r.id`;

const statement = `
  SELECT r.id AS "robotId", r.strategy, r.currency, r.lead_ms AS "leadMs",
    r.step_count AS "stepCount", r.win_count AS "winCount", r.budget_minor AS budget, r.wish,
    coalesce(s.status, 'NEW') AS status, s.status_reason AS "statusReason",
    coalesce(s.revision >= r.revision, false) AS "isTold", r.created_at AS "createdAt",
    (${lotsOf}) AS lots
  FROM robot r LEFT JOIN robot_state s ON s.robot_id = r.id
  WHERE r.organisation_id = $1 AND ($2::text IS NULL OR r.id = $2)
  ORDER BY r.created_at DESC, r.id LIMIT ${robotMax}`;

type Row<T> = T & { [column: string]: unknown };

/** @returns newest first */
export const listRobots = (tx: Statements, organisationId: string): Promise<RobotItem[]> =>
  tx.query<Row<RobotItem>>(statement, [organisationId, null]);

/** @returns undefined when the organisation has no such robot */
export async function findRobot(
  tx: Statements,
  organisationId: string,
  robotId: string,
): Promise<RobotItem | undefined> {
  const [robot] = await tx.query<Row<RobotItem>>(statement, [organisationId, robotId]);
  return robot;
}

/** @returns newest first */
export const listDeeds = (
  tx: Statements,
  organisationId: string,
  robotId: string,
): Promise<RobotDeedItem[]> =>
  tx.query<Row<RobotDeedItem>>(
    `SELECT d.number, d.at, d.kind, d.lot_id AS "lotId", lot.title, d.reason,
       d.amount_minor AS amount, d.price_minor AS price, d.ask_minor AS ask
     FROM robot_deed d LEFT JOIN lot USING (lot_id)
     WHERE d.org_id = $1 AND d.robot_id = $2 ORDER BY d.number DESC LIMIT ${deedMax}`,
    [organisationId, robotId],
  );

export interface NewOrder {
  readonly robotId: string;
  readonly organisationId: string;
  readonly userId: string;
  readonly strategy: RobotItem['strategy'];
  readonly currency: string;
  readonly leadMs: number | null;
  readonly stepCount: number;
  readonly winCount: number;
  readonly budget: number | null;
  readonly lots: readonly { readonly lotId: string; readonly cap: number }[];
  readonly createdAt: number;
}

/** A robot that is over holds its lots no longer. */
const releaseOver = `
  UPDATE robot_lot l SET is_active = false FROM robot_state s
  WHERE l.is_active AND l.organisation_id = $1 AND s.robot_id = l.robot_id AND s.is_over = 1`;

/** @returns the lot another robot of the organisation is on already; undefined: the order is kept */
export async function keepOrder(
  tx: Statements,
  order: NewOrder,
  ways: ReadonlyMap<string, Way>,
): Promise<string | undefined> {
  const { robotId, organisationId, userId, strategy, currency, leadMs, lots } = order;
  await tx.query(releaseOver, [organisationId]);
  await tx.query(
    `INSERT INTO robot (id, organisation_id, user_id, strategy, currency, lead_ms, step_count,
       win_count, budget_minor, wish, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'RUN', $10)`,
    [
      robotId,
      organisationId,
      userId,
      strategy,
      currency,
      leadMs,
      order.stepCount,
      order.winCount,
      order.budget,
      order.createdAt,
    ],
  );
  for (const [priority, { lotId, cap }] of lots.entries()) {
    const kept = await tx.query(
      `INSERT INTO robot_lot (robot_id, organisation_id, lot_id, cap_minor, priority, way)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING 1`,
      [robotId, organisationId, lotId, cap, priority, ways.get(lotId) ?? null],
    );
    if (kept.length === 0) return lotId;
  }
  return undefined;
}

/** Stops robots, all of the organisation or one. @returns their ids */
export async function stopRobots(
  tx: Statements,
  organisationId: string,
  robotId: string | null,
): Promise<string[]> {
  await tx.query(releaseOver, [organisationId]);
  const rows = await tx.query<{ id: string }>(
    `UPDATE robot r SET wish = 'STOP', revision = revision + 1
     WHERE r.organisation_id = $1 AND ($2::text IS NULL OR r.id = $2) AND r.wish <> 'STOP'
       AND EXISTS (SELECT FROM robot_lot l WHERE l.robot_id = r.id AND l.is_active)
     RETURNING r.id`,
    [organisationId, robotId],
  );
  const ids = rows.map(({ id }) => id);
  await tx.query('UPDATE robot_lot SET is_active = false WHERE robot_id = ANY($1)', [ids]);
  return ids;
}

export interface OrderChange {
  readonly wish: RobotItem['wish'] | null;
  readonly winCount: number | null;
  readonly budget: number | null;
  readonly stepCount: number | null;
  readonly leadMs: number | null;
  readonly lots: readonly { readonly lotId: string; readonly cap: number }[];
}

export async function changeOrder(
  tx: Statements,
  robotId: string,
  { wish, winCount, budget, stepCount, leadMs, lots }: OrderChange,
): Promise<void> {
  for (const { lotId, cap } of lots) {
    await tx.query('UPDATE robot_lot SET cap_minor = $3 WHERE robot_id = $1 AND lot_id = $2', [
      robotId,
      lotId,
      cap,
    ]);
  }
  await tx.query(
    `UPDATE robot SET wish = coalesce($2, wish), win_count = coalesce($3, win_count),
       budget_minor = coalesce($4, budget_minor), step_count = coalesce($5, step_count),
       lead_ms = coalesce($6, lead_ms), revision = revision + 1 WHERE id = $1`,
    [robotId, wish, winCount, budget, stepCount, leadMs],
  );
}

export async function areRobotsHalted(tx: Statements): Promise<boolean> {
  const [row] = await tx.query<{ halted: boolean }>('SELECT is_thrown AS halted FROM robot_switch');
  return row?.halted ?? false;
}
