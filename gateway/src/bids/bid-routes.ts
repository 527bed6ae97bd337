/** What buyers do with a lot: bid, buy now, answer a counter-offer; and where they stand. */
import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { requireOrganisation, requirePrincipal } from '../accounts/principal.ts';
import { forRoles } from '../accounts/roles.ts';
import { audit } from '../audit/audit-outbox.ts';
import type { AuditAction } from '../audit/audit-outbox.ts';
import { BidBody, BidList, BuyNowBody, Decision, Undecided } from '../bids-contract.ts';
import { Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { LotPath, noSuchLot } from '../lots/lot-routes.ts';
import type { LotStore } from '../lots/lot-store.ts';
import type { Postgres } from '../postgres.ts';
import { readBids } from './bid-store.ts';
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

export const refusals = { 400: Problem, 401: Problem, 403: Problem, 429: Problem, 503: Problem };
const answers = { 200: Decision, 202: Undecided, 404: Problem, ...refusals };
const buyers = forRoles(['BUYER'], 'bids:write');
export const keyNote =
  'Send `Idempotency-Key: <clientId>:<clientSeq>`; the same key has one effect and one outcome.';

export function bidRoutes(app: App, world: BidWorld): void {
  app.post(
    '/api/lots/:id/bids',
    {
      ...buyers,
      schema: {
        tags: ['bids'],
        summary: 'Bid on a lot',
        description: `${keyNote} 202: not decided yet, the same key asks again.`,
        params: LotPath,
        body: BidBody,
        response: { ...answers, 415: Problem },
      },
    },
    async (request, reply) => {
      const { kind, amount: amountMinor, currency, confirmAmount = null } = request.body;
      const via = requirePrincipal(request).kind === 'TOKEN' ? 'API' : 'HAND';
      const money = { amountMinor, currency, confirmMinor: confirmAmount };
      const placeBid = { kind, ...money, phase: 'LIVE', via } as const;
      return decide(world, request, reply, 'BID_PLACED', { kind: 'PLACE_BID', placeBid });
    },
  );

  app.post(
    '/api/lots/:id/buy-now',
    {
      ...buyers,
      schema: {
        tags: ['bids'],
        summary: 'Buy a lot at its buy-now price',
        description: keyNote,
        params: LotPath,
        body: BuyNowBody,
        response: { ...answers, 415: Problem },
      },
    },
    async (request, reply) => {
      const buyNow = { amountMinor: request.body.amount };
      return decide(world, request, reply, 'BOUGHT_NOW', { kind: 'BUY_NOW', buyNow });
    },
  );

  for (const [word, kind] of [
    ['accept', 'ACCEPT_COUNTER'],
    ['decline', 'DECLINE_COUNTER'],
  ] as const) {
    app.post(
      `/api/lots/:id/counter/${word}`,
      {
        ...buyers,
        schema: {
          tags: ['bids'],
          summary: `Answer a counter-offer: ${word}`,
          description: keyNote,
          params: LotPath,
          response: answers,
        },
      },
      async (request, reply) => decide(world, request, reply, 'COUNTER_ANSWERED', { kind }),
    );
  }

  app.get(
    '/api/bids',
    {
      ...forRoles(['BUYER', 'APPROVER', 'VIEWER', 'ADMIN'], 'bids:read'),
      schema: {
        tags: ['bids'],
        summary: 'Where the own organisation stands, newest first',
        response: { 200: BidList, ...refusals },
      },
    },
    async (request, reply) => {
      const organisationId = requireOrganisation(request);
      reply.header('cache-control', 'no-store');
      return { bids: await readBids(world.postgres, organisationId) };
    },
  );
}

type BuyerRequest = FastifyRequest & { readonly params: { readonly id: string } };

/** Sends a buyer's wish and answers what became of it. @throws Refusal NO_SUCH_LOT; StoreAway */
async function decide(
  { desk, lots, postgres, now }: BidWorld,
  request: BuyerRequest,
  reply: FastifyReply,
  action: AuditAction,
  wish: Wish,
): Promise<Decision | { commandId: string }> {
  const { id } = request.params;
  const key = requireKey(request);
  const organisationId = requireOrganisation(request);
  reply.header('cache-control', 'no-store');
  const tell = (refusal: string | null) =>
    postgres.transaction({ organisationId }, (tx) => {
      const entry = { action, target: `lot/${id}`, ...(refusal === null ? {} : { refusal }) };
      return audit(tx, request, entry, now());
    });
  const elsewhere = await lots.externalPage(id);
  if (elsewhere) {
    await tell('EXTERNAL_LOT');
    return externalLot(elsewhere.url);
  }
  const { commandId, letter } = await desk.send(request, id, key, wish);
  const outcome = letter?.outcome ?? null;
  if (outcome?.code === 'NO_LOT') throw noSuchLot(id);
  await tell(outcome?.code ?? null);
  if (outcome !== null) return decisionOf(commandId, outcome, letter?.isRepeat === true);
  reply.code(202);
  return { commandId };
}

/** Bids on a lot of another site are placed there, by people (bidding.md section 12). */
const externalLot = (url: string | null): Decision => ({
  commandId: randomUUID(),
  outcome: 'REJECTED',
  reason: 'EXTERNAL_LOT',
  ...(url === null ? {} : { link: url }),
});
