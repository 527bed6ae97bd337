/** Commands about one placement, in the order a test tells them. */
import { decide } from '../domain/placement/decide.ts';
import type {
  Answer,
  Code,
  Command,
  Order,
  Placement,
  Read,
} from '../domain/placement/placement.ts';

export const endsAt = 1_795_392_000_000;
/** An hour before the end. */
export const startAt = endsAt - 3_600_000;

export const anOrder = (of: Partial<Order> = {}): Order => ({
  orderId: 'o1',
  userId: 'u1',
  maxMinor: 100_000,
  currency: 'USD',
  via: 'HAND',
  orderedAt: startAt,
  ...of,
});

export const aCommand = (of: Partial<Command> & Pick<Command, 'kind' | 'at'>): Command => ({
  orgId: 'org',
  lotId: 'LOT',
  order: null,
  claim: null,
  answer: null,
  read: null,
  reportedMinor: null,
  result: null,
  priceMinor: null,
  ...of,
});

/** @throws when these commands begin no placement */
export function aPlacement(...commands: readonly Command[]): Placement {
  const placement = commands.reduce<Placement | undefined>(
    (at, one) => decide(at, one) ?? at,
    undefined,
  );
  if (placement === undefined) throw new Error('no placement');
  return placement;
}

/** Times are ms after `startAt`. */
export const say = {
  order: (
    ms: number,
    of: Partial<Order> = {},
    kind: 'ORDER' | 'ASSIST' = 'ORDER',
    way: { readonly refused?: Code; readonly isLimited?: boolean } = {},
  ): Command =>
    aCommand({
      kind,
      at: startAt + ms,
      order: {
        order: anOrder(of),
        ...{ site: 'ebay', siteListingId: 'v1|1|0', link: 'https://site.example/itm/1', endsAt },
        ...{ refused: null, isLimited: false, ...way },
      },
    }),
  claim: (ms: number, runner = 'r1', attempt = 1, orderId = 'o1'): Command =>
    aCommand({ kind: 'CLAIM', at: startAt + ms, claim: { orderId, attempt, runner } }),
  lostTrack: (ms: number, attempt = 1, orderId = 'o1'): Command =>
    aCommand({ kind: 'LOST_TRACK', at: startAt + ms, claim: { orderId, attempt, runner: 'r2' } }),
  answer: (
    ms: number,
    verdict: Answer['verdict'],
    code: Code | null = null,
    { attempt = 1, orderId = 'o1' } = {},
  ): Command =>
    aCommand({ kind: 'ANSWER', at: startAt + ms, answer: { orderId, attempt, verdict, code } }),
  read: (ms: number, finding: Read['finding'], of: Partial<Read> = {}): Command =>
    aCommand({
      kind: 'READ',
      at: startAt + ms,
      read: {
        orderId: 'o1',
        finding,
        maxMinor: finding === 'FOUND' ? 100_000 : null,
        ...{ isHighBidder: true, isEnded: false, isReserveMet: null, priceMinor: 90_000, endsAt },
        ...of,
      },
    }),
  report: (ms: number, reportedMinor: number, priceMinor: number | null = null): Command =>
    aCommand({ kind: 'REPORT', at: startAt + ms, reportedMinor, priceMinor }),
  result: (ms: number, result: 'WON' | 'LOST'): Command =>
    aCommand({ kind: 'RESULT', at: startAt + ms, result }),
  price: (ms: number, priceMinor: number): Command =>
    aCommand({ kind: 'PRICE', at: startAt + ms, priceMinor }),
};
