/** What buyers do with a lot: bid, buy now, answer a counter-offer; and where they stand. */
import { requireOrganisation, requirePrincipal } from '../accounts/principal.ts';
import { forRoles } from '../accounts/roles.ts';
import { BidBody, BidList, BidQuery, BuyNowBody, Decision, Undecided } from '../bids-contract.ts';
import { Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { LotPath } from '../lots/lot-routes.ts';
import { readBids } from './bid-store.ts';
import { sendBid } from './send-bid.ts';
import type { BidWorld } from './send-bid.ts';

export const refusals = { 400: Problem, 401: Problem, 403: Problem, 429: Problem, 503: Problem };
const answers = { 200: Decision, 202: Undecided, 404: Problem, ...refusals };
const buyers = forRoles(['BUYER'], 'bids:write');
const keyNote =
  'Send `Idempotency-Key: <clientId>:<clientSeq>`; the same key has one effect and one outcome. ' +
  'Reason LIMIT: above what the organisation may be bound to. Reason NEEDS_APPROVAL: above the own ' +
  'limit; it waits at `GET /api/approvals`, and an approval sends it anew.';

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
      return sendBid(world, request, reply, 'BID_PLACED', { kind: 'PLACE_BID', placeBid });
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
      return sendBid(world, request, reply, 'BOUGHT_NOW', { kind: 'BUY_NOW', buyNow });
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
      async (request, reply) => sendBid(world, request, reply, 'COUNTER_ANSWERED', { kind }),
    );
  }

  app.get(
    '/api/bids',
    {
      ...forRoles(['BUYER', 'APPROVER', 'VIEWER', 'ADMIN'], 'bids:read'),
      schema: {
        tags: ['bids'],
        summary: 'Where the own organisation stands, newest first',
        querystring: BidQuery,
        response: { 200: BidList, ...refusals },
      },
    },
    async (request, reply) => {
      const organisationId = requireOrganisation(request);
      const { lot = null } = request.query;
      reply.header('cache-control', 'no-store');
      return { bids: await readBids(world.postgres, organisationId, world.now(), lot) };
    },
  );
}
