import type { LotOutcome, Notice, Outcome } from '@auction/avro/records';
import type { LiveEvent } from '../board-protocol.ts';
import { keptMs } from './event-memory.ts';
import { ownEventOf } from './own-event.ts';
import { OwnEvents } from './own-events.ts';

const outcome: Outcome = {
  result: 'ACCEPTED',
  position: 'LEADING',
  ownMaxMinor: 900,
  priceMinor: 500,
  code: null,
  askMinor: 510,
  reasons: [],
  closedSeq: null,
  letterNumber: 1,
};
const aLetter = (given: Partial<LotOutcome> = {}): LotOutcome => ({
  lotId: 'lot',
  toOrg: 'north',
  number: 1,
  commandId: null,
  clientId: '',
  clientSeq: 0,
  isRepeat: false,
  at: 1_000,
  seq: 1,
  currency: null,
  outcome: null,
  notice: null,
  ...given,
});
const aNotice = (kind: Notice['kind']): Notice => ({ kind, priceMinor: 500, amountMinor: null });
const anAnswer = (given: Partial<LotOutcome> = {}) =>
  aLetter({ commandId: 'command', outcome, ...given });

test.each<[string, LotOutcome, string | undefined]>([
  ['answer', anAnswer(), 'bid o-lot-1 BUYING'],
  ['answer given again', anAnswer({ isRepeat: true }), 'bid c-command BUYING'],
  ['no such lot', anAnswer({ number: 0 }), 'bid c-command BUYING'],
  ['outbid', aLetter({ notice: aNotice('OUTBID') }), 'outbid o-lot-1 BUYING'],
  ['leading again', aLetter({ notice: aNotice('LEADING_AGAIN') }), 'leading o-lot-1 BUYING'],
  ['won', aLetter({ notice: aNotice('WON') }), 'won o-lot-1 BUYING'],
  ['lost', aLetter({ notice: aNotice('LOST') }), 'lost o-lot-1 BUYING'],
  ['counter-offer', aLetter({ notice: aNotice('COUNTER_OFFERED') }), 'sale o-lot-1 BUYING'],
  ['sold', aLetter({ notice: aNotice('SOLD') }), 'sale o-lot-1 SELLING'],
  ['nothing', aLetter(), undefined],
])('%s', (_name, letter, expected) => {
  const event = ownEventOf(letter);
  expect(event && `${event.kind} ${event.id} ${event.side}`).toBe(expected);
});

class Reader {
  readonly told: LiveEvent[] = [];
  readonly user: { readonly id: string; readonly org: string | null; readonly roles: string[] };
  constructor(org: string | null, roles: string[], id = 'somebody') {
    this.user = { id, org, roles };
  }
  sendEvent(event: LiveEvent): void {
    this.told.push(event);
  }
  get kinds(): string[] {
    return this.told.map(({ kind, id }) => (kind === 'gap' ? 'gap' : id));
  }
}

const unknown = { rowOf: () => undefined, titleOf: () => undefined };

function aLane() {
  const clock = { nowMs: 1_000_000 };
  const lane = new OwnEvents(2, { ...unknown, now: () => clock.nowMs });
  lane.startAt([10, 20]);
  let offset = 20;
  const outbid = (number: number, toOrg = 'north') =>
    lane.take(aLetter({ number, toOrg, notice: aNotice('OUTBID') }), 1, offset++);
  return { clock, lane, outbid };
}

test('only sockets of the organisation, and of those who may know', () => {
  const { lane, outbid } = aLane();
  const buyer = new Reader('north', ['BUYER']);
  const seller = new Reader('north', ['SELLER']);
  const other = new Reader('south', ['ADMIN']);
  const visitor = new Reader(null, []);
  for (const reader of [buyer, seller, other, visitor]) lane.join(reader, undefined);
  outbid(1);
  lane.take(aLetter({ number: 2, notice: aNotice('SOLD') }), 0, 10);
  lane.leave(buyer);
  outbid(3);
  expect(buyer.kinds).toEqual(['o-lot-1']);
  expect(seller.kinds).toEqual(['o-lot-2']);
  expect([...other.told, ...visitor.told]).toEqual([]);
});

test('an alert goes to one person', () => {
  const { lane } = aLane();
  const [alice, bob] = [new Reader('north', [], 'alice'), new Reader('north', [], 'bob')];
  lane.join(alice, undefined);
  lane.join(bob, undefined);
  const event = { id: 'a', kind: 'alert', at: 1, data: {} } as const;
  lane.tellPerson({ organisationId: 'north', userId: 'bob', event });
  expect([alice.kinds, bob.kinds]).toEqual([[], ['a']]);
});

describe('a socket that comes back', () => {
  const back = (lane: OwnEvents, cursor: string | undefined) => {
    const reader = new Reader('north', ['BUYER']);
    lane.join(reader, cursor);
    return reader;
  };
  const cursorOf = (lane: OwnEvents) => lane.standing({ id: 'x', org: 'north', roles: [] }).ev;

  test('gets what it missed and nothing twice', () => {
    const { lane, outbid } = aLane();
    outbid(1);
    const cursor = cursorOf(lane);
    outbid(2);
    outbid(3, 'south');
    outbid(4);
    const reader = back(lane, cursor);
    expect(reader.kinds).toEqual(['o-lot-2', 'o-lot-4']);
    expect(back(lane, reader.told.at(-1)?.cur).kinds).toEqual([]);
    expect(back(lane, undefined).kinds).toEqual([]);
  });

  test('is told of a gap when something it missed is forgotten, and only then', () => {
    const { clock, lane, outbid } = aLane();
    const cursor = cursorOf(lane);
    outbid(1);
    const later = cursorOf(lane);
    clock.nowMs += keptMs + 1;
    outbid(2);
    expect(back(lane, cursor).kinds).toEqual(['gap', 'o-lot-2']);
    expect(back(lane, later).kinds).toEqual(['o-lot-2']);
    const [gap] = back(lane, cursor).told;
    expect(gap?.data).toEqual({ since: 1_000_000 - 60_000 });
  });

  test('is told of a gap when this gateway began later, the cursor is none, or too much was missed', () => {
    const { lane, outbid } = aLane();
    const cursor = cursorOf(lane);
    for (let number = 1; number <= 201; number++) outbid(number);
    expect(back(lane, cursor).kinds).toEqual(['gap']);
    expect(back(lane, 'nonsense').kinds).toEqual(['gap']);
    const young = new OwnEvents(2, { ...unknown, now: () => 5 });
    young.startAt([11, 300]);
    expect(back(young, cursor).kinds).toEqual(['gap']);
  });
});
