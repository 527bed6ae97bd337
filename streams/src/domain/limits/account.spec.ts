import { exposureMinor, isBeyond, lotsLed, newAccount, settled, withLimits } from './account.ts';
import type { Account, Limits } from './account.ts';
import { placed } from './placed.ts';
import type { Placed } from './placed.ts';
import { reserved } from './reserve.ts';
import { told } from './told.ts';
import type { Told } from './told.ts';

const credit: Limits = { version: 1, creditMinor: 20_000, currency: 'EUR', lotsLedMax: null };

/** A line is `lot event amount`: what an organisation wishes, or what the lot says about it. */
class Story {
  account: Account;
  #count = 0;
  readonly #sent = new Map<string, string>();

  constructor(limits: Limits = credit) {
    this.account = withLimits(newAccount, limits);
  }

  play(lines: readonly string[]): (number | 'LIMIT')[] {
    return lines.map((line) => {
      const [lotId = '', event = '', amount = '0', currency = 'EUR'] = line.split(' ');
      return this.#play(lotId, event, Number(amount), currency);
    });
  }

  #play(lotId: string, event: string, amountMinor: number, currency: string): number | 'LIMIT' {
    this.#count += 1;
    const commandId = `c${this.#count}`;
    const wishes: Readonly<Record<string, Parameters<typeof reserved>[1]['what']>> = {
      wants: { type: 'BID', amountMinor },
      buys: { type: 'BUY_NOW', amountMinor },
      accepts: { type: 'ACCEPT_COUNTER' },
    };
    const what = wishes[event];
    if (what !== undefined) {
      const { account, refusal } = reserved(this.account, { commandId, lotId, currency, what });
      this.account = account;
      this.#sent.set(lotId, commandId);
      return refusal ?? exposureMinor(account);
    }
    this.account =
      event === 'settled'
        ? settled(this.account, lotId)
        : told(this.account, this.#letter(lotId, event, amountMinor));
    return exposureMinor(this.account);
  }

  #letter(lotId: string, event: string, amountMinor: number): Told {
    const letter = { lotId, number: this.#count, currency: 'EUR', isRepeat: false };
    const position = event === 'LEADING' || event === 'OUTBID_AT_ONCE' || event === 'DONE';
    if (!position && event !== 'REJECTED') {
      return { ...letter, commandId: null, outcome: null, notice: { kind: event, amountMinor } };
    }
    const outcome = {
      result: position ? 'ACCEPTED' : 'REJECTED',
      position: event === 'LEADING' ? 'LEADING' : event === 'OUTBID_AT_ONCE' ? 'OUTBID' : null,
      ownMaxMinor: event === 'DONE' ? null : amountMinor,
    } as const;
    return { ...letter, commandId: this.#sent.get(lotId) ?? null, outcome, notice: null };
  }
}

it.each<[what: string, lines: string[], exposures: (number | 'LIMIT')[]]>([
  [
    'maxima count, not prices',
    ['1 wants 12000', '1 LEADING 12000', '2 wants 9000', '1 wants 15000'],
    [12_000, 12_000, 'LIMIT', 15_000],
  ],
  ['exactly the credit', ['1 wants 20000', '2 wants 1'], [20_000, 'LIMIT']],
  [
    'a refusal gives the old value back',
    ['1 wants 12000', '1 LEADING 12000', '1 wants 15000', '1 REJECTED'],
    [12_000, 12_000, 15_000, 12_000],
  ],
  [
    'outbid releases, leading again binds again',
    ['1 wants 12000', '1 LEADING 12000', '1 OUTBID', '1 LEADING_AGAIN'],
    [12_000, 12_000, 0, 12_000],
  ],
  ['outbid at once', ['1 wants 12000', '1 OUTBID_AT_ONCE 12000'], [12_000, 0]],
  [
    'outbid while a raise is on its way',
    ['1 wants 9000', '1 LEADING 9000', '1 wants 12000', '1 OUTBID', '1 REJECTED'],
    [9000, 9000, 12_000, 12_000, 0],
  ],
  [
    'a lower maximum is bound once it is accepted',
    ['1 wants 12000', '1 LEADING 12000', '1 wants 9000', '1 LEADING 9000'],
    [12_000, 12_000, 12_000, 9000],
  ],
  [
    'won turns the maximum into the price',
    ['1 wants 12000', '1 LEADING 12000', '1 WON 9000', '2 wants 11000', '1 settled'],
    [12_000, 12_000, 9000, 20_000, 11_000],
  ],
  ['lost', ['1 wants 12000', '1 LEADING 12000', '1 LOST'], [12_000, 12_000, 0]],
  ['voided', ['1 wants 12000', '1 LEADING 12000', '1 VOIDED'], [12_000, 12_000, 0]],
  [
    'a lead that returns may exceed the credit, and then nothing more is allowed',
    ['1 wants 12000', '1 LEADING 12000', '1 OUTBID', '2 wants 15000', '2 LEADING 15000'].concat(
      '1 LEADING_AGAIN',
      '3 wants 1',
      '1 wants 12000',
    ),
    [12_000, 12_000, 0, 15_000, 15_000, 27_000, 'LIMIT', 'LIMIT'],
  ],
  [
    'buy now is bound from the purchase to the letter WON',
    ['1 buys 15000', '2 wants 6000', '1 DONE', '2 wants 6000', '1 WON 15000', '2 wants 5000'],
    [15_000, 'LIMIT', 15_000, 'LIMIT', 15_000, 20_000],
  ],
  [
    'a counter-offer frees, accepting it binds to it',
    [
      '1 wants 9000',
      '1 LEADING 9000',
      '1 COUNTER_OFFERED 12000',
      '1 accepts',
      '1 LEADING 9000',
    ].concat('1 WON 12000'),
    [9000, 9000, 0, 12_000, 12_000, 12_000],
  ],
  [
    'a counter-offer above what is left',
    [
      '1 wants 9000',
      '1 LEADING 9000',
      '1 COUNTER_OFFERED 12000',
      '2 wants 10000',
      '1 accepts',
    ].concat('1 LOST'),
    [9000, 9000, 0, 10_000, 'LIMIT', 10_000],
  ],
  ['nothing was offered: the lot says so', ['1 accepts', '1 REJECTED'], [0, 0]],
  [
    'an offer that was not told yet',
    ['1 wants 9000', '1 LEADING 9000', '1 accepts'],
    [9000, 9000, 'LIMIT'],
  ],
  ['nothing is granted in another currency', ['1 wants 100 USD', '2 wants 100'], ['LIMIT', 100]],
])('%s', (_what, lines, exposures) => {
  expect(new Story().play(lines)).toEqual(exposures);
});

it('lots led are counted with those in flight, and without those won', () => {
  const story = new Story({ version: 1, creditMinor: null, currency: null, lotsLedMax: 2 });
  const lines = ['1 wants 10', '2 wants 10', '3 wants 10', '1 LEADING 10', '1 wants 20'];
  expect(story.play(lines)).toEqual([10, 20, 'LIMIT', 20, 30]);
  story.play(['1 WON 10', '3 wants 10']);
  expect(lotsLed(story.account)).toBe(2);
});

it('without limits everything is allowed, and remembered for when one is set', () => {
  const story = new Story({ version: 0, creditMinor: null, currency: null, lotsLedMax: null });
  expect(story.play(['1 wants 99000000', '1 LEADING 99000000'])).toEqual([99e6, 99e6]);
  story.account = withLimits(story.account, credit);
  expect(isBeyond(story.account)).toBe(true);
  expect(story.play(['2 wants 1'])).toEqual(['LIMIT']);
});

it('beyond one credit is beyond, whatever the others leave', () => {
  const usd = { currency: 'USD', creditMinor: 100 };
  const story = new Story({ ...credit, further: [usd] });
  expect(story.play(['1 wants 100 USD', '2 wants 20000', '3 wants 1 USD'])).toEqual([
    ...[0, 20_000, 'LIMIT'],
  ]);
  expect(isBeyond(story.account)).toBe(false);
  const less = { ...usd, creditMinor: 99 };
  const lowered = withLimits(story.account, { ...credit, version: 2, further: [less] });
  expect(isBeyond(lowered)).toBe(true);
});

it('older limits change nothing', () => {
  const { account } = new Story({ ...credit, version: 2 });
  expect(withLimits(account, { ...credit, version: 2, creditMinor: 1 })).toBe(account);
});

describe('placements at other sites', () => {
  const news = (number: number, boundMinor: number, given: Partial<Placed> = {}): Placed => ({
    ...{ lotId: 'E', number, currency: 'EUR', boundMinor, isWon: false, orders: ['o1'] },
    ...given,
  });
  const wants = (account: Account, commandId: string, amountMinor: number) =>
    reserved(account, {
      ...{ commandId, lotId: 'E', currency: 'EUR', what: { type: 'BID', amountMinor } },
    });
  const start = new Story().account;

  it('an order binds from its passing on; what its placement says replaces it', () => {
    const { account } = wants(start, 'o1', 12_000);
    expect(exposureMinor(account)).toBe(12_000);
    expect(exposureMinor(placed(account, news(1, 12_000)))).toBe(12_000);
    expect(exposureMinor(placed(account, news(1, 0)))).toBe(0);
    expect(exposureMinor(placed(account, news(1, 0, { orders: [] })))).toBe(12_000);
    expect(wants(placed(account, news(1, 12_000)), 'o2', 20_001).refusal).toBe('LIMIT');
  });
  it('older news only end the flights of the orders they name', () => {
    const known = placed(start, news(5, 9000));
    expect(placed(known, news(4, 0))).toBe(known);
    const { account } = wants(known, 'o1', 12_000);
    expect(exposureMinor(account)).toBe(12_000);
    expect(exposureMinor(placed(account, news(5, 9000)))).toBe(9000);
  });
  it('a report binds whatever the credit is, and a settled lot stays settled', () => {
    const beyond = placed(start, news(1, 25_000));
    expect(isBeyond(beyond)).toBe(true);
    expect(wants(beyond, 'o3', 1).refusal).toBe('LIMIT');
    const won = placed(beyond, news(2, 25_000, { isWon: true }));
    const paid = settled(won, 'E');
    expect(exposureMinor(placed(paid, news(3, 25_000, { isWon: true })))).toBe(0);
  });
});

describe('letters that come again', () => {
  const letter: Told = {
    lotId: '1',
    number: 2,
    commandId: 'c1',
    currency: 'EUR',
    isRepeat: false,
    outcome: { result: 'ACCEPTED', position: 'LEADING', ownMaxMinor: 9000 },
    notice: null,
  };
  const notice = (number: number, kind: string): Told => ({
    ...letter,
    number,
    commandId: null,
    outcome: null,
    notice: { kind, amountMinor: null },
  });
  const leading = told(new Story().account, letter);

  it('an older letter changes nothing', () => {
    expect(told(leading, letter)).toBe(leading);
    expect(told(leading, notice(2, 'OUTBID'))).toBe(leading);
    expect(exposureMinor(told(leading, notice(3, 'OUTBID')))).toBe(0);
  });

  it('a repeated outcome ends the flight of the repeated command, and says nothing new', () => {
    const outbid = told(leading, notice(3, 'OUTBID'));
    const binding = { commandId: 'c2', lotId: '1', currency: 'EUR' };
    const again = reserved(outbid, { ...binding, what: { type: 'BID', amountMinor: 9000 } });
    expect(exposureMinor(again.account)).toBe(9000);
    const repeat = { ...letter, commandId: 'c2', isRepeat: true };
    expect(exposureMinor(told(again.account, repeat))).toBe(0);
    expect(exposureMinor(told(again.account, { ...repeat, number: 0 }))).toBe(0);
  });

  it('a repeated outcome of a lot that was forgotten binds to nothing', () => {
    const what = { type: 'BID', amountMinor: 9000 } as const;
    const binding = { commandId: 'c2', lotId: '1', currency: 'EUR', what };
    const { account } = reserved(newAccount, binding);
    const repeat = { ...letter, commandId: 'c2', isRepeat: true };
    expect(exposureMinor(told(account, repeat))).toBe(0);
  });

  it('lots that are over are forgotten, the longest ago first, and those that bind are not', () => {
    let account = leading;
    for (let lot = 0; lot < 200; lot += 1) {
      const lotId = `over${lot}`;
      account = told(account, { ...letter, lotId });
      account = told(account, { ...notice(3, 'LOST'), lotId });
    }
    expect(account.reservations.size).toBe(65);
    expect(account.reservations.has('over199')).toBe(true);
    expect(exposureMinor(account)).toBe(9000);
  });

  it('letters to sellers and refusals of strangers leave no trace', () => {
    const refused = { ...letter, outcome: { ...letter.outcome!, result: 'REJECTED' as const } };
    expect(told(newAccount, refused)).toBe(newAccount);
    expect(told(newAccount, notice(1, 'SOLD'))).toBe(newAccount);
  });
});
