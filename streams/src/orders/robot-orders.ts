/**
 * Orders of strategy robots, from the tables the gateway writes. A change is told by a notification of
 * the database; every few seconds all orders are read again, should one have been missed.
 */
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { RobotLot, RobotOrder, RobotWish, Strategy } from '../domain/robots/robot.ts';
import type { FollowOrders, OrderNews } from '../pipeline/run-robots.ts';
import type { ServerClock } from '../runtime/server-clock.ts';

const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, Number);

const allEveryMs = 3_000;
const retryMs = 1_000;
const answerWithinMs = 5_000;
/** As the trigger of the gateway's tables says it: a robot's id, or everything. */
const channel = 'robot_changed';
const everything = '*';

/** How a lot of another site stands, with the organisation's placement there; null: an own lot. */
const elsewhere = `CASE WHEN x.lot_id IS NOT NULL THEN json_build_object('way', l.way,
    'sight', json_build_object('seq', x.version, 'status', x.status, 'currency', x.currency,
      'priceMinor', x.price_minor, 'askMinor', x.ask_minor, 'endsAt', x.ends_at,
      'endsAtPrecision', x.ends_at_precision, 'incTable', null, 'granularityMinor', null),
    'listing', json_build_object('site', x.site, 'siteListingId', x.site_listing_id,
      'link', x.summary->>'url'),
    'placed', p.doc) END`;

/**
 * Robots that are over and have nothing under way are left out. A robot bids in somebody's name: who may
 * not bid any more, or is gone, halts it.
 */
const statement = `
  SELECT r.id, r.organisation_id, r.user_id, r.revision, r.wish, r.strategy, r.currency, r.lead_ms,
    r.step_count, r.win_count, r.budget_minor,
    coalesce((SELECT is_thrown FROM robot_switch), false) OR o.disabled_at IS NOT NULL
      OR NOT (EXISTS (SELECT FROM app_user u WHERE u.id = r.user_id AND u.disabled_at IS NULL
          AND 'BUYER' = ANY(u.roles))
        OR EXISTS (SELECT FROM api_token t WHERE t.id = r.user_id AND t.revoked_at IS NULL))
      AS is_halted,
    EXISTS (SELECT FROM organisation_limit m WHERE m.organisation_id = r.organisation_id
      AND (m.credit_minor IS NOT NULL OR m.lots_led_max IS NOT NULL)) AS is_limited,
    (SELECT CASE WHEN u.currency = r.currency THEN u.amount_minor
        ELSE coalesce((SELECT (one->>'amountMinor')::bigint FROM jsonb_array_elements(u.further) AS one
          WHERE one->>'currency' = r.currency), 0) END
      FROM user_limit u WHERE u.user_id = r.user_id) AS user_limit_minor,
    (SELECT json_agg(json_build_object('lotId', l.lot_id, 'capMinor', l.cap_minor,
        'priority', l.priority, 'elsewhere', ${elsewhere}) ORDER BY l.priority)
      FROM robot_lot l LEFT JOIN lot x ON x.lot_id = l.lot_id AND l.way IS NOT NULL
        LEFT JOIN placement p ON p.org_id = l.organisation_id AND p.lot_id = x.lot_id
      WHERE l.robot_id = r.id) AS lots
  FROM robot r JOIN organisation o ON o.id = r.organisation_id
    LEFT JOIN robot_state s ON s.robot_id = r.id
  WHERE s.is_settled IS DISTINCT FROM 1 AND ($1::text IS NULL OR r.id = $1)
  ORDER BY r.id`;

interface Row {
  readonly id: string;
  readonly organisation_id: string;
  readonly user_id: string;
  readonly revision: number;
  readonly wish: RobotWish;
  readonly strategy: Strategy;
  readonly currency: string;
  readonly lead_ms: number | null;
  readonly step_count: number;
  readonly win_count: number;
  readonly budget_minor: number | null;
  readonly is_halted: boolean;
  readonly is_limited: boolean;
  /** null: it may bind its organisation to anything. */
  readonly user_limit_minor: number | null;
  readonly lots: readonly RobotLot[] | null;
}

const orderOf = (row: Row): RobotOrder => ({
  robotId: row.id,
  orgId: row.organisation_id,
  userId: row.user_id,
  revision: row.revision,
  wish: row.wish,
  isHalted: row.is_halted,
  isLimited: row.is_limited,
  strategy: row.strategy,
  currency: row.currency,
  leadMs: row.lead_ms,
  stepCount: row.step_count,
  winCount: row.win_count,
  budgetMinor: row.budget_minor,
  lots: (row.lots ?? []).map((lot) => ({
    ...lot,
    capMinor: Math.min(lot.capMinor, row.user_limit_minor ?? lot.capMinor),
  })),
});

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));

class OrderReader {
  readonly #url: string;
  readonly #clock: ServerClock;
  readonly #hostNow: () => number;
  readonly #tell: (news: OrderNews) => void;
  readonly #stopping = new AbortController();
  #client: pg.Client | undefined;
  /** Told, and not read yet. */
  readonly #changed = new Set<string>();
  #ring: () => void = () => undefined;

  constructor(
    url: string,
    clock: ServerClock,
    hostNow: () => number,
    tell: (news: OrderNews) => void,
  ) {
    this.#url = url;
    this.#clock = clock;
    this.#hostNow = hostNow;
    this.#tell = tell;
  }

  async follow(onTrouble: (error: Error) => void): Promise<void> {
    const { signal } = this.#stopping;
    while (!this.#hasToStop()) {
      try {
        this.#changed.add(everything);
        await this.#listen();
      } catch (error) {
        if (!this.#hasToStop()) onTrouble(asError(error));
      }
      await this.#disconnect();
      await delay(retryMs, undefined, { signal }).catch(() => undefined);
    }
  }

  // TypeScript narrows the signal's state across awaits; a call does not.
  #hasToStop(): boolean {
    return this.#stopping.signal.aborted;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#ring();
    await this.#disconnect();
  }

  async #disconnect(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }

  /** Reads what has changed until the connection is lost. */
  async #listen(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'run-robots',
      types,
      connectionTimeoutMillis: answerWithinMs,
      query_timeout: answerWithinMs,
      keepAlive: true,
    });
    let lost: Error | undefined;
    client.on('error', (error) => {
      lost = error;
      this.#ring();
    });
    client.on('notification', ({ payload }) => {
      this.#changed.add(payload === undefined || payload === '' ? everything : payload);
      this.#ring();
    });
    this.#client = client;
    await client.connect();
    await client.query(`SELECT set_config('app.scope', 'platform', false); LISTEN ${channel}`);
    while (!this.#hasToStop()) {
      if (lost !== undefined) throw lost;
      const rung = Promise.withResolvers<undefined>();
      this.#ring = () => rung.resolve(undefined);
      if (this.#changed.size > 0) await this.#read(client);
      if (this.#changed.size > 0) continue;
      const timer = setTimeout(() => {
        this.#changed.add(everything);
        this.#ring();
      }, allEveryMs);
      await rung.promise;
      clearTimeout(timer);
    }
  }

  async #read(client: pg.Client): Promise<void> {
    const changed = [...this.#changed];
    this.#changed.clear();
    if (changed.includes(everything)) {
      await this.#learnTime(client);
      const { rows } = await client.query<Row>(statement, [null]);
      this.#tell({ orders: rows.map(orderOf), isAll: true });
      return;
    }
    for (const robotId of changed) {
      const { rows } = await client.query<Row>(statement, [robotId]);
      this.#tell({ orders: rows.map(orderOf), isAll: false });
    }
  }

  async #learnTime(client: pg.Client): Promise<void> {
    const askedAt = this.#hostNow();
    const { rows } = await client.query<{ at: number }>(
      'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS at',
    );
    const answeredAt = this.#hostNow();
    if (rows[0] !== undefined) this.#clock.learn(askedAt, rows[0].at, answeredAt);
  }
}

/**
 * @param url of the database, as the owner of its tables
 * @param clock learns the database's time with every reading of all orders
 * @param hostNow epoch ms
 */
export function robotOrders(url: string, clock: ServerClock, hostNow: () => number): FollowOrders {
  return async (tell, onTrouble) => {
    const first = Promise.withResolvers<undefined>();
    const reader = new OrderReader(url, clock, hostNow, (news) => {
      tell(news);
      first.resolve(undefined);
    });
    const following = reader.follow((error) => {
      onTrouble(error);
      first.resolve(undefined); // the robots wait for orders, not for the database
    });
    await first.promise;
    return async () => {
      await reader.stop();
      await following;
    };
  };
}
