/** A buyer's wish on its way: who resolves the lot, what it is up against, and what became of it. */
import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LotOutcome } from '@auction/avro/records';
import { requireOrganisation, requirePrincipal } from '../accounts/principal.ts';
import { audit } from '../audit/audit-outbox.ts';
import type { AuditAction } from '../audit/audit-outbox.ts';
import type { Decision } from '../bids-contract.ts';
import { park, settleParked } from '../limits/approval-store.ts';
import type { ParkedBid } from '../limits/approval-store.ts';
import { boundsOf } from '../limits/limit-store.ts';
import { parkedBid } from '../limits/parked-bid.ts';
import { noSuchLot } from '../lots/lot-routes.ts';
import type { LotStore } from '../lots/lot-store.ts';
import type { Postgres } from '../postgres.ts';
import { decisionOf } from './decision.ts';
import { requireKey } from './idempotency-key.ts';
import type { LotDesk, Wish } from './lot-desk.ts';

export interface BidWorld {
  readonly desk: LotDesk;
  readonly lots: LotStore;
  readonly postgres: Postgres;
  /** Epoch ms. */
  readonly now: () => number;
}

export type LotRequest = FastifyRequest & { readonly params: { readonly id: string } };

/** Sends a buyer's wish and answers what became of it. @throws Refusal NO_SUCH_LOT; StoreAway */
export async function sendBid(
  world: BidWorld,
  request: LotRequest,
  reply: FastifyReply,
  action: AuditAction,
  wish: Wish,
): Promise<Decision | { commandId: string }> {
  const { lots, postgres, now } = world;
  const { id } = request.params;
  const organisationId = requireOrganisation(request);
  reply.header('cache-control', 'no-store');
  const tell = (refusal: string | null) =>
    postgres.transaction({ organisationId }, (tx) => {
      const entry = { action, target: `lot/${id}`, ...(refusal === null ? {} : { refusal }) };
      return audit(tx, request, entry, now());
    });
  const commandId = randomUUID();
  requireKey(request);
  const elsewhere = await lots.externalPage(id);
  if (elsewhere) {
    await tell('EXTERNAL_LOT');
    return externalLot(elsewhere.url);
  }
  const letter = await send(world, request, commandId, wish);
  const outcome = letter?.outcome ?? null;
  if (outcome?.code === 'NO_LOT') throw noSuchLot(id);
  await tell(outcome?.code ?? null);
  if (outcome !== null) return decisionOf(commandId, outcome, letter?.isRepeat === true);
  reply.code(202);
  return { commandId };
}

/** By the limiter where there is a limit; what is above the user's own waits for an approver. */
async function send(
  { desk, postgres, now }: BidWorld,
  request: LotRequest,
  commandId: string,
  wish: Wish,
): Promise<LotOutcome | undefined> {
  const { id: lotId } = request.params;
  const key = requireKey(request);
  const organisationId = requireOrganisation(request);
  const { id: userId, kind } = requirePrincipal(request);
  const person = kind === 'USER' ? userId : null;
  const bounds = await boundsOf(postgres, organisationId, person, lotId);
  const named = { commandId, organisationId, lotId, userId };
  const parked: ParkedBid | undefined = parkedBid(named, wish, bounds);
  if (parked) await park(postgres, parked, key, now());
  const refused = parked ? ('NEEDS_APPROVAL' as const) : null;
  const way = { isLimited: bounds.isLimited, currency: bounds.currency, refused };
  const { letter } = await desk.send(request, lotId, key, wish, commandId, way);
  const outcome = letter?.outcome ?? null;
  if (parked && outcome) await settleParked(postgres, parked, key, outcome);
  return letter;
}

/** Bids on a lot of another site are placed there, by people (bidding.md section 12). */
const externalLot = (url: string | null): Decision => ({
  commandId: randomUUID(),
  outcome: 'REJECTED',
  reason: 'EXTERNAL_LOT',
  ...(url === null ? {} : { link: url }),
});
