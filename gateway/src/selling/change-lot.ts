/** A change of an own lot, from the form or by its photos. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { requireOrganisation } from '../accounts/principal.ts';
import { badParameters } from '../http/problem.ts';
import type { ChangeLotBody, VehicleBody } from '../sell-contract.ts';
import { changedSale, setsSummary, setsTerms } from './sale-terms.ts';
import { ownLot, sell } from './sell.ts';
import type { SellWorld } from './sell.ts';

/** @throws Refusal BAD_PARAMETER for photos that were not uploaded by the organisation */
export async function requireOwnPhotos(
  world: SellWorld,
  request: FastifyRequest,
  vehicle: VehicleBody | undefined,
): Promise<void> {
  const unknown = await world.photos.unknown(requireOrganisation(request), vehicle?.photos ?? []);
  const [first] = unknown;
  if (first === undefined) return;
  const message = `${first} is no photo of yours: upload it first`;
  throw badParameters([{ parameter: 'vehicle.photos', message }]);
}

/** @throws StoreAway; Refusal NO_SUCH_LOT */
export async function change(
  world: SellWorld,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
  body: ChangeLotBody,
) {
  const sale = changedSale(id, await ownLot(world, request, id), body);
  const isAnew = setsTerms(body);
  const amendLot = {
    terms: isAnew ? sale.terms : null,
    summary: setsSummary(body) ? sale.summary : null,
    isMaterial: false,
    endsAt: isAnew ? null : (body.endsAt ?? null),
    waivesReserve: body.waiveReserve ?? false,
    excludedOrgs: [],
  };
  const step = { kind: 'AMEND_LOT', action: 'LOT_AMENDED', wish: { amendLot }, sale } as const;
  return sell(world, request, reply, id, step);
}
