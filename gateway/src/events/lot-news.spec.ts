import type { RobotDeed, RobotState } from '@auction/avro/records';
import type { BoardRow } from '../board-columns.ts';
import { toBoardRow } from '../board/board-row.ts';
import { aLot } from '../testing/a-lot.ts';
import { clashesOf } from './clashes.ts';
import { newsOf } from './lot-news.ts';
import { RobotNews } from './robot-events.ts';

const nowMs = 1_795_392_000_000;
const plain: BoardRow = {
  ...toBoardRow(aLot({ lotId: 'lot', version: 1 }), 0),
  ...{ status: 'OPEN', price: 1_000, bids: 3, end: nowMs + 60_000, prec: 3 },
};
const row = (given: Partial<BoardRow>): BoardRow => ({ ...plain, ...given });

test.each<[string, Partial<BoardRow>, Partial<BoardRow>, string[]]>([
  ['nothing', {}, {}, []],
  ['a bid', { price: 1_000 }, { price: 1_100, bids: 4 }, []],
  ['bidding begins', { status: 'SCHEDULED' }, { status: 'OPEN' }, ['opened']],
  ['it goes on after all', { status: 'ENDING_UNCONFIRMED' }, { status: 'OPEN' }, ['opened']],
  ['the end moves later', {}, { end: nowMs + 90_000 }, ['extended']],
  ['the end moves earlier', {}, { end: nowMs + 30_000 }, []],
  [
    'the end moves before it opens',
    { status: 'SCHEDULED' },
    { status: 'SCHEDULED', end: 9e12 },
    [],
  ],
  ['only the day is known', { prec: 1 }, { prec: 1, end: nowMs + 86_400_000 }, []],
  ['the price falls', {}, { price: 900 }, ['correction']],
  ['all bids are removed', {}, { price: null, bids: 0 }, ['correction']],
  ['the price is not said any more', {}, { price: null, bids: null }, []],
  ['another currency', {}, { price: 900, cur: 'EUR' }, []],
  ['sold', {}, { status: 'SOLD' }, ['closed']],
  ['the seller decides', {}, { status: 'PENDING_APPROVAL' }, ['closed']],
  ['he has decided', { status: 'PENDING_APPROVAL' }, { status: 'SOLD' }, []],
  ['time is up', {}, { status: 'ENDING_UNCONFIRMED' }, []],
  ['withdrawn at another price', {}, { status: 'WITHDRAWN', price: 900 }, ['closed']],
  ['late and lower', {}, { price: 900, end: nowMs + 90_000 }, ['correction', 'extended']],
])('%s', (_name, was, is, expected) => {
  const news = newsOf(row({ ...is, v: 7 }), row(was));
  expect(news.map(({ kind }) => kind)).toEqual(expected);
  expect(news.map(({ id }) => id)).toEqual(expected.map((kind) => `l-lot-7-${kind}`));
});

test('a lot that is new to the board is no news', () => {
  expect(newsOf(plain, undefined)).toEqual([]);
});

/** Lots as `id@seconds from now`; an `!` behind: not open. @returns ids of each clash */
function check(lots: string): string[] {
  const rows = lots.split(' ').map((text) => {
    const [id = '', rest = ''] = text.split('@');
    const status = rest.endsWith('!') ? 'SCHEDULED' : 'OPEN';
    return row({ id, status, end: nowMs + Number.parseInt(rest, 10) * 1_000 });
  });
  return clashesOf(rows, nowMs).map(
    ({ lot, count, lots: named }) => `${lot} ${count}: ${named.map(({ id }) => id).join(' ')}`,
  );
}
test.each<[string, string[]]>([
  ['a@100 b@160', ['a 2: a b']],
  ['a@100 b@161', []],
  ['b@160 a@100 c@220 d@300', ['a 3: a b c']],
  ['a@100 b@130 c@900 d@901', ['a 2: a b', 'c 2: c d']],
  ['a@-5 b@20', []],
  ['a@100 b@110!', []],
  ['a@3590 b@3601', []],
])('%s', (lots, expected) => {
  expect(check(lots)).toEqual(expected);
});

test('a clash keeps its name when ends move, and gets another one with another lot', () => {
  const nameOf = (...lots: [string, number][]) =>
    clashesOf(
      lots.map(([id, seconds]) => row({ id, end: nowMs + seconds * 1_000 })),
      nowMs,
    )[0]?.id;
  const name = nameOf(['a', 100], ['b', 110]);
  expect(nameOf(['b', 130], ['a', 135])).toBe(name);
  expect(nameOf(['a', 100], ['b', 110], ['c', 115])).not.toBe(name);
});

const aDeed = (number: number, kind: RobotDeed['kind'], at = nowMs): RobotDeed => ({
  ...{ number, kind, at, lotId: 'lot', reason: null },
  ...{ amountMinor: 123_456, priceMinor: 123_455, askMinor: 123_457 },
});
const aState = (...deeds: RobotDeed[]): RobotState => ({
  ...{ robotId: 'robot', orgId: 'north', revision: 1, status: 'RUNNING', statusReason: null },
  ...{ lots: [], deedCount: deeds.at(-1)?.number ?? 0, deeds },
});
test('of a robot: what changed its state, each once, no bids, no amounts, nothing of before', () => {
  const news = new RobotNews(nowMs);
  const first = news.of(aState(aDeed(1, 'ARMED', nowMs - 1), aDeed(2, 'PAUSED')));
  expect(first.map(({ id }) => id)).toEqual(['r-robot-2']);
  const more = [aDeed(2, 'PAUSED'), aDeed(3, 'RESUMED'), aDeed(4, 'BID_SENT'), aDeed(5, 'DONE')];
  const second = news.of(aState(...more));
  expect(second.map(({ data }) => data['deed'])).toEqual(['RESUMED', 'DONE']);
  expect(JSON.stringify([first, second])).not.toMatch(/1234/);
  expect(news.of(aState(...more))).toEqual([]);
});
