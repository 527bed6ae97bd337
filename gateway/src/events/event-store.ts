/** Events of an organisation from the letters that are kept for good (sinks' table `letter`). */
import type { Notice } from '@auction/avro/records';
import type { OwnEventItem } from '../events-contract.ts';
import type { Postgres } from '../postgres.ts';
import { letterId, noticeKinds } from './own-event.ts';
import type { Side } from './own-event.ts';

/** Place in the order of the list: instant, lot, number of the letter. */
export interface After {
  readonly at: number;
  readonly lotId: string;
  readonly number: number;
}

type Row = {
  readonly lot_id: string;
  readonly number: number;
  readonly command_id: string | null;
  readonly at: number;
  readonly result: string | null;
  readonly position: string | null;
  readonly code: string | null;
  readonly own_max_minor: number | null;
  readonly notice: Notice['kind'] | null;
  readonly amount_minor: number | null;
};

export const eventPageMax = 500;

/** @param text `<at>` or `next` of a page @returns undefined when it is neither */
export function readAfter(text: string): After | undefined {
  const [, at, lotId = '', number = '0'] =
    /^(\d{1,15})(?:\.([a-zA-Z0-9_-]{1,32})\.(\d{1,9}))?$/.exec(text) ?? [];
  return at === undefined ? undefined : { at: Number(at), lotId, number: Number(number) };
}

/**
 * @param sides whose letters the asker may read
 * @returns oldest first, and where the next page begins. @throws StoreAway
 */
export async function readEvents(
  postgres: Postgres,
  organisationId: string,
  after: After,
  sides: readonly Side[],
): Promise<{ readonly events: OwnEventItem[]; readonly next: string | null }> {
  const rows = await postgres.transaction({ organisationId }, (tx) =>
    tx.query<Row>(
      `SELECT lot_id, number, command_id, at, result, position, code, own_max_minor, notice, amount_minor
       FROM letter
       WHERE to_org = $1 AND (at, lot_id, number) > ($2, $3, $4)
         AND CASE WHEN notice = 'SOLD' THEN 'SELLING' ELSE 'BUYING' END = ANY($5)
       ORDER BY at, lot_id, number LIMIT ${eventPageMax}`,
      [organisationId, after.at, after.lotId, after.number, sides],
    ),
  );
  const last = rows.length === eventPageMax ? rows.at(-1) : undefined;
  return {
    events: rows.map(toEvent),
    next: last ? `${last.at}.${last.lot_id}.${last.number}` : null,
  };
}

function toEvent(row: Row): OwnEventItem {
  const { lot_id: lot, number, at, notice } = row;
  const kind = notice === null ? 'bid' : noticeKinds[notice].kind;
  const facts = {
    commandId: row.command_id,
    outcome: row.result,
    position: row.position,
    reason: row.code,
    ownMax: row.own_max_minor,
    notice,
    amount: row.amount_minor,
  };
  const data = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null));
  return { id: letterId(lot, number), kind, lot, at, data };
}
