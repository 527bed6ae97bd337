import { closed, observed } from './external-lot.ts';
import type { LotBook, Observation } from './external-lot.ts';

interface Summary {
  readonly title: string;
  readonly damage: readonly string[];
}

const hourMs = 3_600_000;
const monday = Date.UTC(2026, 8, 28);

/** `mon 10`, `tue 9.5`: hours after the midnight that begins that day. */
function at(text: string): number {
  const [day = '', hours = ''] = text.split(' ');
  return monday + (['mon', 'tue', 'wed', 'thu'].indexOf(day) * 24 + Number(hours)) * hourMs;
}

type Given = Partial<Observation<Summary>> & {
  readonly seen: string;
  readonly ends?: string | null;
};
type Step = Given | { readonly timer: string; readonly for: string };

function observation(given: Given, fetchSeq: number): Observation<Summary> {
  const { seen, ends = 'tue 10', ...rest } = given;
  const endsAt = ends === null ? null : at(ends);
  return {
    site: 'copart',
    siteListingId: '41',
    fetchSeq,
    observedAt: at(seen),
    publishedAt: at(seen) + 1000,
    presence: 'LISTED',
    currency: 'USD',
    priceMinor: null,
    bidCount: null,
    askMinor: null,
    outcome: 'UNKNOWN',
    buyNowMinor: null,
    reserve: 'NONE',
    startsAt: endsAt,
    endsAt,
    endsAtPrecision: endsAt === null ? 'NONE' : 'MINUTE',
    summary: { title: 'A CAR', damage: ['FRONT END'] },
    ...rest,
  };
}

/** Plays observations and timers in the order of the log; a stale one leaves the book as it is. */
function play(steps: readonly Step[]): LotBook<Summary> | undefined {
  return steps.reduce<LotBook<Summary> | undefined>((book, step, index) => {
    if ('timer' in step) {
      return closed(book, { forEndsAt: at(step.for), at: at(step.timer) }) ?? book;
    }
    return observed('LOT', book, observation(step, step.fetchSeq ?? index + 1)) ?? book;
  }, undefined);
}

/** Status, reason, price and version: `ENDED NO_NEWS_24H 500 v3`. */
function told(steps: readonly Step[]): string {
  const row = play(steps)?.row;
  if (row === undefined) return 'no lot';
  const { status, statusReason, priceMinor, version } = row;
  return [status, statusReason, priceMinor, `v${version}`]
    .filter((part) => part !== null)
    .join(' ');
}

const bid = (seen: string, priceMinor: number): Given => ({ seen, priceMinor });
const gone = (seen: string): Given => ({ seen, presence: 'GONE' });
const endTimer: Step = { timer: 'tue 10', for: 'tue 10' };
const dayTimer: Step = { timer: 'wed 10', for: 'tue 10' };

describe('status', () => {
  it.each<[what: string, steps: Step[], expected: string]>([
    ['no date', [{ seen: 'mon 10', ends: null }], 'SCHEDULED v1'],
    ['a date ahead', [{ seen: 'mon 10' }], 'OPEN v1'],
    ['a date is given', [{ seen: 'mon 9', ends: null }, { seen: 'mon 10' }], 'OPEN v2'],
    ['the date is taken away', [{ seen: 'mon 9' }, { seen: 'mon 10', ends: null }], 'SCHEDULED v2'],
    ['first seen after its end', [{ seen: 'tue 11' }], 'ENDING_UNCONFIRMED v1'],
    ['first seen a day after its end', [{ seen: 'wed 11' }], 'ENDED NO_NEWS_24H v1'],
    ['the end comes by timer', [{ seen: 'mon 10' }, endTimer], 'ENDING_UNCONFIRMED v2'],
    [
      'the end comes by a later file',
      [{ seen: 'mon 10' }, bid('tue 11', 500)],
      'ENDING_UNCONFIRMED 500 v2',
    ],
    ['a day without news', [{ seen: 'mon 10' }, endTimer, dayTimer], 'ENDED NO_NEWS_24H v3'],
    ['gone before the end', [{ seen: 'mon 10' }, gone('mon 11')], 'WITHDRAWN GONE_BEFORE_END v2'],
    [
      'gone without a date',
      [
        { seen: 'mon 10', ends: null },
        { ...gone('mon 11'), ends: null },
      ],
      'WITHDRAWN GONE_BEFORE_END v2',
    ],
    ['gone after the end', [{ seen: 'mon 10' }, gone('tue 10.5')], 'ENDED GONE_AFTER_END v2'],
    [
      'gone confirms no fall: it repeats what was said last',
      [
        { seen: 'mon 10', priceMinor: 500, bidCount: 5 },
        { seen: 'mon 11', priceMinor: 400, bidCount: 5 },
        { ...gone('tue 10.5'), priceMinor: 400, bidCount: 5 },
      ],
      'ENDED GONE_AFTER_END 500 v2',
    ],
    [
      'gone in a file older than the timer',
      [{ seen: 'mon 10' }, endTimer, gone('tue 9.9')],
      'ENDED GONE_AFTER_END v3',
    ],
    [
      'gone long after the end: ended already',
      [{ seen: 'mon 10' }, endTimer, dayTimer, gone('wed 12')],
      'ENDED NO_NEWS_24H v3',
    ],
    [
      'the last price is never called a sale',
      [bid('mon 10', 500), gone('tue 11')],
      'ENDED GONE_AFTER_END 500 v2',
    ],
    [
      'a later end reopens',
      [{ seen: 'mon 10' }, endTimer, { seen: 'tue 11', ends: 'thu 10' }],
      'OPEN v3',
    ],
    [
      'a later end reopens an ended lot',
      [{ seen: 'mon 10' }, gone('tue 11'), { seen: 'tue 12', ends: 'thu 10' }],
      'OPEN v3',
    ],
    [
      'back in the feed before its end',
      [{ seen: 'mon 10' }, gone('mon 11'), { seen: 'mon 12' }],
      'OPEN v3',
    ],
    ['the end is moved later', [{ seen: 'mon 10' }, { seen: 'mon 11', ends: 'wed 10' }], 'OPEN v2'],
    [
      'the end is moved earlier',
      [{ seen: 'mon 10' }, { seen: 'mon 11', ends: 'mon 18' }],
      'OPEN v2',
    ],
    [
      'moved to an end that has passed',
      [{ seen: 'mon 10' }, { seen: 'mon 11', ends: 'mon 10.5' }],
      'ENDING_UNCONFIRMED v2',
    ],
    [
      'a file older than the timer does not reopen',
      [{ seen: 'mon 10' }, endTimer, bid('tue 9.9', 500)],
      'ENDING_UNCONFIRMED 500 v3',
    ],
    [
      'nor one older than the day timer',
      [{ seen: 'mon 10' }, endTimer, dayTimer, bid('wed 9.9', 500)],
      'ENDED NO_NEWS_24H 500 v4',
    ],
  ])('%s', (_what, steps, expected) => {
    expect(told(steps)).toBe(expected);
  });
});

describe('timers that change nothing', () => {
  it.each<[what: string, steps: Step[], expected: string]>([
    ['for an unknown lot', [endTimer], 'no lot'],
    [
      'for an end that was moved',
      [{ seen: 'mon 10' }, { seen: 'mon 11', ends: 'wed 10' }, endTimer],
      'OPEN v2',
    ],
    ['twice', [{ seen: 'mon 10' }, endTimer, endTimer], 'ENDING_UNCONFIRMED v2'],
    ['too early', [{ seen: 'mon 10' }, { timer: 'tue 9', for: 'tue 10' }], 'OPEN v1'],
    [
      'for a lot that is gone',
      [{ seen: 'mon 10' }, gone('mon 11'), endTimer],
      'WITHDRAWN GONE_BEFORE_END v2',
    ],
    ['in the wrong order', [{ seen: 'mon 10' }, dayTimer, endTimer], 'ENDED NO_NEWS_24H v2'],
    ['for a lot without a date', [{ seen: 'mon 10', ends: null }, endTimer], 'SCHEDULED v1'],
  ])('%s', (_what, steps, expected) => {
    expect(told(steps)).toBe(expected);
  });
});

describe('price', () => {
  it.each<[what: string, steps: Step[], expected: string]>([
    ['no bid yet', [{ seen: 'mon 10' }], 'OPEN v1'],
    [
      'a correction downwards by a newer file',
      [bid('mon 10', 5200), bid('mon 11', 4900)],
      'OPEN 4900 v2',
    ],
    [
      'a late observation is ignored',
      [bid('mon 10', 5200), { ...bid('mon 9', 9900), fetchSeq: 1 }],
      'OPEN 5200 v1',
    ],
    [
      'the same observation twice',
      [bid('mon 10', 5200), { ...bid('mon 10', 5200), fetchSeq: 1 }],
      'OPEN 5200 v1',
    ],
    ['no price said: the old one stays', [bid('mon 10', 5200), { seen: 'mon 11' }], 'OPEN 5200 v1'],
    [
      'run again without a bid: the old price was of the last attempt',
      [bid('mon 10', 5200), endTimer, { seen: 'tue 11', ends: 'thu 10' }],
      'OPEN v3',
    ],
    [
      'not sold and not dated again yet',
      [bid('mon 10', 5200), { seen: 'tue 11', ends: null }],
      'SCHEDULED v2',
    ],
    [
      'moved before its end: the bids stay',
      [bid('mon 10', 5200), { seen: 'mon 11', ends: 'thu 10' }],
      'OPEN 5200 v2',
    ],
    [
      'another currency: amounts are not compared',
      [bid('mon 10', 5200), { ...bid('mon 11', 4000), currency: 'CAD' }],
      'OPEN 4000 v2',
    ],
  ])('%s', (_what, steps, expected) => {
    expect(told(steps)).toBe(expected);
  });

  it.each<[what: string, steps: Step[], corrections: number]>([
    ['a fall', [bid('mon 10', 5200), bid('mon 11', 4900)], 1],
    ['two falls', [bid('mon 10', 5200), bid('mon 11', 4900), bid('mon 12', 4800)], 2],
    [
      'a fall in a new attempt is none',
      [bid('mon 10', 5200), endTimer, { ...bid('tue 11', 100), ends: 'thu 10' }],
      0,
    ],
    [
      'another currency is none',
      [bid('mon 10', 5200), { ...bid('mon 11', 4000), currency: 'CAD' }],
      0,
    ],
  ])('counts corrections: %s', (_what, steps, corrections) => {
    expect(play(steps)?.row.correctionCount).toBe(corrections);
  });
});

describe('the public row', () => {
  it('stays the same object, and so unwritten, when only the observation is newer', () => {
    const before = play([bid('mon 10', 5200)]);
    const after = observed('LOT', before, observation(bid('mon 11', 5200), 2));
    expect(after?.row).toBe(before?.row);
    expect(after?.fetchSeq).toBe(2);
  });

  it.each<[what: string, change: Partial<Observation<Summary>>]>([
    ['a fact of the vehicle', { summary: { title: 'ANOTHER CAR', damage: ['FRONT END'] } }],
    ['an item of a list', { summary: { title: 'A CAR', damage: ['HAIL'] } }],
    ['the buy-now price', { buyNowMinor: 900 }],
    ['the reserve', { reserve: 'ON_APPROVAL' }],
  ])('changes with %s', (_what, change) => {
    const steps = [bid('mon 10', 5200), { ...bid('mon 11', 5200), ...change }];
    expect(play(steps)?.row.version).toBe(2);
  });

  it('keeps the first sighting, and carries the instants by which latency is measured', () => {
    const row = play([bid('mon 10', 5200), bid('mon 11', 5300)])?.row;
    expect(row).toMatchObject({
      firstSeenAt: at('mon 10'),
      observedAt: at('mon 11'),
      publishedAt: at('mon 11') + 1000,
    });
    expect(play([{ seen: 'mon 10' }, endTimer])?.row).toMatchObject({
      observedAt: at('mon 10'),
      publishedAt: 0,
    });
  });
});

describe('a lot that is run again keeps how its earlier runs ended', () => {
  const later: Given = { seen: 'tue 11', ends: 'thu 10' };
  it.each<[what: string, steps: Step[], expected: string[]]>([
    ['one run', [bid('mon 10', 500), endTimer], []],
    ['no word on how it ended', [bid('mon 10', 500), endTimer, later], ['ENDED RUN_AGAIN 500']],
    ['nothing heard for a day', [bid('mon 10', 500), dayTimer, later], ['ENDED NO_NEWS_24H 500']],
    [
      'not sold by the word of the site',
      [{ ...bid('mon 10', 500), outcome: 'NOT_SOLD' }, later],
      ['NOT_SOLD 500'],
    ],
    ['sold, and offered again', [{ seen: 'mon 10', outcome: 'SOLD' }, later], ['SOLD']],
    [
      'the end is moved while it runs',
      [bid('mon 10', 500), { seen: 'mon 11', ends: 'thu 10' }],
      [],
    ],
    [
      'back without a date, then with one: one run',
      [
        bid('mon 10', 500),
        endTimer,
        { seen: 'tue 11', ends: null },
        { seen: 'tue 12', ends: 'wed 10' },
      ],
      ['ENDED RUN_AGAIN 500'],
    ],
    [
      'run again and again',
      [
        bid('mon 10', 500),
        { ...later, ends: 'wed 10', priceMinor: 300 },
        { seen: 'wed 11', ends: 'thu 10' },
      ],
      ['ENDED RUN_AGAIN 500', 'ENDED RUN_AGAIN 300'],
    ],
  ])('%s', (_what, steps, expected) => {
    const runs = play(steps)?.row.earlierRuns ?? [];
    const shown = runs.map(({ status, statusReason, priceMinor }) =>
      [status, statusReason, priceMinor].filter((part) => part !== null).join(' '),
    );
    expect(shown).toEqual(expected);
  });

  it('at most twenty, the newest ones', () => {
    const runs = Array.from({ length: 25 }, (_, index) => ({
      seen: `mon ${1 + index * 10}`,
      ends: `mon ${5 + index * 10}`,
    }));
    const kept = play(runs)?.row.earlierRuns ?? [];
    expect(kept).toHaveLength(20);
    expect(kept.at(-1)?.endsAt).toBe(at('mon 235'));
  });
});
