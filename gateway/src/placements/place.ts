/** One wish about a lot of another site: looked at, sent, told to the audit without amounts, answered. */
import { createHash, randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { placementCommand } from '@auction/avro/placement-command';
import type { PlacementCommand, PlacementOrder } from '@auction/avro/records';
import { requireOrganisation, requirePrincipal } from '../accounts/principal.ts';
import { audit } from '../audit/audit-outbox.ts';
import type { AuditAction } from '../audit/audit-outbox.ts';
import type { IdempotencyKey } from '../bids/idempotency-key.ts';
import { noSuchLot } from '../lots/lot-routes.ts';
import type { PlacementRefused, PlacementTaken } from '../placements-contract.ts';
import type { PlacementWorld } from './placement-routes.ts';
import type { ExternalLot } from './placement-store.ts';
import { connectedSites } from './site-accounts.ts';

type Reason = PlacementRefused['reason'];

/** @throws Refusal NO_SUCH_LOT; StoreAway */
export async function externalLot({ store }: PlacementWorld, id: string): Promise<ExternalLot> {
  const lot = await store.lot(id);
  if (lot) return lot;
  throw noSuchLot(id);
}

/** @returns why nothing can be placed from here; null: it can. @throws StoreAway */
export async function refusalOf(
  { postgres, sites }: PlacementWorld,
  request: FastifyRequest,
  lot: ExternalLot,
  currency: string,
): Promise<Reason | null> {
  if (lot.isOwn) return 'OWN_LOT';
  if (!sites.includes(lot.site)) return 'NO_BID_API';
  if (lot.isOver) return 'ENDED';
  if (lot.currency !== currency) return 'CURRENCY';
  const connected = await connectedSites(postgres, requireOrganisation(request));
  return connected.includes(lot.site) ? null : 'NOT_CONNECTED';
}

/** The same key of the same organisation and lot names the same order. */
export function orderOf(
  request: FastifyRequest,
  lotId: string,
  { clientId, clientSeq }: IdempotencyKey,
  wanted: Pick<PlacementOrder, 'maxMinor' | 'currency' | 'orderedAt'>,
): PlacementOrder {
  const { id: userId, kind } = requirePrincipal(request);
  const name = JSON.stringify([requireOrganisation(request), lotId, clientId, clientSeq]);
  const orderId = createHash('sha256').update(name).digest('hex').slice(0, 24);
  return { orderId, userId, via: kind === 'TOKEN' ? 'API' : 'HAND', ...wanted };
}

type Said = Pick<PlacementCommand, 'kind'> & Partial<PlacementCommand>;

export const commandOf = (
  kind: 'ORDER' | 'ASSIST',
  order: PlacementOrder,
  { site, siteListingId, link, endsAt }: ExternalLot,
): Said => ({ kind, order: { order, site, siteListingId, link, endsAt } });

/** @throws StoreAway */
export async function send(
  { write, now }: PlacementWorld,
  request: FastifyRequest,
  lotId: string,
  said: Said,
): Promise<void> {
  const of = { orgId: requireOrganisation(request), lotId, at: now() };
  await write(placementCommand({ commandId: randomUUID(), ...of, ...said }));
}

export const tell = (
  { postgres, now }: PlacementWorld,
  request: FastifyRequest,
  action: AuditAction,
  lotId: string,
  refusal: string | null,
): Promise<void> =>
  postgres.transaction({ organisationId: requireOrganisation(request) }, (tx) => {
    const entry = { action, target: `lot/${lotId}` };
    return audit(tx, request, refusal === null ? entry : { ...entry, refusal }, now());
  });

/** Nothing is sent. */
export async function refuse(
  world: PlacementWorld,
  request: FastifyRequest,
  reply: FastifyReply,
  action: AuditAction,
  { id, lot, reason }: { id: string; lot: ExternalLot; reason: Reason },
): Promise<PlacementRefused> {
  await tell(world, request, action, id, reason);
  reply.header('cache-control', 'no-store');
  return { outcome: 'REJECTED', reason, link: lot.link };
}

/**
 * Sends a wish and waits a moment for the placement to show it.
 * @param version of the placement before; a wish without an order shows as a newer one
 */
export async function take(
  world: PlacementWorld,
  request: FastifyRequest,
  reply: FastifyReply,
  action: AuditAction,
  lotId: string,
  said: Said,
  version = 0,
): Promise<PlacementTaken> {
  await send(world, request, lotId, said);
  await tell(world, request, action, lotId, null);
  const organisationId = requireOrganisation(request);
  const orderId = said.order?.order.orderId;
  const placement = await world.store.awaited(organisationId, lotId, (doc) =>
    orderId === undefined ? doc.version > version : doc.seen.includes(orderId),
  );
  reply.code(202).header('cache-control', 'no-store');
  return { orderId: orderId ?? '', placement };
}
