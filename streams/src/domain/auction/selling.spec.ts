import {
  aCommand,
  endsAt,
  opensAt,
  sellerOrg,
  someTerms,
} from '../../testing/auction/an-own-lot.ts';
import type { TermsGiven } from '../../testing/auction/an-own-lot.ts';
import { Sale } from '../../testing/auction/sale.ts';
import type { Sender, Wish } from './command.ts';
import { take } from './fold.ts';
import { termsFaults } from './terms.ts';

const money = (major: number): number => major * 100;
const admin = { orgId: 'platform', isAdmin: true };
const dayMs = 86_400_000;

it.each<[faults: string[], terms: TermsGiven]>([
  [[], {}],
  [['RESERVE_BELOW_START'], { reserveMinor: money(499) }],
  [['BUY_NOW_TOO_LOW'], { buyNowMinor: money(500) }],
  [['BUY_NOW_TOO_LOW'], { reserveMinor: money(900), buyNowMinor: money(800) }],
  [['OFF_GRID'], { granularityMinor: 100, startMinor: money(500) + 1 }],
  [['GRANULARITY'], { granularityMinor: 10_000 }],
  [['AMOUNT'], { startMinor: 0 }],
  [['INC_TABLE'], { incTable: 'ebay-usd@99' }],
  [['TIMES'], { endsAt: opensAt }],
  [['RUNS_TOO_LONG'], { endsAt: opensAt + 21 * dayMs + 1 }],
  [['CURRENCY'], { currency: 'euro' }],
  [['MODES'], { policy: { modes: [] } }],
])('faults of terms: %j', (faults, terms) => {
  expect(termsFaults(someTerms(terms))).toEqual(faults);
});

/** A sale whose end has come, with A leading at its start below a reserve. */
function pending(terms: TermsGiven = { reserveMinor: money(1000) }): Sale {
  const sale = new Sale(terms);
  sale.bid('A', { amountMinor: money(700) });
  sale.bid('B', { amountMinor: money(600) });
  sale.timer('CLOSE_DUE', endsAt);
  return sale;
}

it.each<[what: string, terms: TermsGiven, events: string[]]>([
  ['no reserve', {}, ['LotClosed', 'LotAwarded']],
  ['reserve met', { reserveMinor: money(700) }, ['LotClosed', 'LotAwarded']],
  ['below it', { reserveMinor: money(1000) }, ['LotClosed', 'LotPending']],
  [
    'below it, nobody asked',
    { reserveMinor: money(1000), policy: { approval: 'AUTO' } },
    ['LotClosed', 'LotNotSold'],
  ],
  ['always asked', { policy: { approval: 'ALWAYS' } }, ['LotClosed', 'LotPending']],
])('the end: %s', (_what, terms, events) => {
  expect(pending(terms).events).toEqual(events);
});

it('nothing stands at the end', () => {
  const sale = new Sale({ policy: { approval: 'ALWAYS' } });
  sale.timer('CLOSE_DUE', endsAt);
  expect(sale.events).toEqual(['LotClosed', 'LotNotSold']);
});

it.each<[what: string, forAt: number, appendedAt: number, events: number]>([
  ['for another end', endsAt - 1, endsAt, 0],
  ['from a fast clock', endsAt, endsAt - 1, 0],
  ['in time', endsAt, endsAt, 2],
])('a close timer %s', (_what, forAt, appendedAt, events) => {
  const sale = new Sale();
  sale.timer('CLOSE_DUE', forAt, appendedAt);
  expect(sale.events).toHaveLength(events);
  sale.timer('CLOSE_DUE', forAt, appendedAt);
  expect(sale.events).toEqual([]);
});

const until = endsAt + dayMs;
type Answer = [wish: Wish, sender: Partial<Sender>, result: string, status: string];
it.each<Answer>([
  [{ type: 'APPROVE_SALE' }, { receivedAt: until - 1 }, 'DONE', 'SOLD'],
  [{ type: 'APPROVE_SALE' }, { receivedAt: until }, 'ENDED', 'PENDING_APPROVAL'],
  [{ type: 'APPROVE_SALE' }, { orgId: 'A' }, 'NOT_ALLOWED', 'PENDING_APPROVAL'],
  [{ type: 'REJECT_SALE' }, {}, 'DONE', 'NOT_SOLD'],
  [{ type: 'COUNTER', amountMinor: money(650) }, {}, 'AMOUNT', 'PENDING_APPROVAL'],
  [{ type: 'COUNTER', amountMinor: money(900) }, {}, 'DONE', 'COUNTERED'],
])('the seller answers %j %j: %s', (wish, sender, result, status) => {
  const sale = pending();
  expect(sale.bySeller(wish, { receivedAt: endsAt, ...sender })).toBe(result);
  expect(sale.book.status).toBe(status);
});

it.each<[wish: Wish, sender: Partial<Sender>, result: string, status: string]>([
  [{ type: 'ACCEPT_COUNTER' }, {}, 'LEADING', 'SOLD'],
  [{ type: 'DECLINE_COUNTER' }, {}, 'LEADING', 'NOT_SOLD'],
  [{ type: 'ACCEPT_COUNTER' }, { refused: 'LIMIT' }, 'LIMIT', 'COUNTERED'],
  [{ type: 'ACCEPT_COUNTER' }, { orgId: 'B' }, 'NOT_ALLOWED', 'COUNTERED'],
  [{ type: 'ACCEPT_COUNTER' }, { receivedAt: endsAt + dayMs }, 'ENDED', 'COUNTERED'],
])('the buyer answers %j %j: %s', (wish, sender, result, status) => {
  const sale = pending();
  sale.bySeller({ type: 'COUNTER', amountMinor: money(900) }, { receivedAt: endsAt });
  expect(sale.wish(wish, { orgId: 'A', receivedAt: endsAt, ...sender })).toBe(result);
  expect(sale.book.status).toBe(status);
});

it('a deadline ends it', () => {
  const sale = pending();
  sale.timer('DEADLINE_DUE', until - 1);
  expect(sale.events).toEqual([]);
  sale.timer('DEADLINE_DUE', until);
  expect([sale.events, sale.notices]).toEqual([['LotNotSold'], ['A LOST', 'B LOST']]);
});

describe('withdrawal', () => {
  it.each<
    [what: string, bids: number, sender: Partial<Sender>, reason: string | null, result: string]
  >([
    ['the seller, nothing stands', 0, { orgId: sellerOrg }, null, 'DONE'],
    ['the seller, a bid stands', 1, { orgId: sellerOrg }, 'X', 'NOT_ALLOWED'],
    ['an operator without a reason', 1, admin, null, 'NOT_ALLOWED'],
    ['an operator with one', 1, admin, 'FRAUD', 'DONE'],
    ['somebody else', 0, { orgId: 'B' }, 'X', 'NOT_ALLOWED'],
  ])('%s', (_what, bids, sender, reason, result) => {
    const sale = new Sale();
    for (let count = 0; count < bids; count += 1) sale.bid('A', {});
    expect(sale.wish({ type: 'WITHDRAW_LOT', reason }, sender)).toBe(result);
  });

  it('a draft leaves without a public word', () => {
    const seller = { orgId: sellerOrg };
    const create = aCommand({ type: 'CREATE_LOT', terms: someTerms() }, seller);
    const { book } = take('L', undefined, create, opensAt);
    const step = take('L', book, aCommand({ type: 'WITHDRAW_LOT', reason: null }, seller), opensAt);
    expect([step.events, book?.status]).toEqual([[], 'WITHDRAWN']);
  });
});

describe('amendments of an open lot', () => {
  it('the waiver moves no price, and only while the reserve is not met', () => {
    const sale = new Sale({ reserveMinor: money(1000) });
    sale.bid('A', { amountMinor: money(700) });
    expect(sale.amend({ waivesReserve: true })).toBe('DONE');
    expect([sale.events, sale.book.market.priceMinor]).toEqual([['ReserveWaived'], money(500)]);
    expect(sale.amend({ waivesReserve: true })).toBe('NOT_ALLOWED');
    sale.timer('CLOSE_DUE', endsAt);
    expect(sale.book.status).toBe('SOLD');
  });

  it('a later end, but not in the last hour', () => {
    const sale = new Sale({ endsAt: endsAt + 3_600_000 });
    const later = endsAt + 7_200_000;
    expect(sale.amend({ endsAt }, { receivedAt: opensAt })).toBe('NOT_ALLOWED');
    expect(sale.amend({ endsAt: later }, { receivedAt: endsAt })).toBe('NOT_ALLOWED');
    expect(sale.amend({ endsAt: later }, { receivedAt: endsAt - 1 })).toBe('DONE');
    expect(sale.book.endsAt).toBe(later);
  });

  it('a material change voids every bid and leaves time to bid again', () => {
    const sale = new Sale();
    sale.bid('A', {});
    expect(sale.amend({ isMaterial: true })).toBe('NOT_ALLOWED');
    const receivedAt = endsAt - 60_000;
    expect(sale.amend({ isMaterial: true }, { ...admin, receivedAt })).toBe('DONE');
    expect(sale.events).toEqual(['LotAmended', 'BidsVoided', 'PriceChanged']);
    expect(sale.notices).toEqual(['A VOIDED']);
    expect(sale.book.endsAt).toBe(receivedAt + 1_800_000);
    expect(sale.book.market).toMatchObject({ priceMinor: 0, askMinor: money(500) });
  });

  it('a link found later removes that organisation', () => {
    const sale = new Sale();
    sale.bid('A', { amountMinor: money(700) });
    sale.bid('B', { amountMinor: money(900) });
    expect(sale.amend({ excludedOrgs: ['B'] })).toBe('NOT_ALLOWED');
    expect(sale.amend({ excludedOrgs: ['B'] }, admin)).toBe('DONE');
    expect(sale.notices).toEqual(['B VOIDED', 'A LEADING_AGAIN']);
    expect(sale.bid('B', { amountMinor: money(900) })).toBe('LINKED_ORG');
  });

  it('terms are frozen', () => {
    expect(new Sale().amend({ terms: someTerms() })).toBe('NOT_ALLOWED');
  });
});
