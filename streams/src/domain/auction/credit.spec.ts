import { applied, exposure, newAccount, reserve, settled } from './credit.ts';
import type { Account, Told } from './credit.ts';

/** One line: `lot wish`; wishes are an amount to reserve, or what the lot said. */
function play(limit: number, lines: readonly string[]): (number | 'LIMIT')[] {
  let account: Account = newAccount(limit);
  let number = 0;
  return lines.map((line) => {
    const [lotId = '', what = '', amount = '0'] = line.split(' ');
    if (what === 'wants') {
      const reserved = reserve(account, lotId, Number(amount));
      if (!reserved.ok) return reserved.code;
      account = reserved.account;
    } else if (what === 'settled') account = settled(account, lotId);
    else account = applied(account, lotId, told(what, Number(amount), (number += 1)));
    return exposure(account);
  });
}

function told(what: string, amountMinor: number, number: number): Told {
  switch (what) {
    case 'LEADING':
    case 'OUTBID_AT_ONCE': {
      const position = what === 'LEADING' ? 'LEADING' : 'OUTBID';
      const outcome = { result: 'ACCEPTED', position, ownMaxMinor: amountMinor } as const;
      return { number, outcome, notice: null };
    }
    case 'REJECTED':
      return {
        number,
        outcome: { result: 'REJECTED', position: null, ownMaxMinor: null },
        notice: null,
      };
    case 'OUTBID':
    case 'LEADING_AGAIN':
    case 'WON':
    case 'LOST':
      return { number, outcome: null, notice: { kind: what, amountMinor } };
    default:
      throw new Error(what);
  }
}

it.each<[what: string, lines: string[], exposures: (number | 'LIMIT')[]]>([
  [
    'maxima count, not prices',
    ['1 wants 12000', '1 LEADING 12000', '2 wants 9000', '1 wants 15000'],
    [12_000, 12_000, 'LIMIT', 15_000],
  ],
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
    'won turns the maximum into the price',
    ['1 wants 12000', '1 LEADING 12000', '1 WON 9000', '2 wants 11000', '1 settled'],
    [12_000, 12_000, 9000, 20_000, 11_000],
  ],
  ['lost', ['1 wants 12000', '1 LEADING 12000', '1 LOST'], [12_000, 12_000, 0]],
])('%s', (_what, lines, exposures) => {
  expect(play(20_000, lines)).toEqual(exposures);
});

it('an older letter changes nothing', () => {
  const reserved = reserve(newAccount(20_000), '1', 9000);
  if (!reserved.ok) throw new Error(reserved.code);
  const leading = applied(reserved.account, '1', told('LEADING', 9000, 2));
  expect(applied(leading, '1', told('OUTBID', 0, 2))).toBe(leading);
  expect(exposure(applied(leading, '1', told('OUTBID', 0, 3)))).toBe(0);
});

it('a lead that returns may exceed the limit, and then nothing more is allowed', () => {
  const lines = [
    '1 wants 12000',
    '1 LEADING 12000',
    '1 OUTBID',
    '2 wants 15000',
    '2 LEADING 15000',
    '1 LEADING_AGAIN',
    '3 wants 1',
  ];
  expect(play(20_000, lines).slice(-2)).toEqual([27_000, 'LIMIT']);
});
