/** What an order must be, before a robot is made of it. */
import type { FastifyRequest } from 'fastify';
import { newId } from '../accounts/new-id.ts';
import { requireOrganisation, requirePrincipal } from '../accounts/principal.ts';
import { badParameters, Refusal } from '../http/problem.ts';
import { noSuchLot } from '../lots/lot-routes.ts';
import type { Statements } from '../postgres.ts';
import { snipeLeadUsualMs } from '../robots-contract.ts';
import type { NewRobotBody } from '../robots-contract.ts';
import type { NewOrder } from './robot-store.ts';

const bad = (parameter: string, message: string) => badParameters([{ parameter, message }]);

/** @throws Refusal BAD_PARAMETER: fields that do not go with the strategy */
export function checkOrder({ strategy, lots, winCount, budget, stepCount }: NewRobotBody): void {
  const isGroup = strategy === 'GROUP';
  if (new Set(lots.map(({ lotId }) => lotId)).size < lots.length) {
    throw bad('lots', 'name each lot once');
  }
  if (!isGroup && lots.length > 1) throw bad('lots', `${strategy} takes one lot; GROUP takes many`);
  if (isGroup && (winCount === undefined || budget === undefined)) {
    throw bad(winCount === undefined ? 'winCount' : 'budget', 'is needed for GROUP');
  }
  if (!isGroup && (winCount !== undefined || budget !== undefined)) {
    throw bad(winCount === undefined ? 'budget' : 'winCount', 'is for GROUP only');
  }
  if ((winCount ?? 0) > lots.length) throw bad('winCount', 'is more than there are lots');
  if (strategy !== 'STEP' && stepCount !== undefined) throw bad('stepCount', 'is for STEP only');
}

export function newOrder(request: FastifyRequest, body: NewRobotBody, now: number): NewOrder {
  const { strategy, currency, lots, stepCount = 0, winCount = 0, budget = null } = body;
  return {
    robotId: newId(),
    organisationId: requireOrganisation(request),
    userId: requirePrincipal(request).id,
    strategy,
    currency,
    leadMs: body.leadMs ?? (strategy === 'SNIPE' ? snipeLeadUsualMs : null),
    stepCount,
    winCount,
    budget,
    lots,
    createdAt: now,
  };
}

interface LotRow {
  readonly lotId: string;
  readonly kind: string;
  readonly status: string;
  readonly currency: string;
  readonly isOurs: boolean;
}

/**
 * Only lots that are bid on here and not over yet.
 * @throws Refusal NO_SUCH_LOT, CONFLICT, BAD_PARAMETER
 */
export async function checkLots(
  tx: Statements,
  organisationId: string,
  { lots, currency }: Pick<NewRobotBody, 'lots' | 'currency'>,
): Promise<void> {
  const rows = await tx.query<LotRow & { [column: string]: unknown }>(
    `SELECT lot_id AS "lotId", kind, status, currency,
       EXISTS (SELECT FROM selling_wish w WHERE w.organisation_id = $2 AND w.lot_id = lot.lot_id)
         AS "isOurs"
     FROM lot WHERE lot_id = ANY($1)`,
    [lots.map(({ lotId }) => lotId), organisationId],
  );
  for (const { lotId } of lots) {
    const lot = rows.find((row) => row.lotId === lotId);
    if (lot === undefined) throw noSuchLot(lotId);
    if (lot.kind !== 'OWN') {
      throw new Refusal('CONFLICT', `lot ${lotId} is bid on at its own site, by people`);
    }
    if (lot.isOurs) throw new Refusal('CONFLICT', `lot ${lotId} is sold by your organisation`);
    if (lot.status !== 'OPEN' && lot.status !== 'SCHEDULED') {
      throw new Refusal('CONFLICT', `lot ${lotId} is ${lot.status}: nobody bids on it any more`);
    }
    if (lot.currency !== currency) throw bad('currency', `lot ${lotId} is in ${lot.currency}`);
  }
}
