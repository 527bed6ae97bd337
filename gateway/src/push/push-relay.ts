/** Brings ordered pushes to their browsers, at least once; the browser shows one alert once by its tag. */
import type { AlertKind } from '../watch-contract.ts';
import type { Postgres, Statements } from '../postgres.ts';
import type { PushTarget, SendPush } from './push-sender.ts';

const attemptMax = 6;
const firstWaitMs = 5_000;
/** An alert that comes later than that is no news. */
const tooLateMs = 3_600_000;

interface Order extends PushTarget {
  readonly [column: string]: unknown;
  readonly alertId: string;
  readonly deviceId: string;
  readonly kind: AlertKind;
  readonly lot: string | null;
  readonly title: string;
  readonly count: number | null;
  readonly madeAt: number;
  readonly attemptCount: number;
}

export interface PushRelayOptions {
  readonly postgres: Postgres;
  readonly send: SendPush;
  /** Epoch ms. */
  readonly now: () => number;
}

const words: Readonly<Record<AlertKind, string>> = {
  OUTBID: 'You are outbid',
  WON: 'You won',
  ENDING: 'Ends soon',
  RESERVE_MET: 'Reserve met',
  SEARCH: 'New match',
  TIME_TO_BID: 'Time to bid at its site',
};

/** What the service worker shows: public facts of the lot, no amounts. */
export function pushPayload({
  alertId,
  kind,
  lot,
  title,
  count,
}: Pick<Order, 'alertId' | 'kind' | 'lot' | 'title' | 'count'>): string {
  const word = count === null ? words[kind] : `${count} new matches`;
  const url = lot === null ? '/alerts' : `/lots/${lot}`;
  return JSON.stringify({ tag: alertId, title: word, body: title, url });
}

/**
 * Sends the next push that is due.
 * @returns false: none is
 * @throws StoreAway, and what `send` throws after the order was put off
 */
export async function relayPush({ postgres, send, now }: PushRelayOptions): Promise<boolean> {
  let failure: { readonly error: unknown } | undefined;
  const isFound = await postgres.transaction('accounts', async (tx) => {
    const order = await nextOrder(tx, now());
    if (!order) return false;
    try {
      const isLate = now() - order.madeAt > tooLateMs;
      const sent = isLate ? 'REFUSED' : await send(order, pushPayload(order));
      if (sent === 'GONE') {
        await tx.query('DELETE FROM push_device WHERE id = $1', [order.deviceId]);
      } else await drop(tx, order);
    } catch (error) {
      // Put off under the same lock: in between another gateway would take it and send it again.
      failure = { error };
      await putOff(tx, order, now());
    }
    return true;
  });
  if (failure) throw failure.error;
  return isFound;
}

async function nextOrder(tx: Statements, nowMs: number): Promise<Order | undefined> {
  const [order] = await tx.query<Order>(
    `SELECT o.alert_id AS "alertId", o.device_id AS "deviceId", o.attempt_count AS "attemptCount",
       d.endpoint, d.p256dh, d.auth, a.kind, a.lot_id AS lot, a.title,
       (a.data->>'count')::int AS count, a.made_at AS "madeAt"
     FROM push_order o JOIN push_device d ON d.id = o.device_id JOIN alert a ON a.id = o.alert_id
     WHERE o.due_at <= $1 ORDER BY o.due_at LIMIT 1 FOR UPDATE OF o SKIP LOCKED`,
    [nowMs],
  );
  return order;
}

const drop = (tx: Statements, { alertId, deviceId }: Order) =>
  tx.query('DELETE FROM push_order WHERE alert_id = $1 AND device_id = $2', [alertId, deviceId]);

async function putOff(tx: Statements, order: Order, nowMs: number): Promise<void> {
  const { alertId, deviceId, attemptCount } = order;
  if (attemptCount + 1 >= attemptMax) {
    await drop(tx, order);
    return;
  }
  await tx.query(
    `UPDATE push_order SET attempt_count = attempt_count + 1, due_at = $3
     WHERE alert_id = $1 AND device_id = $2`,
    [alertId, deviceId, nowMs + firstWaitMs * 2 ** attemptCount],
  );
}
