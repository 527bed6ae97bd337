/** A `sub` message -> what is to be shown and how; or why not. */
import { fullColumns, siteColumns } from '../board-columns.ts';
import type { SubMessage } from '../board-protocol.ts';
import type { Board } from './board.ts';
import type { ChannelRequest } from './channel.ts';
import { decodeCursor } from './cursor.ts';
import type { WindowMs } from './lane.ts';
import { parseFilter } from './lot-filter.ts';
import type { LotFilter } from './lot-filter.ts';

export interface Subscription {
  /** Equal for all who can share frames: table, filter, columns. Everybody may see everything yet. */
  readonly key: string;
  readonly what:
    | { readonly table: 'lots'; readonly filter: LotFilter; readonly columns: 'full' | 'compact' }
    | { readonly table: 'sites' };
  readonly request: ChannelRequest;
}

export type ReadSubscription =
  | { readonly ok: true; readonly subscription: Subscription }
  | { readonly ok: false; readonly detail: string };

export function readSubscription(message: SubMessage, board: Board): ReadSubscription {
  const { topic } = message;
  if (topic === 'runlist') return { ok: false, detail: 'run lists are not served yet' };
  const columns: readonly string[] = topic === 'sites' ? siteColumns : fullColumns;
  if (message.order && !columns.includes(message.order[0])) {
    return { ok: false, detail: `order: there is no column ${message.order[0]}` };
  }
  const request = requestOf(message, board);
  if (topic === 'sites') {
    if (message.filter !== undefined) return { ok: false, detail: 'topic sites takes no filter' };
    return { ok: true, subscription: { key: 'sites', what: { table: 'sites' }, request } };
  }
  const parsed = parseFilter(message.filter);
  if (!parsed.ok) return parsed;
  const { filter } = parsed;
  if (topic === 'lot' && filter.lots === undefined) {
    return { ok: false, detail: 'topic lot needs filter.lots' };
  }
  const cols = message.cols ?? 'full';
  const what = { table: 'lots', filter, columns: cols } as const;
  return { ok: true, subscription: { key: `lots ${cols} ${filter.key}`, what, request } };
}

function requestOf({ sub, order, maxHz, resume }: SubMessage, board: Board): ChannelRequest {
  const isOurs = resume !== undefined && resume.epoch === board.epoch;
  const cursor = isOurs ? decodeCursor(resume.cur, board.position.offsets.length) : undefined;
  return { sub, order, windowMs: windowOf(maxHz), cursor };
}

/** The slowest pace that is not faster than asked; 4 Hz where nothing is asked. */
function windowOf(maxHz = 4): WindowMs {
  if (maxHz >= 4) return 250;
  if (maxHz >= 2) return 500;
  return maxHz >= 1 ? 1_000 : 2_000;
}
