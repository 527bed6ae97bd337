/** What sellers do with their own lots. Drafts and reserves are seen by their organisation only. */
import { requireOrganisation } from '../accounts/principal.ts';
import { forRoles } from '../accounts/roles.ts';
import type { AuditAction } from '../audit/audit-outbox.ts';
import { refusals } from '../bids/bid-routes.ts';
import {
  ChangeLotBody,
  CounterBody,
  LotDecision,
  LotUndecided,
  NewLotBody,
  RelistBody,
  SaleList,
  WithdrawBody,
} from '../sell-contract.ts';
import { Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { Refusal } from '../http/problem.ts';
import { LotPath } from '../lots/lot-routes.ts';
import { change, requireOwnPhotos } from './change-lot.ts';
import { newSale, rerunOf } from './sale-terms.ts';
import { create, keyNote, lotIdOf, ownLot, sell } from './sell.ts';
import type { SellWorld, Step } from './sell.ts';

const sellers = forRoles(['SELLER'], 'selling:write');
const tags = ['selling'];
const answers = { 200: LotDecision, 202: LotUndecided, ...refusals };
const ofLot = { ...answers, 404: Problem };

export function sellRoutes(app: App, world: SellWorld): void {
  makingRoutes(app, world);
  changingRoutes(app, world);
  app.get(
    '/api/sell/lots',
    {
      ...forRoles(['SELLER', 'ADMIN'], 'selling:read'),
      schema: {
        tags,
        summary: "The own organisation's lots, drafts included",
        response: { 200: SaleList, ...refusals },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const own = await world.sales.list(requireOrganisation(request));
      return { lots: own.map(({ item }) => item) };
    },
  );
}

function makingRoutes(app: App, world: SellWorld): void {
  app.post(
    '/api/sell/lots',
    {
      ...sellers,
      schema: {
        tags,
        summary: 'Make a draft of a lot',
        description: keyNote,
        body: NewLotBody,
        response: { ...answers, 415: Problem },
      },
    },
    async (request, reply) => {
      await requireOwnPhotos(world, request, request.body.vehicle);
      const lotId = lotIdOf(request);
      const sale = newSale(lotId, requireOrganisation(request), request.body);
      return create(world, request, reply, lotId, sale);
    },
  );

  app.post(
    '/api/sell/lots/:id/relist',
    {
      ...sellers,
      schema: {
        tags,
        summary: 'Make a draft of another run of a lot that was not sold',
        description: keyNote,
        params: LotPath,
        body: RelistBody,
        response: { ...ofLot, 409: Problem, 415: Problem },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const old = await ownLot(world, request, id);
      if (old.status !== 'NOT_SOLD' && old.status !== 'WITHDRAWN') {
        throw new Refusal('CONFLICT', `lot ${id} is ${old.status}: only unsold lots are relisted`);
      }
      const lotId = lotIdOf(request);
      return create(world, request, reply, lotId, rerunOf(lotId, old, request.body, id));
    },
  );
}

function changingRoutes(app: App, world: SellWorld): void {
  app.patch(
    '/api/sell/lots/:id',
    {
      ...sellers,
      schema: {
        tags,
        summary:
          'Change a lot: anything before it opens, then a later end, the waiver, photos and note',
        description: keyNote,
        params: LotPath,
        body: ChangeLotBody,
        response: { ...ofLot, 415: Problem },
      },
    },
    async (request, reply) => {
      await requireOwnPhotos(world, request, request.body.vehicle);
      return change(world, request, reply, request.params.id, request.body);
    },
  );

  simple('publish', 'Publish a draft', 'PUBLISH_LOT', 'LOT_PUBLISHED');
  simple('approve', 'Sell at the closing price, below the reserve', 'APPROVE_SALE', 'SALE_DECIDED');
  simple('reject', 'Do not sell at the closing price', 'REJECT_SALE', 'SALE_DECIDED');

  function simple(word: string, summary: string, kind: Step['kind'], action: AuditAction): void {
    app.post(
      `/api/sell/lots/:id/${word}`,
      {
        ...sellers,
        schema: { tags, summary, description: keyNote, params: LotPath, response: ofLot },
      },
      async (request, reply) => {
        await ownLot(world, request, request.params.id);
        return sell(world, request, reply, request.params.id, { kind, action, wish: {} });
      },
    );
  }

  app.post(
    '/api/sell/lots/:id/withdraw',
    {
      ...sellers,
      schema: {
        tags,
        summary: 'Withdraw a lot nobody has bid on',
        description: keyNote,
        params: LotPath,
        body: WithdrawBody,
        response: { ...ofLot, 415: Problem },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      await ownLot(world, request, id);
      const withdrawLot = { reason: request.body.reason ?? null };
      const step = {
        kind: 'WITHDRAW_LOT',
        action: 'LOT_WITHDRAWN',
        wish: { withdrawLot },
      } as const;
      return sell(world, request, reply, id, step);
    },
  );

  app.post(
    '/api/sell/lots/:id/counter',
    {
      ...sellers,
      schema: {
        tags,
        summary: 'Ask the high bidder for more than the closing price',
        description: keyNote,
        params: LotPath,
        body: CounterBody,
        response: { ...ofLot, 415: Problem },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      await ownLot(world, request, id);
      const counter = { amountMinor: request.body.amount };
      const step = { kind: 'COUNTER', action: 'SALE_DECIDED', wish: { counter } } as const;
      return sell(world, request, reply, id, step);
    },
  );
}
