/** Bidding on lots of other sites: by the site's API, or by people with a link (bidding.md section 12). */
import type { KeyObject } from 'node:crypto';
import type { PlacementRoute } from '@auction/avro/placement-command';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { requireOrganisation } from '../accounts/principal.ts';
import { forRoles } from '../accounts/roles.ts';
import { refusals } from '../bids/bid-routes.ts';
import { keyOrNew, requireKey } from '../bids/idempotency-key.ts';
import { Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { LotPath } from '../lots/lot-routes.ts';
import {
  AssistBody,
  Assistance,
  PlacementBody,
  PlacementList,
  PlacementRefused,
  PlacementTaken,
  ReportBody,
} from '../placements-contract.ts';
import type { Postgres } from '../postgres.ts';
import type { PlacementStore } from './placement-store.ts';
import { boundsFor, isParked } from './order-limits.ts';
import type { Wanted } from './order-limits.ts';
import {
  commandOf,
  externalLot,
  orderOf,
  refusalOf,
  refuse,
  sendFor,
  shown,
  take,
  tell,
} from './place.ts';
import { connectedSites } from './site-accounts.ts';

/** How bids get from here to other sites. */
export interface Placing {
  /** Resolves when the command is written for good. @throws StoreAway */
  readonly write: (route: PlacementRoute) => Promise<void>;
  /** Sites whose bid API is switched on. */
  readonly sites: readonly string[];
  /** Seals users' tokens; undefined: nobody can be connected. */
  readonly sealKey: KeyObject | undefined;
}

export interface PlacementWorld extends Placing {
  readonly store: PlacementStore;
  readonly postgres: Postgres;
  /** Epoch ms. */
  readonly now: () => number;
}

const tags = ['placements'];
const answers = { 202: PlacementTaken, 404: Problem, 415: Problem, ...refusals };
const buyers = forRoles(['BUYER'], 'bids:write');

/** Sends what somebody means to bid at the site. @returns why the link is not given; null: it is */
async function assistRefusal(
  world: PlacementWorld,
  request: FastifyRequest,
  wanted: Omit<Wanted, 'kind' | 'organisationId'>,
  isStated: boolean,
): Promise<'NEEDS_APPROVAL' | 'LIMIT' | null> {
  const { lotId, order, lot } = wanted;
  const said = commandOf('ASSIST', order, lot);
  const organisationId = requireOrganisation(request);
  if (!isStated) {
    await sendFor(world, organisationId, lotId, said);
    return null;
  }
  const bounds = await boundsFor(world, request, lotId);
  const parked = await isParked(world, { kind: 'ASSIST', organisationId, ...wanted }, bounds);
  if (parked) return 'NEEDS_APPROVAL';
  const { isOverLimit } = await shown(world, request, lotId, said, bounds);
  return isOverLimit ? 'LIMIT' : null;
}

export function placementRoutes(app: App, world: PlacementWorld): void {
  app.post(
    '/api/lots/:id/placements',
    {
      ...buyers,
      schema: {
        tags,
        summary: "Have a maximum placed at the lot's own site",
        description:
          'Send `Idempotency-Key`; the same key is one order. The bid binds at the site, by its terms.',
        params: LotPath,
        body: PlacementBody,
        response: { 200: PlacementRefused, ...answers },
      },
    },
    async (request, reply) => {
      const key = requireKey(request);
      const { id } = request.params;
      const { maxAmount: maxMinor, currency } = request.body;
      const lot = await externalLot(world, id);
      const told = 'PLACEMENT_ORDERED';
      const reason = await refusalOf(world, request, lot, currency);
      if (reason) return refuse(world, request, reply, told, { id, lot, reason });
      const order = orderOf(request, id, key, { maxMinor, currency, orderedAt: world.now() });
      const bounds = await boundsFor(world, request, id);
      const organisationId = requireOrganisation(request);
      const wanted = { organisationId, lotId: id, key, order, lot };
      if (await isParked(world, { kind: 'PLACEMENT', ...wanted }, bounds)) {
        return refuse(world, request, reply, told, { id, lot, reason: 'NEEDS_APPROVAL' });
      }
      const said = commandOf('ORDER', order, lot);
      return take(world, request, reply, told, id, said, bounds);
    },
  );

  app.post(
    '/api/lots/:id/assist',
    {
      ...buyers,
      schema: {
        tags,
        summary: "Get the lot's page at its site, to bid there by hand",
        description: 'A stated amount is under the limits of the user and the organisation.',
        params: LotPath,
        body: AssistBody,
        response: {
          200: Type.Union([Assistance, PlacementRefused]),
          404: Problem,
          415: Problem,
          ...refusals,
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const lot = await externalLot(world, id);
      const told = 'BIDDING_LINK_GIVEN';
      if (lot.isOwn || lot.isOver) {
        const reason = lot.isOwn ? 'OWN_LOT' : 'ENDED';
        return refuse(world, request, reply, told, { id, lot, reason });
      }
      const { link, currency } = lot;
      if (link === null) {
        return refuse(world, request, reply, told, { id, lot, reason: 'NO_LINK' });
      }
      const { maxAmount } = request.body;
      const suggested = maxAmount ?? lot.askMinor ?? lot.priceMinor;
      const wish = { maxMinor: suggested ?? 0, currency, orderedAt: world.now() };
      const key = keyOrNew(request);
      const order = orderOf(request, id, key, wish);
      // A link alone binds nobody; an amount somebody means to bid is under the limits.
      const isStated = maxAmount !== undefined;
      const reason = await assistRefusal(world, request, { lotId: id, key, order, lot }, isStated);
      if (reason) return refuse(world, request, reply, told, { id, lot, reason });
      await tell(world, request, told, id, null);
      reply.header('cache-control', 'no-store');
      return { orderId: order.orderId, link, suggested, currency };
    },
  );

  app.post(
    '/api/lots/:id/assist/report',
    {
      ...buyers,
      schema: {
        tags,
        summary:
          'Report what was bid at the site, or how it ended; shown as reported, never as fact',
        params: LotPath,
        body: ReportBody,
        response: { 200: PlacementRefused, ...answers },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { body } = request;
      const lot = await externalLot(world, id);
      const told = 'PLACEMENT_REPORTED';
      const known = await world.store.find(requireOrganisation(request), id);
      if (known?.doc.mode !== 'ASSISTED') {
        return refuse(world, request, reply, told, { id, lot, reason: 'NO_PLACEMENT' });
      }
      const said =
        'result' in body
          ? ({ kind: 'RESULT', result: body.result } as const)
          : { kind: 'REPORT' as const, reportedMinor: body.maxAmount, priceMinor: lot.priceMinor };
      const { version } = known.doc;
      return take(world, request, reply, told, id, said, { version });
    },
  );

  app.get(
    '/api/placements',
    {
      ...forRoles(['BUYER', 'APPROVER', 'VIEWER', 'ADMIN'], 'bids:read'),
      schema: {
        tags,
        summary: 'What the own organisation has placed or reported at other sites, newest first',
        response: { 200: PlacementList, ...refusals },
      },
    },
    async (request, reply) => {
      const organisationId = requireOrganisation(request);
      reply.header('cache-control', 'no-store');
      const connected = await connectedSites(world.postgres, organisationId);
      const sites = world.sites.map((site) => ({ site, isConnected: connected.includes(site) }));
      return { placements: await world.store.list(organisationId), sites };
    },
  );
}
