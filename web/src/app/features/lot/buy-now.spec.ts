import { aMe } from '../../../testing/accounts.ts';
import { aLotDetail } from '../../../testing/fake-rest.ts';
import { aLot } from '../../../testing/lot-rows.ts';
import { TestApp } from '../../../testing/open-app.ts';
import { until } from '../../../testing/until.ts';

let app: TestApp;
afterEach(() => app.close());

async function open(of: { readonly reserve?: 'NONE' | 'MET' | 'NOT_MET'; readonly bids?: number }) {
  const { reserve = 'NOT_MET', bids = 1 } = of;
  app = await TestApp.open('/lots/a', ({ rest, gateway }) => {
    gateway.userId = aMe().id;
    rest.answers.set('GET /api/me', aMe());
    gateway.put(aLot({ id: 'a', site: 'own', v: 1 }));
    const lot = {
      lotId: 'a',
      kind: 'OWN',
      buyNowMinor: 2_000_000,
      reserve,
      bidCount: bids,
    } as const;
    rest.lots.set('a', aLotDetail({ ...lot, url: null }));
  });
  await until(() => expect(app.text('am-bid-panel')).toContain('Bid'));
}
const path = 'POST /api/lots/a/buy-now';

test('asked once more, then bought', async () => {
  await open({});
  app.rest.answers.set(path, { commandId: 'c', outcome: 'ACCEPTED' });
  app.one('am-buy-now .button').click();
  await until(() => expect(app.text('dialog[open]')).toContain('ends the sale at once'));
  expect(app.rest.sent).toEqual([]);
  app.one('dialog[open] .primary').click();
  await until(() => expect(app.text('am-buy-now')).toContain('Bought for $20,000.'));
  expect(app.rest.sent[0]?.body).toEqual({ amount: 2_000_000 });
});

test('gone in the meantime', async () => {
  await open({});
  app.rest.answers.set(path, { commandId: 'c', outcome: 'REJECTED', reason: 'BUY_NOW_GONE' });
  app.one('am-buy-now .button').click();
  await until(() => expect(app.text('dialog[open]')).toContain('Buy now'));
  app.one('dialog[open] .primary').click();
  await until(() => expect(app.text('am-buy-now')).toContain('not possible any more'));
});

test.each([
  ['the reserve is met', { reserve: 'MET' as const }],
  ['there is no reserve, and a bid', { reserve: 'NONE' as const, bids: 1 }],
])('not offered: %s', async (_name, of) => {
  await open(of);
  expect(app.all('am-buy-now .button')).toEqual([]);
});
