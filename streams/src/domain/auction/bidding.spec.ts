import { aBid, aCommand, endsAt, opensAt } from '../../testing/auction/an-own-lot.ts';
import { Sale } from '../../testing/auction/sale.ts';
import type { PlaceBid, Sender } from './command.ts';
import { take } from './fold.ts';

const money = (major: number): number => major * 100;

/** A bid with every fault at once; each row mends one more, so the order of the checks shows. */
const faulty: Partial<PlaceBid> = { kind: 'FLAT', amountMinor: 1_000_001, currency: 'USD' };
it.each<[code: string, bid: Partial<PlaceBid>, sender: Partial<Sender>]>([
  ['LIMIT', {}, { receivedAt: endsAt, refused: 'LIMIT' }],
  ['NEEDS_APPROVAL', {}, { receivedAt: endsAt, refused: 'NEEDS_APPROVAL' }],
  ['ENDED', {}, { receivedAt: endsAt }],
  ['MODE', {}, { orgId: 'seller' }],
  ['OWN_LOT', { kind: 'PROXY' }, { orgId: 'seller' }],
  ['LINKED_ORG', { kind: 'PROXY' }, { orgId: 'linked' }],
  ['CURRENCY', { kind: 'PROXY' }, {}],
  ['OFF_GRID', { kind: 'PROXY', currency: 'EUR' }, {}],
  ['TOO_LOW', { kind: 'PROXY', currency: 'EUR', amountMinor: money(400) }, {}],
  ['CONFIRM', { kind: 'PROXY', currency: 'EUR', amountMinor: money(20_000) }, {}],
  ['LEADING', { kind: 'PROXY', currency: 'EUR', amountMinor: money(500) }, {}],
])('%s', (code, bid, sender) => {
  const sale = new Sale({ granularityMinor: 100, policy: { modes: ['PROXY'] } });
  expect(sale.bid('A', { ...faulty, confirmMinor: null, ...bid }, sender)).toBe(code);
});

it('a stamp may be a second ahead of the broker, and no more', () => {
  const { book } = new Sale();
  const code = (receivedAt: number) => {
    const command = aCommand({ type: 'PLACE_BID', bid: aBid() }, { receivedAt });
    return take('L', book, command, opensAt).letters[0]?.outcome?.code;
  };
  expect([code(opensAt + 1001), code(opensAt + 1000)]).toEqual(['BAD_STAMP', null]);
});

it.each<
  [
    what: string,
    terms: ConstructorParameters<typeof Sale>[0],
    bid: Partial<PlaceBid>,
    reasons: string[],
  ]
>([
  ['a flat bid ten steps above the ask', {}, { kind: 'FLAT', amountMinor: money(1000) }, []],
  ['one more', {}, { kind: 'FLAT', amountMinor: money(1000) + 1 }, ['JUMP']],
  ['a proxy of ten times the ask', {}, { amountMinor: money(5000) }, []],
  ['one more', {}, { amountMinor: money(5000) + 1 }, ['FAR_ABOVE_ASK']],
  ['125 % of the guide', { guideMinor: money(8000) }, { amountMinor: money(10_000) }, []],
  ['one more', { guideMinor: money(8000) }, { amountMinor: money(10_000) + 1 }, ['ABOVE_GUIDE']],
  ['the buy-now price', { buyNowMinor: money(900) }, { amountMinor: money(900) }, ['GE_BUY_NOW']],
  [
    'a typed zero too many',
    { startMinor: money(5000) },
    { kind: 'FLAT', amountMinor: money(50_000) },
    ['JUMP'],
  ],
])('is it meant? %s', (_what, terms, bid, reasons) => {
  const sale = new Sale(terms);
  const code = sale.bid('A', { ...bid, confirmMinor: null });
  expect([code, sale.reasons]).toEqual([reasons.length > 0 ? 'CONFIRM' : 'LEADING', reasons]);
  if (reasons.length === 0) return;
  expect(sale.bid('A', { ...bid, confirmMinor: 1 })).toBe('CONFIRM');
  expect(sale.bid('A', { ...bid, confirmMinor: bid.amountMinor ?? 0 })).toBe('LEADING');
});

describe('buy-now', () => {
  const wish = { type: 'BUY_NOW', amountMinor: money(900) } as const;

  it('ends the lot at once', () => {
    const sale = new Sale({ buyNowMinor: money(900) });
    expect(sale.wish(wish, { orgId: 'B' })).toBe('DONE');
    expect(sale.events).toEqual(['LotAwarded']);
    expect(sale.notices).toEqual(['B WON', 'seller SOLD']);
    expect(sale.book).toMatchObject({ status: 'SOLD', winnerOrg: 'B', soldMinor: money(900) });
    expect(sale.bid('A', {})).toBe('CLOSED');
  });

  it('is gone with the first bid, for good', () => {
    const sale = new Sale({ buyNowMinor: money(900) });
    sale.bid('A', {});
    expect(sale.events).toEqual(['PriceChanged', 'BuyNowRemoved']);
    expect(sale.wish(wish, { orgId: 'B' })).toBe('BUY_NOW_GONE');
    const admin = { orgId: 'platform', isAdmin: true };
    sale.wish({ type: 'RETRACT_BID', targetOrg: 'A', reasonCode: 'X' }, admin);
    expect(sale.wish(wish, { orgId: 'B' })).toBe('BUY_NOW_GONE');
  });

  it('where there is a reserve, is gone when that is met', () => {
    const sale = new Sale({ buyNowMinor: money(900), reserveMinor: money(700) });
    sale.bid('A', { amountMinor: money(699) });
    expect(sale.events).toEqual(['PriceChanged']);
    expect(sale.wish({ ...wish, amountMinor: money(901) }, { orgId: 'B' })).toBe('AMOUNT');
    sale.bid('A', { amountMinor: money(700) });
    expect(sale.events).toEqual(['PriceChanged', 'BuyNowRemoved']);
  });
});

describe('who is told what', () => {
  it('the one who was outbid, and the one who leads again', () => {
    const sale = new Sale();
    sale.bid('A', { amountMinor: money(700) });
    expect(sale.notices).toEqual([]);
    sale.bid('B', { amountMinor: money(800) });
    expect(sale.notices).toEqual(['A OUTBID']);
    sale.bid('A', { amountMinor: money(800) });
    expect([sale.step?.letters[0]?.outcome?.position, sale.notices]).toEqual(['OUTBID', []]);
    const admin = { orgId: 'platform', isAdmin: true };
    sale.wish({ type: 'RETRACT_BID', targetOrg: 'B', reasonCode: 'X' }, admin);
    expect(sale.notices).toEqual(['B VOIDED', 'A LEADING_AGAIN']);
  });
});

describe('taking a bid back', () => {
  const wish = { type: 'RETRACT_BID', targetOrg: 'A', reasonCode: 'TYPO' } as const;
  const reasoned = { policy: { retract: 'REASONED', untilBeforeEndMs: 60_000 } } as const;

  it.each<
    [what: string, terms: object, sender: Partial<Sender>, reason: string | null, code: string]
  >([
    ['by an operator', {}, { orgId: 'platform', isAdmin: true }, null, 'DONE'],
    ['by itself, where only operators may', {}, { orgId: 'A' }, 'TYPO', 'NOT_ALLOWED'],
    ['by itself, in time', reasoned, { orgId: 'A', receivedAt: endsAt - 60_001 }, 'TYPO', 'DONE'],
    [
      'by itself, too late',
      reasoned,
      { orgId: 'A', receivedAt: endsAt - 60_000 },
      'TYPO',
      'NOT_ALLOWED',
    ],
    ['by itself, without a reason', reasoned, { orgId: 'A' }, null, 'NOT_ALLOWED'],
    ['by another', reasoned, { orgId: 'B' }, 'TYPO', 'NOT_ALLOWED'],
  ])('%s', (_what, terms, sender, reasonCode, code) => {
    const sale = new Sale(terms);
    sale.bid('A', {});
    expect(sale.wish({ ...wish, reasonCode }, sender)).toBe(code);
  });
});

describe('the same command again', () => {
  const key = { clientId: 'tab', clientSeq: 7 };

  it.each<[what: string, amount: number, sender: Partial<Sender>, result: string, repeat: boolean]>(
    [
      ['the stored outcome', 700, key, 'LEADING', true],
      ['another amount under its number', 800, key, 'STALE_SEQ', false],
      ['a lower number', 800, { ...key, clientSeq: 6 }, 'STALE_SEQ', false],
      ['the next number', 800, { ...key, clientSeq: 9 }, 'LEADING', false],
      ['the number of another client', 800, { clientId: 'robot', clientSeq: 1 }, 'LEADING', false],
    ],
  )('%s', (_what, amount, sender, result, repeat) => {
    const sale = new Sale();
    sale.bid('A', { amountMinor: money(700) }, key);
    const { bookVersion } = sale.book;
    expect(sale.bid('A', { amountMinor: money(amount) }, sender)).toBe(result);
    expect(sale.step?.letters[0]?.isRepeat).toBe(repeat);
    expect(sale.book.bookVersion).toBe(repeat ? bookVersion : bookVersion + 1);
  });

  it('a refusal is stored as well; the client silent longest is forgotten', () => {
    const sale = new Sale();
    expect(sale.bid('A', { amountMinor: 1 }, key)).toBe('TOO_LOW');
    expect(sale.bid('A', { amountMinor: 1 }, key)).toBe('TOO_LOW');
    expect(sale.step?.isChanged).toBe(false);
    for (let client = 0; client < 32; client += 1) {
      sale.bid('A', { amountMinor: 1 }, { clientId: `other ${client}`, clientSeq: 1 });
    }
    expect(sale.book.parties.get('A')?.seen).toHaveLength(32);
    sale.bid('A', { amountMinor: 1 }, key);
    expect(sale.step?.isChanged).toBe(true);
  });
});
