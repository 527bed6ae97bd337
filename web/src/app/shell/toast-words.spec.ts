import type { LiveEvent } from '@auction/gateway/contract';
import { toastOf, withToast, type Toast } from './toast-words.ts';

const anEvent = (
  kind: LiveEvent['kind'],
  data: LiveEvent['data'] = {},
  lot = 'car',
): LiveEvent => ({
  ...{ t: 'ev', id: `${kind}-${lot}`, cur: '', at: 1, kind, lot },
  data: { title: '2019 GOLF', ...data },
});

test.each<[LiveEvent['kind'], LiveEvent['data'], string | null]>([
  ['bid', {}, null],
  ['leading', {}, null],
  ['gap', { since: 1 }, null],
  ['outbid', {}, 'You are outbid -> /lots,car'],
  ['won', {}, 'You won -> /lots,car'],
  ['opened', {}, 'Bidding is open -> /lots,car'],
  ['extended', {}, 'The end moved later -> /lots,car'],
  ['closed', { status: 'SOLD' }, 'Bidding is over -> /lots,car'],
  ['correction', { price: 490_000, cur: 'USD' }, 'Price corrected to $4,900 -> /lots,car'],
  ['correction', { price: null, cur: 'USD' }, 'Bids were taken back -> /lots,car'],
  ['clash', { count: 3 }, '3 lots you watch end within a minute of each other -> /watchlist'],
  ['robot', { deed: 'PAUSED' }, null],
  ['robot', { deed: 'FAILED' }, 'Your robot stopped -> /robots'],
  ['robot', { deed: 'HELD_BACK' }, 'Your robot did not bid -> /robots'],
  ['alert', { kind: 'OUTBID', id: 'a' }, null],
  ['alert', { kind: 'ENDING', id: 'a' }, 'Ends soon -> /lots,car'],
  ['alert', { kind: 'SEARCH', id: 'a', count: 7 }, '7 new matches -> /lots,car'],
])('%s %j', (kind, data, expected) => {
  const toast = toastOf(anEvent(kind, data));
  expect(toast && `${toast.text} -> ${toast.link.toString()}`).toBe(expected);
});

test.each<[string, string]>([
  ['extended extended', 'extended'],
  ['closed won', 'won'],
  ['won closed', 'won'],
  ['lost/other closed', 'lost closed'],
  ['closed sale', 'sale'],
  ['opened closed', 'opened closed'],
])('%s show as %s', (given, expected) => {
  const toasts = given
    .split(' ')
    .map((word) => word.split('/'))
    .flatMap(([kind, lot]) => toastOf(anEvent(kind as LiveEvent['kind'], {}, lot)) ?? [])
    .reduce<readonly Toast[]>(withToast, []);
  expect(toasts.map(({ kind }) => kind).join(' ')).toBe(expected);
});
