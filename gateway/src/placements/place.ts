/** One wish about a lot of another site: looked at, sent, told to the audit without amounts, answered. */
import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { placementCommand, placementRoute } from '@auction/avro/placement-command';
import type { PlaceOrder, PlacementCommand, PlacementOrder } from '@auction/avro/records';
import { requireOrganisation, requirePrincipal } from '../accounts/principal.ts';
import { audit } from '../audit/audit-outbox.ts';
import type { AuditAction } from '../audit/audit-outbox.ts';
import type { IdempotencyKey } from '../bids/idempotency-key.ts';
import { noSuchLot } from '../lots/lot-routes.ts';
import type { PlacementRefused, PlacementTaken } from '../placements-contract.ts';
import type { PlacementWorld } from './placement-routes.ts';
import { codeOf, toItem } from './placement-store.ts';
import type { ExternalLot, Row } from './placement-store.ts';
import { orderName } from './order-name.ts';
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
  key: IdempotencyKey,
  wanted: Pick<PlacementOrder, 'maxMinor' | 'currency' | 'orderedAt'>,
): PlacementOrder {
  const { id: userId, kind } = requirePrincipal(request);
  const orderId = orderName(requireOrganisation(request), lotId, key);
  return { orderId, userId, via: kind === 'TOKEN' ? 'API' : 'HAND', ...wanted };
}

type Said = Pick<PlacementCommand, 'kind'> & Partial<PlacementCommand>;

export const commandOf = (
  kind: 'ORDER' | 'ASSIST',
  order: PlacementOrder,
  { site, siteListingId, link, endsAt }: ExternalLot,
  refused: PlaceOrder['refused'] = null,
): Said => ({
  kind,
  order: { order, site, siteListingId, link, endsAt, refused, isLimited: false },
});

/** @param isLimited the limiter looks at it first. @throws StoreAway */
export async function sendFor(
  { write, now }: PlacementWorld,
  orgId: string,
  lotId: string,
  said: Said,
  isLimited = false,
): Promise<void> {
  const of = { orgId, lotId, at: now() };
  const command = placementCommand({ commandId: randomUUID(), ...of, ...said });
  await write(placementRoute(command, isLimited));
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
 * @returns a refusal when the limiter turned it away
 */
export async function take(
  world: PlacementWorld,
  request: FastifyRequest,
  reply: FastifyReply,
  action: AuditAction,
  lotId: string,
  said: Said,
  way: Way = {},
): Promise<PlacementTaken | PlacementRefused> {
  const { row, isOverLimit } = await shown(world, request, lotId, said, way);
  await tell(world, request, action, lotId, isOverLimit ? 'LIMIT' : null);
  reply.header('cache-control', 'no-store');
  if (isOverLimit) return { outcome: 'REJECTED', reason: 'LIMIT', link: row?.doc.link ?? null };
  reply.code(202);
  return { orderId: said.order?.order.orderId ?? '', placement: row ? toItem(row) : null };
}

/** Sends a wish and waits a moment. @returns without a row: the placement does not show it yet */
export async function shown(
  world: PlacementWorld,
  request: FastifyRequest,
  lotId: string,
  said: Said,
  { version = 0, isLimited = false }: Way = {},
): Promise<{ readonly row: Row | undefined; readonly isOverLimit: boolean }> {
  const organisationId = requireOrganisation(request);
  await sendFor(world, organisationId, lotId, said, isLimited);
  const orderId = said.order?.order.orderId;
  const row = await world.store.awaited(organisationId, lotId, (doc) =>
    orderId === undefined ? doc.version > version : doc.seen.includes(orderId),
  );
  const code = row && orderId !== undefined ? codeOf(row.doc, orderId) : null;
  return { row, isOverLimit: code === 'LIMIT' };
}

interface Way {
  /** Of the placement before; a wish without an order shows as a newer one. */
  readonly version?: number;
  /** The limiter looks at it first. */
  readonly isLimited?: boolean;
}
