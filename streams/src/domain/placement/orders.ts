/** Orders as they come from people: which are taken up, which wait, which are refused. */
import { isFinal, isIdle, isUnderWay, refusals } from './placement.ts';
import type { Code, Command, Order, Placement } from './placement.ts';

const seenMax = 32;

export type Changes = Partial<Omit<Placement, 'version' | 'changedAt'>>;

/** A placement with nothing sent yet. */
export function begun(
  given: NonNullable<Command['order']>,
  of: Pick<Command, 'orgId' | 'lotId' | 'at'>,
  mode: 'API' | 'ASSISTED',
): Omit<Placement, 'version'> {
  const { order, site, siteListingId, link, endsAt, refused } = given;
  return {
    orgId: of.orgId,
    lotId: of.lotId,
    mode,
    state: mode === 'API' ? 'REQUESTED' : 'LINK_GIVEN',
    ...{ site, siteListingId, link, endsAt, order },
    waiting: null,
    refused: null,
    seen: [order.orderId],
    ...unsent,
    code: null,
    standingMaxMinor: null,
    isLeading: false,
    priceMinor: null,
    changedAt: of.at,
    ...(refused === null ? {} : turnedAway(refused)),
  };
}

const unsent = {
  attempt: 0,
  claim: null,
  isLanded: false,
  unclearAt: null,
  readCount: 0,
  absentAt: null,
  nextReadAt: null,
} as const;

/** Nothing of it is sent, and nothing stands. */
const turnedAway = (code: Code) => ({ state: refusals[code].state, code });

/** An order is to be sent, for the first time. */
export const requested = (order: Order): Changes => ({
  ...unsent,
  state: 'REQUESTED',
  order,
  waiting: null,
  code: null,
});

/** Remembers the order's name, whatever becomes of it. */
const noted = ({ seen }: Placement, { orderId }: Order): readonly string[] =>
  [...seen, orderId].slice(-seenMax);

/**
 * An order on a lot where there was one before.
 * @returns undefined: a repeated order, nothing changes; without changes: the limiter is told again
 */
export function reordered(
  placement: Placement,
  given: NonNullable<Command['order']>,
): Changes | undefined {
  const { order, endsAt, link } = given;
  if (placement.seen.includes(order.orderId)) return given.isLimited ? {} : undefined;
  const seen = noted(placement, order);
  const facts = { seen, link, endsAt: endsAt ?? placement.endsAt };
  if (given.refused !== null) return refusedBefore(placement, given.refused, { ...facts, order });
  const refused = (code: Code): Changes => ({
    ...facts,
    refused: { orderId: order.orderId, code },
  });
  if (isFinal(placement.state)) return refused('ENDED');
  if (placement.mode === 'ASSISTED' || (isIdle(placement.state) && !stands(placement))) {
    const anew = {
      ...requested(order),
      mode: 'API',
      refused: null,
      standingMaxMinor: null,
    } as const;
    return { ...facts, ...anew };
  }
  if (order.currency !== placement.order.currency) return refused('CURRENCY');
  if (order.maxMinor <= highestOf(placement)) return refused('NOT_HIGHER');
  if (!isUnderWay(placement.state) || placement.state === 'REQUESTED') {
    return { ...facts, ...requested(order), refused: null };
  }
  return { ...facts, waiting: order };
}

/** An order that was turned away on its way here; what stands or is under way is left alone. */
function refusedBefore(
  placement: Placement,
  code: Code,
  { order, ...facts }: Changes & { readonly order: Order },
): Changes {
  const refused = { orderId: order.orderId, code };
  const isNothing = isIdle(placement.state) && !stands(placement);
  return isNothing ? { ...facts, ...unsent, ...turnedAway(code), order } : { ...facts, refused };
}

const stands = ({ standingMaxMinor }: Placement): boolean => standingMaxMinor !== null;

/** What a new order must exceed; a refused one binds nobody. */
function highestOf({ state, order, waiting, standingMaxMinor }: Placement): number {
  const underWay = isUnderWay(state) ? order.maxMinor : 0;
  return Math.max(underWay, waiting?.maxMinor ?? 0, standingMaxMinor ?? 0);
}
