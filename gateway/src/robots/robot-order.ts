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
  readonly site: string;
  readonly precision: string | null;
  readonly isConnected: boolean;
}

/** How a robot bids on a lot: null: an own one, with commands; BY_HAND: it tells people when to. */
export type Way = 'API' | 'BY_HAND' | null;

/**
 * Only lots that are not over yet; on lots of other sites a robot bids once, just before the end.
 * @param sites those whose bid API is switched on
 * @returns how it bids, by lot
 * @throws Refusal NO_SUCH_LOT, CONFLICT, BAD_PARAMETER
 */
export async function checkLots(
  tx: Statements,
  organisationId: string,
  { lots, currency, strategy }: Pick<NewRobotBody, 'lots' | 'currency' | 'strategy'>,
  sites: readonly string[],
): Promise<ReadonlyMap<string, Way>> {
  const rows = await tx.query<LotRow & { [column: string]: unknown }>(
    `SELECT lot_id AS "lotId", kind, status, currency, site, ends_at_precision AS precision,
       EXISTS (SELECT FROM site_account a WHERE a.organisation_id = $2 AND a.site = lot.site)
         AS "isConnected",
       EXISTS (SELECT FROM selling_wish w WHERE w.organisation_id = $2 AND w.lot_id = lot.lot_id)
         AS "isOurs"
     FROM lot WHERE lot_id = ANY($1)`,
    [lots.map(({ lotId }) => lotId), organisationId],
  );
  for (const { lotId } of lots) {
    const lot = rows.find((row) => row.lotId === lotId);
    if (lot === undefined) throw noSuchLot(lotId);
    if (lot.kind !== 'OWN') requireSnipe(lot, strategy);
    if (lot.isOurs) throw new Refusal('CONFLICT', `lot ${lotId} is sold by your organisation`);
    if (lot.status !== 'OPEN' && lot.status !== 'SCHEDULED') {
      throw new Refusal('CONFLICT', `lot ${lotId} is ${lot.status}: nobody bids on it any more`);
    }
    if (lot.currency !== currency) throw bad('currency', `lot ${lotId} is in ${lot.currency}`);
  }
  return new Map(rows.map((lot) => [lot.lotId, wayOf(lot, sites)]));
}

function wayOf({ kind, site, isConnected }: LotRow, sites: readonly string[]): Way {
  if (kind === 'OWN') return null;
  return sites.includes(site) && isConnected ? 'API' : 'BY_HAND';
}

/** @throws Refusal CONFLICT */
function requireSnipe({ lotId, precision }: LotRow, strategy: NewRobotBody['strategy']): void {
  if (strategy !== 'SNIPE') {
    const what = 'there a robot bids once, just before the end (SNIPE)';
    throw new Refusal('CONFLICT', `lot ${lotId} is sold at its own site: ${what}`);
  }
  if (precision !== 'MS' && precision !== 'MINUTE') {
    throw new Refusal('CONFLICT', `the end of lot ${lotId} is not known to the minute`);
  }
}
