/**
 * Makes alerts. Every gateway does, of what it hears itself; an alert's id says what it is about, so
 * whoever comes second makes none. Rows are written across tenants, each with its person's own.
 */
import type { LotOutcome } from '@auction/avro/records';
import type { BoardRow } from '../board-columns.ts';
import type { Postgres, Statements } from '../postgres.ts';
import { followersSql } from '../watch/lot-followers.ts';

/** Letters that come while the database is away wait here; older ones are found again at a start. */
const waitingMax = 10_000;
const keptMs = 90 * 86_400_000;
/** A start looks so far back for letters nobody was there to hear. */
const lookBackMs = 3_600_000;
const reserveNotMet = 1;
const reserveMet = 2;

interface BidNotice {
  readonly kind: 'OUTBID' | 'WON';
  readonly organisationId: string;
  readonly lotId: string;
  readonly number: number;
}

/** Of somebody's choice, or what is usual (alert-store.ts). */
const wants = (column: string) => `coalesce(s.${column}, true)`;

/** One unread alert a lot says enough: the next comes when the last was read. */
const makeOutbid = `
  INSERT INTO alert (id, user_id, organisation_id, kind, lot_id, title, data, made_at)
  SELECT lower($1) || ':' || u.id || ':' || $3 || ':' || $4, u.id, u.organisation_id, $1, $3,
    coalesce(l.title, $3), '{}', $5
  FROM app_user u LEFT JOIN alert_setting s ON s.user_id = u.id LEFT JOIN lot l ON l.lot_id = $3
  WHERE u.organisation_id = $2 AND 'BUYER' = ANY(u.roles) AND u.disabled_at IS NULL
    AND CASE $1 WHEN 'WON' THEN ${wants('won')} ELSE ${wants('outbid')} END
    AND NOT EXISTS (SELECT FROM alert a WHERE a.user_id = u.id AND a.lot_id = $3 AND a.kind = $1
      AND a.read_at IS NULL)
  ON CONFLICT (id) DO NOTHING`;

const makeReserveMet = `
  INSERT INTO alert (id, user_id, organisation_id, kind, lot_id, title, data, made_at)
  SELECT 'reserve:' || f.user_id || ':' || f.lot_id, f.user_id, f.organisation_id, 'RESERVE_MET',
    f.lot_id, f.title, '{}', $2
  FROM (${followersSql('l.lot_id = $1', '$2')}) AS f
    JOIN app_user u ON u.id = f.user_id AND u.disabled_at IS NULL
    LEFT JOIN alert_setting s ON s.user_id = f.user_id
  WHERE ${wants('reserve')}
  ON CONFLICT (id) DO NOTHING`;

/** The earliest anybody may choose is a day before the end (AlertSettings). */
const endsSoon = `l.status = 'OPEN' AND l.ends_at_precision IN ('MINUTE', 'MS')
  AND l.ends_at > $1 AND l.ends_at <= $1::bigint + 86400000`;

/**
 * Lots whose chosen time before the end has come. After an extension it comes again, but only when
 * the end has moved by at least that time: a soft close of seconds is on the screen already.
 */
const makeEnding = `
  INSERT INTO alert (id, user_id, organisation_id, kind, lot_id, title, data, made_at)
  SELECT 'ending:' || f.user_id || ':' || f.lot_id || ':' || f.ends_at, f.user_id,
    f.organisation_id, 'ENDING', f.lot_id, f.title, json_build_object('endsAt', f.ends_at), $1
  FROM (${followersSql(endsSoon, '$1')}) AS f
    JOIN app_user u ON u.id = f.user_id AND u.disabled_at IS NULL
    LEFT JOIN alert_setting s ON s.user_id = f.user_id
  WHERE f.ends_at - coalesce(s.ending_ms, 600000) <= $1 AND ${wants('ending')}
    AND NOT EXISTS (SELECT FROM alert a WHERE a.user_id = f.user_id AND a.lot_id = f.lot_id
      AND a.kind = 'ENDING'
      AND (a.data->>'endsAt')::bigint > f.ends_at - coalesce(s.ending_ms, 600000))
  ON CONFLICT (id) DO NOTHING`;

/** Robots' owners on lots where people bid: the moment has come. Only the robot switches it off. */
const makeTimeToBid = `
  INSERT INTO alert (id, user_id, organisation_id, kind, lot_id, title, data, made_at)
  SELECT 'time:' || r.id || ':' || d.number, r.user_id, r.organisation_id, 'TIME_TO_BID', d.lot_id,
    coalesce(l.title, d.lot_id), json_build_object('endsAt', l.ends_at, 'link', l.summary->>'url'), $1
  FROM robot_deed d JOIN robot r ON r.id = d.robot_id AND r.organisation_id = d.org_id
    JOIN app_user u ON u.id = r.user_id AND u.disabled_at IS NULL
    LEFT JOIN lot l ON l.lot_id = d.lot_id
  WHERE d.kind = 'TIME_TO_BID' AND d.at > $1::bigint - ${lookBackMs}
  ON CONFLICT (id) DO NOTHING`;

const findLetters = `
  SELECT notice AS kind, to_org AS "organisationId", lot_id AS "lotId", number FROM letter
  WHERE notice IN ('OUTBID', 'WON') AND to_org = $1 AND at > $2`;

export class AlertMaker {
  readonly #postgres: Postgres;
  readonly #now: () => number;
  #notices: BidNotice[] = [];
  readonly #reserves = new Set<string>();

  constructor(postgres: Postgres, now: () => number) {
    this.#postgres = postgres;
    this.#now = now;
  }

  /** A letter has come. */
  hear({ toOrg, lotId, number, notice }: LotOutcome): void {
    const kind = notice?.kind;
    if (kind !== 'OUTBID' && kind !== 'WON') return;
    if (this.#notices.length >= waitingMax) return;
    this.#notices.push({ kind, organisationId: toOrg, lotId, number });
  }

  /** A row of the board has changed. */
  see(row: BoardRow, was: BoardRow | undefined): void {
    if (was?.reserve === reserveNotMet && row.reserve === reserveMet) this.#reserves.add(row.id);
  }

  /** Makes the alerts of what was heard and seen. @throws StoreAway: it stays for the next time */
  async make(): Promise<void> {
    const notices = this.#notices;
    const reserves = [...this.#reserves];
    if (notices.length + reserves.length === 0) return;
    await this.#postgres.transaction('accounts', async (tx) => {
      for (const notice of notices) await this.#tell(tx, notice);
      for (const lotId of reserves) await tx.query(makeReserveMet, [lotId, this.#now()]);
    });
    this.#notices = this.#notices.slice(notices.length);
    for (const lotId of reserves) this.#reserves.delete(lotId);
  }

  /** Alerts that go by the clock. @throws StoreAway */
  async makeEnding(): Promise<void> {
    await this.#postgres.transaction('accounts', async (tx) => {
      await tx.query(makeEnding, [this.#now()]);
      await tx.query(makeTimeToBid, [this.#now()]);
    });
  }

  /** Forgets what is long past. @throws StoreAway */
  async tidy(): Promise<void> {
    await this.#postgres.transaction('accounts', (tx) =>
      tx.query('DELETE FROM alert WHERE made_at < $1', [this.#now() - keptMs]),
    );
  }

  /** Letters of the last hour, which no gateway may have heard. @throws StoreAway */
  async lookBack(): Promise<void> {
    const since = this.#now() - lookBackMs;
    const organisations = await this.#postgres.transaction('accounts', (tx) =>
      tx.query<{ id: string }>('SELECT id FROM organisation WHERE disabled_at IS NULL'),
    );
    for (const { id } of organisations) {
      const missed = await this.#postgres.transaction({ organisationId: id }, (tx) =>
        tx.query<BidNotice & { [column: string]: unknown }>(findLetters, [id, since]),
      );
      if (missed.length === 0) continue;
      await this.#postgres.transaction('accounts', async (tx) => {
        for (const notice of missed) await this.#tell(tx, notice);
      });
    }
  }

  async #tell(tx: Statements, { kind, organisationId, lotId, number }: BidNotice): Promise<void> {
    await tx.query(makeOutbid, [kind, organisationId, lotId, number, this.#now()]);
  }
}
