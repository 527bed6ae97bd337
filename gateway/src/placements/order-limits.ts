/**
 * Orders for lots of other sites under the same limits as bids on our own (bidding.md section 12):
 * what is above a user's own waits for an approver, what binds an organisation goes by the limiter.
 */
import type { FastifyRequest } from 'fastify';
import type { PlacementOrder } from '@auction/avro/records';
import type { Decision } from '../bids-contract.ts';
import type { IdempotencyKey } from '../bids/idempotency-key.ts';
import { isParkedUnder, park } from '../limits/approval-store.ts';
import type { ParkedBid } from '../limits/approval-store.ts';
import { requireOrganisation, requirePrincipal } from '../accounts/principal.ts';
import { boundsOf } from '../limits/limit-store.ts';
import type { Bounds } from '../limits/limit-store.ts';
import { isAlone } from '../limits/parked-bid.ts';
import type { ApprovalItem } from '../limits-contract.ts';
import { orderName } from './order-name.ts';
import { commandOf, sendFor } from './place.ts';
import type { PlacementWorld } from './placement-routes.ts';
import type { ExternalLot } from './placement-store.ts';
import { codeOf } from './placement-store.ts';

/** What an order of whoever asks is up against. @throws StoreAway */
export function boundsFor(
  { postgres }: PlacementWorld,
  request: FastifyRequest,
  lotId: string,
): Promise<Bounds> {
  const { id, kind } = requirePrincipal(request);
  return boundsOf(postgres, requireOrganisation(request), kind === 'USER' ? id : null, lotId);
}

export interface Wanted {
  readonly kind: 'PLACEMENT' | 'ASSIST';
  readonly organisationId: string;
  readonly lotId: string;
  readonly key: IdempotencyKey;
  readonly order: PlacementOrder;
  readonly lot: ExternalLot;
}

/**
 * Parks what its user may not bind the organisation to alone, and notes it at the placement.
 * @param bounds with the user's limits
 * @returns whether it waits now, or has waited under this key before. @throws StoreAway
 */
export async function isParked(
  world: PlacementWorld,
  { kind, organisationId, lotId, key, order, lot }: Wanted,
  { userLimits }: Bounds,
): Promise<boolean> {
  const { orderId: commandId, userId, maxMinor: amountMinor, currency } = order;
  if (isAlone({ amountMinor, currency }, userLimits)) return false;
  const known = await world.store.find(organisationId, lotId);
  if (known?.doc.seen.includes(commandId)) {
    return isParkedUnder(world.postgres, organisationId, lotId, key);
  }
  const named = { commandId, organisationId, lotId, userId };
  const parked: ParkedBid = { ...named, kind, amountMinor, currency };
  await park(world.postgres, parked, key, world.now(), true);
  const said = commandOf(kind === 'ASSIST' ? 'ASSIST' : 'ORDER', order, lot, 'NEEDS_APPROVAL');
  await sendFor(world, organisationId, lotId, said);
  return true;
}

/**
 * Sends an approved order in the name of who gave it; approving twice is one order.
 * @returns undefined: the placement does not show it yet. ACCEPTED: it is on its way to the site.
 */
export const approvedOrders =
  (world: PlacementWorld) =>
  async (
    organisationId: string,
    { commandId, lotId, userId, kind, amount, currency }: ApprovalItem,
    sentAs: string,
  ): Promise<Decision | undefined> => {
    const lot = await world.store.lot(lotId);
    if (!lot) return { commandId: sentAs, outcome: 'REJECTED', reason: 'NO_LOT' };
    const key = { clientId: `approval/${commandId}`, clientSeq: 1 };
    const orderId = orderName(organisationId, lotId, key);
    const { isLimited } = await boundsOf(world.postgres, organisationId, null, lotId);
    const money = { maxMinor: amount, currency: currency ?? lot.currency };
    const order = { orderId, userId, via: 'HAND', ...money, orderedAt: world.now() } as const;
    const said = commandOf(kind === 'ASSIST' ? 'ASSIST' : 'ORDER', order, lot);
    await sendFor(world, organisationId, lotId, said, isLimited);
    const row = await world.store.awaited(organisationId, lotId, ({ seen }) =>
      seen.includes(orderId),
    );
    if (row === undefined) return undefined;
    const reason = codeOf(row.doc, orderId);
    return reason === null
      ? { commandId: sentAs, outcome: 'ACCEPTED' }
      : { commandId: sentAs, outcome: 'REJECTED', reason };
  };
