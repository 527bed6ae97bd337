/**
 * Gives every draft of a run list its place in time and publishes it, a few at once. Lots that are on
 * the board already stay as they are, so that publishing again goes on where it stopped.
 */
import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { requireOrganisation } from '../accounts/principal.ts';
import type { LotOutcome } from '@auction/avro/records';
import type { RunListPublished } from '../sell-contract.ts';
import type { OwnSale } from '../selling/sell-store.ts';
import type { SellWorld, Step } from '../selling/sell.ts';
import type { KeptRunList } from './run-list-store.ts';

type Refused = RunListPublished['refused'][number];

const atOnce = 40;
/** A request is answered in time: lots it did not come to are told, and the next one goes on. */
const withinMs = 6_000;

/** End of the lot at a place, from 0. @returns epoch ms */
export const plannedEnd = (
  { firstEnd, gapMs }: Pick<KeptRunList, 'firstEnd' | 'gapMs'>,
  at: number,
): number => firstEnd + at * gapMs;

/** @param sales of the organisation, by lot @throws StoreAway */
export async function publishRunList(
  world: SellWorld,
  request: FastifyRequest,
  list: KeptRunList,
  sales: ReadonlyMap<string, OwnSale>,
): Promise<Refused[]> {
  const refused: Refused[] = [];
  const waiting = [...list.lots.entries()];
  const until = world.now() + withinMs;
  let isDecided = true;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [at, lotId] = next;
      const hasTime = isDecided && world.now() < until;
      const own = sales.get(lotId);
      const why = hasTime ? await publishOne(world, request, list, at, own) : undecided;
      if (why === undefined) continue;
      refused.push({ lotId, ...why });
      // Nobody decides now: the rest would only wait as long.
      if (why === undecided) isDecided = false;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return refused;
}

type Why = Pick<Refused, 'reason' | 'reasons'>;
const undecided: Why = { reason: 'UNDECIDED', reasons: [] };

/** @returns undefined: it is published, now or before */
async function publishOne(
  world: SellWorld,
  request: FastifyRequest,
  list: KeptRunList,
  at: number,
  own: OwnSale | undefined,
): Promise<Why | undefined> {
  if (own === undefined) return { reason: 'NO_LOT', reasons: [] };
  if (own.status !== 'DRAFT') {
    return own.terms.runList === list.runListId ? undefined : { reason: 'EXISTS', reasons: [] };
  }
  const { startsAt, runListId: runList } = list;
  const terms = { ...own.terms, startsAt, endsAt: plannedEnd(list, at), runList };
  const sale = { terms, summary: own.summary };
  const amendLot = {
    terms,
    summary: own.summary,
    isMaterial: false,
    endsAt: null,
    waivesReserve: false,
    excludedOrgs: [],
  };
  const { lotId } = own.item;
  const amend = { kind: 'AMEND_LOT', wish: { amendLot }, sale } as const;
  return (
    (await wish(world, request, lotId, amend)) ??
    (await wish(world, request, lotId, { kind: 'PUBLISH_LOT', wish: {} }))
  );
}

type Wished = Pick<Step, 'wish' | 'sale'> & { readonly kind: 'AMEND_LOT' | 'PUBLISH_LOT' };

/** @returns why not; undefined: it was accepted */
async function wish(
  { desk, sales, now }: SellWorld,
  request: FastifyRequest,
  lotId: string,
  { kind, wish: given, sale }: Wished,
): Promise<Why | undefined> {
  const organisationId = requireOrganisation(request);
  const commandId = randomUUID();
  const kept = { commandId, organisationId, lotId, kind, sentAt: now() };
  await sales.keep(sale === undefined ? kept : { ...kept, sale });
  const key = { clientId: commandId, clientSeq: 1 };
  const { letter } = await desk.send(request, lotId, key, { kind, ...given }, commandId);
  if (letter === undefined) return undecided;
  await sales.settle(organisationId, letter);
  return refusalIn(letter);
}

function refusalIn({ outcome }: LotOutcome): Why | undefined {
  if (outcome === null || outcome.code === null) return undefined;
  return { reason: outcome.code, reasons: [...outcome.reasons] };
}
