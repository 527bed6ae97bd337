/** Soft close as the sites do it (bidding.md section 8): bids at instants, and where the end then lies. */
import type { SoftClose } from '../../domain/auction/terms.ts';
import { aBid, aCommand, anOpenLot, engine, someTerms } from './an-own-lot.ts';
import type { Engine } from './an-own-lot.ts';

const day = Date.UTC(2026, 8, 29);
const minuteMs = 60_000;

/** Instant of `hh:mm:ss.mmm` on the day of the sale. */
function at(text: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = text.split(':').map(Number);
  return day + (hours * 60 + minutes) * minuteMs + Math.round(seconds * 1000);
}

export interface ClosingVector {
  readonly name: string;
  readonly rule: Partial<SoftClose> | null;
  /** `bid -> end`, or `bid -> refusal`; every bid is a new leader's unless it is marked. */
  readonly lines: readonly string[];
}

const same = (minutes: number): Partial<SoftClose> => ({
  windowMs: minutes * minuteMs,
  extMs: minutes * minuteMs,
});

export const closingVectors: readonly ClosingVector[] = [
  { name: 'Troostwijk, at the edge', rule: same(2), lines: ['14:58:00.000 -> 15:00:00.000'] },
  { name: 'Troostwijk, behind it', rule: same(2), lines: ['14:58:00.001 -> 15:00:00.001'] },
  { name: 'Troostwijk, last moment', rule: same(2), lines: ['14:59:59.999 -> 15:01:59.999'] },
  { name: 'MWS 3/3', rule: same(3), lines: ['14:58:00 -> 15:01:00.000'] },
  { name: 'BidSpotter 10/10', rule: same(10), lines: ['14:52:00 -> 15:02:00.000'] },
  { name: 'propertyroom 1/1', rule: same(1), lines: ['14:59:30 -> 15:00:30.000'] },
  {
    name: 'Autorola adds',
    rule: { windowMs: 60_000, extMs: 20_000, mode: 'ADD' },
    lines: ['14:59:30 -> 15:00:20.000', '15:00:05 -> 15:00:40.000'],
  },
  {
    name: 'car-auctions.de MultiBid',
    rule: { windowMs: 15_000, extMs: 15_000 },
    lines: ['14:59:50 -> 15:00:05.000', '15:00:01 -> 15:00:16.000'],
  },
  {
    name: 'at most two extensions',
    rule: { ...same(2), maxExt: 2 },
    lines: [
      '14:59:00 -> 15:01:00.000',
      '15:00:00 -> 15:02:00.000',
      '15:01:00 -> 15:02:00.000',
      '15:02:00 -> ENDED',
    ],
  },
  {
    name: 'a hard end',
    rule: { ...same(2), hardEnd: at('15:01:30') },
    lines: ['14:59:59 -> 15:01:30.000', '15:01:29.999 -> 15:01:30.000', '15:01:30 -> ENDED'],
  },
  {
    name: 'no soft close',
    rule: null,
    lines: ['14:59:59.999 -> 15:00:00.000', '15:00:00 -> ENDED'],
  },
  {
    name: 'a silent raise moves nothing',
    rule: same(2),
    lines: ['14:00:00 -> 15:00:00.000', '14:59:00 raise -> 15:00:00.000'],
  },
  {
    name: 'any bid: a silent raise too',
    rule: { ...same(2), trigger: 'ANY_BID' },
    lines: ['14:00:00 -> 15:00:00.000', '14:59:00 raise -> 15:01:00.000'],
  },
  {
    name: 'only a new leader',
    rule: { ...same(2), trigger: 'LEADER_CHANGE' },
    lines: [
      '14:59:00 -> 15:01:00.000',
      '15:00:00 below -> 15:01:00.000',
      '15:00:30 -> 15:02:30.000',
    ],
  },
  {
    name: 'a stamp before an accepted one counts as that one',
    rule: { windowMs: 60_000, extMs: 20_000, mode: 'ADD' },
    lines: ['14:59:30 -> 15:00:20.000', '14:59:00 -> 15:00:40.000'],
  },
  {
    name: 'a wide window and a short extension never bring the end nearer',
    rule: { windowMs: 300_000, extMs: 60_000 },
    lines: ['14:56:00 -> 15:00:00.000', '14:59:30 -> 15:00:30.000'],
  },
];

const clock = (instant: number): string => new Date(instant).toISOString().slice(11, 23);

/** @returns what came out otherwise, as text; empty when the vector holds */
export function closingFaults({ rule, lines }: ClosingVector, by: Engine = engine): string[] {
  const softClose: SoftClose | null =
    rule === null
      ? null
      : {
          ...{ windowMs: 0, extMs: 0, mode: 'FROM_BID', trigger: 'PRICE_OR_LEADER' },
          ...{ maxExt: null, hardEnd: null, ...rule },
        };
  const [startsAt, endsAt] = [at('12:00:00'), at('15:00:00')];
  const book = anOpenLot(someTerms({ startsAt, endsAt, policy: { softClose } }), by);
  let bidder = 0;
  return lines.flatMap((line) => {
    const [wish = '', expected = ''] = line.split(' -> ');
    const [time = '', what] = wish.split(' ');
    const { leader, askMinor } = book.market;
    if (what !== 'raise') bidder += 1;
    const orgId = what === 'raise' ? (leader?.orgId ?? '') : `org${bidder}`;
    const above = Math.max(askMinor, (leader?.maxMinor ?? 0) + 10_000);
    const amountMinor = what === 'below' ? askMinor : above + 5000;
    const bid = aBid({ amountMinor });
    const command = aCommand({ type: 'PLACE_BID', bid }, { orgId, receivedAt: at(time) });
    const { events, letters } = by.take('L', book, command, at(time));
    const priced = events.find(({ type }) => type === 'PriceChanged');
    const told = priced?.type === 'PriceChanged' ? priced.endsAt : book.endsAt;
    const end = told === book.endsAt ? clock(told) : `${clock(told)} told`;
    const found = letters[0]?.outcome?.code ?? end;
    return found === expected ? [] : [`${wish}: ${found} instead of ${expected}`];
  });
}
