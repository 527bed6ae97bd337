/** Limits in Postgres, and what a command of an organisation is up against. */
import type { OrganisationLimits as LimitsRecord } from '@auction/avro/records';
import type { OrganisationLimits, OwnLimits, UserLimit } from '../limits-contract.ts';
import type { Postgres, Statements } from '../postgres.ts';

type Row<T> = T & { [column: string]: unknown };

/** What stands between a command and its lot. */
export interface Bounds {
  /** The organisation has a limit: the limiter looks at the command first. */
  readonly isLimited: boolean;
  /** ISO 4217 code of the lot; null: there is no public lot of this id. */
  readonly currency: string | null;
  /** The seller's newest counter-offer to the organisation, minor units. */
  readonly counterMinor: number | null;
  /** What the user may bind the organisation to alone, one a currency; null: anything. */
  readonly userLimits: readonly UserBound[] | null;
}

export interface UserBound {
  readonly amountMinor: number;
  readonly currency: string;
}

const boundsSql = `
  SELECT EXISTS (SELECT FROM organisation_limit WHERE organisation_id = $1
      AND (credit_minor IS NOT NULL OR lots_led_max IS NOT NULL)) AS "isLimited",
    (SELECT currency FROM lot WHERE lot_id = $3) AS currency,
    (SELECT amount_minor FROM letter WHERE to_org = $1 AND lot_id = $3 AND notice = 'COUNTER_OFFERED'
      ORDER BY number DESC LIMIT 1) AS "counterMinor",
    CASE WHEN own.user_id IS NOT NULL THEN own.further ||
      jsonb_build_object('currency', own.currency, 'amountMinor', own.amount_minor) END AS "userLimits"
  FROM (SELECT) AS nothing LEFT JOIN user_limit own ON own.user_id = $2`;

/** @param userId null: a program, which has no limit of its own. @throws StoreAway */
export async function boundsOf(
  postgres: Postgres,
  organisationId: string,
  userId: string | null,
  lotId: string,
): Promise<Bounds> {
  const [row] = await postgres.transaction({ organisationId }, (tx) =>
    tx.query<Row<Bounds>>(boundsSql, [organisationId, userId, lotId]),
  );
  if (!row) throw new Error('a statement without FROM gave no row');
  return row;
}

const limitColumns = `credit_minor AS credit, currency, lots_led_max AS "lotsLedMax",
  (SELECT coalesce(json_agg(json_build_object('currency', one->>'currency',
      'credit', (one->>'creditMinor')::bigint)), '[]') FROM jsonb_array_elements(further) AS one) AS further`;
const noLimits: OrganisationLimits = {
  ...{ credit: null, currency: null, lotsLedMax: null },
  further: [],
};

/** @returns the organisation's limits, as set by the platform */
export async function limitsOf(tx: Statements, organisationId: string) {
  const [row] = await tx.query<Row<OrganisationLimits>>(
    `SELECT ${limitColumns} FROM organisation_limit WHERE organisation_id = $1`,
    [organisationId],
  );
  return row ?? noLimits;
}

/** In the platform's scope. @param nowMs epoch ms */
export async function setLimits(
  tx: Statements,
  organisationId: string,
  { credit, currency, lotsLedMax, further }: OrganisationLimits,
  nowMs: number,
): Promise<void> {
  const kept = further.map((one) => ({ currency: one.currency, creditMinor: one.credit }));
  await tx.query(
    `INSERT INTO organisation_limit AS held
       (organisation_id, credit_minor, currency, lots_led_max, version, set_at, further)
     VALUES ($1, $2, $3, $4, 1, $5, $6)
     ON CONFLICT (organisation_id) DO UPDATE SET credit_minor = $2, currency = $3, lots_led_max = $4,
       version = held.version + 1, set_at = $5, further = $6`,
    [organisationId, credit, currency, lotsLedMax, nowMs, JSON.stringify(kept)],
  );
}

/** @param userId null: all users; otherwise the own one. @throws StoreAway */
export async function ownLimits(
  postgres: Postgres,
  organisationId: string,
  userId: string | null,
): Promise<OwnLimits> {
  return postgres.transaction({ organisationId }, async (tx) => {
    const limits = await limitsOf(tx, organisationId);
    const [bound] = await tx.query<Row<Pick<OwnLimits, 'exposure' | 'exposures' | 'lotsLed'>>>(
      `SELECT exposure_minor AS exposure, lots_led AS "lotsLed",
         (SELECT coalesce(json_agg(json_build_object('currency', one->>'currency',
             'exposure', (one->>'exposureMinor')::bigint)), '[]')
           FROM jsonb_array_elements(exposures) AS one) AS exposures
       FROM exposure WHERE org_id = $1`,
      [organisationId],
    );
    const users = await tx.query<Row<UserLimit>>(
      `SELECT user_id AS "userId", amount_minor AS amount, currency,
         (SELECT coalesce(json_agg(json_build_object('currency', one->>'currency',
             'amount', (one->>'amountMinor')::bigint)), '[]')
           FROM jsonb_array_elements(further) AS one) AS further
       FROM user_limit WHERE organisation_id = $1 AND ($2::text IS NULL OR user_id = $2) ORDER BY user_id`,
      [organisationId, userId],
    );
    const { exposure, exposures, lotsLed } = bound ?? { exposure: 0, exposures: [], lotsLed: 0 };
    return { ...limits, exposure, exposures, lotsLed, users };
  });
}

/** @returns false when the organisation has no such user */
export async function setUserLimit(
  tx: Statements,
  organisationId: string,
  { userId, amount, currency, further }: UserLimit,
  nowMs: number,
): Promise<boolean> {
  const [user] = await tx.query('SELECT 1 FROM app_user WHERE id = $1 AND organisation_id = $2', [
    userId,
    organisationId,
  ]);
  if (!user) return false;
  if (amount === null) await tx.query('DELETE FROM user_limit WHERE user_id = $1', [userId]);
  else {
    const kept = further.map((one) => ({ currency: one.currency, amountMinor: one.amount }));
    await tx.query(
      `INSERT INTO user_limit (user_id, organisation_id, amount_minor, currency, set_at, further)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (user_id) DO UPDATE SET amount_minor = $3, currency = $4, set_at = $5, further = $6`,
      [userId, organisationId, amount, currency, nowMs, JSON.stringify(kept)],
    );
  }
  return true;
}

export interface LimitsToSend extends LimitsRecord {
  readonly organisationId: string;
}

/**
 * Tells the limiter what it has not been told, a row at a time and in one gateway at a time.
 * @param send resolves when the record is written for good
 * @returns whether there was anything. @throws StoreAway, and whatever `send` throws
 */
export async function relayLimits(
  postgres: Postgres,
  send: (limits: LimitsToSend) => Promise<void>,
): Promise<boolean> {
  return postgres.transaction('accounts', async (tx) => {
    const [row] = await tx.query<Row<LimitsToSend>>(
      `SELECT organisation_id AS "organisationId", version, credit_minor AS "creditMinor", currency,
         lots_led_max AS "lotsLedMax", further
       FROM organisation_limit WHERE sent_version < version LIMIT 1 FOR UPDATE SKIP LOCKED`,
    );
    if (!row) return false;
    await send(row);
    await tx.query('UPDATE organisation_limit SET sent_version = $2 WHERE organisation_id = $1', [
      row.organisationId,
      row.version,
    ]);
    return true;
  });
}
