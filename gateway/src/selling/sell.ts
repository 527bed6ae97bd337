/** One wish of a seller: kept, sent, told to the audit, answered. */
import { createHash, randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { newId } from '../accounts/new-id.ts';
import { requireOrganisation } from '../accounts/principal.ts';
import { audit } from '../audit/audit-outbox.ts';
import type { AuditAction } from '../audit/audit-outbox.ts';
import type { Decision } from '../bids-contract.ts';
import { decisionOf } from '../bids/decision.ts';
import { keyOrNew } from '../bids/idempotency-key.ts';
import type { LotDesk, Wish } from '../bids/lot-desk.ts';
import { noSuchLot } from '../lots/lot-routes.ts';
import type { PhotoStore } from '../photos/photo-store.ts';
import type { Postgres } from '../postgres.ts';
import type { Sale } from './sale-terms.ts';
import type { OwnSale, SellingWish, SellStore } from './sell-store.ts';

export interface SellWorld {
  readonly desk: LotDesk;
  readonly sales: SellStore;
  readonly photos: PhotoStore;
  readonly postgres: Postgres;
  /** Epoch ms. */
  readonly now: () => number;
}

export const keyNote =
  'With `Idempotency-Key: <clientId>:<clientSeq>` the same key has one effect and one outcome.';

/** The same key names the same lot, so that a draft asked for twice is one. */
export function lotIdOf(request: FastifyRequest): string {
  if (request.headers['idempotency-key'] === undefined) return newId();
  const { clientId, clientSeq } = keyOrNew(request);
  const name = JSON.stringify([requireOrganisation(request), clientId, clientSeq]);
  return createHash('sha256').update(name).digest('hex').slice(0, 24);
}

/** @throws Refusal NO_SUCH_LOT for lots of others, as for none at all */
export async function ownLot(
  world: SellWorld,
  request: FastifyRequest,
  id: string,
): Promise<OwnSale> {
  const own = await world.sales.find(requireOrganisation(request), id);
  if (own) return own;
  throw noSuchLot(id);
}

export interface Step {
  readonly kind: SellingWish['kind'] | 'APPROVE_SALE' | 'REJECT_SALE' | 'COUNTER';
  readonly action: AuditAction;
  readonly wish: Omit<Wish, 'kind'>;
  readonly sale?: Sale;
}

/** Makes a draft. @throws StoreAway */
export const create = (
  world: SellWorld,
  request: FastifyRequest,
  reply: FastifyReply,
  lotId: string,
  sale: Sale,
) =>
  sell(world, request, reply, lotId, {
    kind: 'CREATE_LOT',
    action: 'LOT_CREATED',
    wish: { createLot: sale },
    sale,
  });

const isKept = (kind: Step['kind']): kind is SellingWish['kind'] =>
  kind !== 'APPROVE_SALE' && kind !== 'REJECT_SALE' && kind !== 'COUNTER';

/** Keeps a wish, sends it, and answers what became of it. @throws StoreAway */
export async function sell(
  { desk, sales, postgres, now }: SellWorld,
  request: FastifyRequest,
  reply: FastifyReply,
  lotId: string,
  { kind, action, wish, sale }: Step,
): Promise<(Decision & { lotId: string }) | { lotId: string; commandId: string }> {
  const organisationId = requireOrganisation(request);
  const key = keyOrNew(request);
  const commandId = randomUUID();
  const kept = isKept(kind);
  if (kept) {
    const given = { commandId, organisationId, lotId, kind, sentAt: now() };
    await sales.keep(sale ? { ...given, sale } : given);
  }
  const { letter } = await desk.send(request, lotId, key, { kind, ...wish }, commandId);
  const outcome = letter?.outcome ?? null;
  if (kept && letter) await sales.settle(organisationId, letter);
  await postgres.transaction({ organisationId }, (tx) => {
    const entry = { action, target: `lot/${lotId}` };
    const code = outcome?.code ?? null;
    return audit(tx, request, code === null ? entry : { ...entry, refusal: code }, now());
  });
  reply.header('cache-control', 'no-store');
  if (outcome !== null) {
    return { lotId, ...decisionOf(commandId, outcome, letter?.isRepeat === true) };
  }
  reply.code(202);
  return { lotId, commandId };
}
