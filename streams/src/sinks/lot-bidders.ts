/**
 * Which organisations bid on which lots, without any amount: whom gateways tell what happens to a
 * lot. Written beside the letters (own lots) and the placements (lots of other sites).
 */
import type pg from 'pg';
import { upsert, type Table } from './postgres-rows.ts';

export interface LotBidder {
  readonly orgId: string;
  readonly lotId: string;
  /** Of its last word about the lot, epoch ms. */
  readonly at: number;
}

const table: Table<LotBidder> = {
  name: 'lot_bidder',
  key: ['org_id', 'lot_id'],
  columns: [
    { name: 'org_id', type: 'text', value: ({ orgId }) => orgId },
    { name: 'lot_id', type: 'text', value: ({ lotId }) => lotId },
    { name: 'last_at', type: 'bigint', value: ({ at }) => at },
  ],
  // The latest of all, in whichever order and how often they come.
  replaceWhen: 'lot_bidder.last_at < excluded.last_at',
};

/** The latest of each organisation and lot, in an order that two owners share. */
export function latestBidders(bidders: Iterable<LotBidder>): LotBidder[] {
  const latest = new Map<string, LotBidder>();
  for (const bidder of bidders) {
    const key = JSON.stringify([bidder.orgId, bidder.lotId]);
    const known = latest.get(key);
    if (!known || known.at < bidder.at) latest.set(key, bidder);
  }
  return [...latest.keys()].sort().flatMap((key) => latest.get(key) ?? []);
}

/** Lots that have left the board concern nobody any more. */
export async function forgetBidders(
  client: pg.ClientBase,
  lotIds: readonly string[],
): Promise<void> {
  if (lotIds.length === 0) return;
  await client.query('DELETE FROM lot_bidder WHERE lot_id = ANY($1::text[])', [lotIds]);
}

export const keepBidders = (client: pg.ClientBase, bidders: Iterable<LotBidder>): Promise<void> =>
  upsert(client, table, latestBidders(bidders));
