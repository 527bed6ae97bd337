import type { PlacementItem, PlacementList } from '@auction/gateway/contract';
import { aMe } from '../../../testing/accounts.ts';
import { aLotDetail } from '../../../testing/fake-rest.ts';
import { aLot } from '../../../testing/lot-rows.ts';
import { TestApp } from '../../../testing/open-app.ts';
import { until } from '../../../testing/until.ts';

const link = 'https://site.test/itm/1';
const aPlacement = (of: Partial<PlacementItem> = {}): PlacementItem => ({
  ...{ lotId: 'a', title: '2018 TOYOTA CAMRY', site: 'ebay', photo: null, link, mode: 'API' },
  ...{ state: 'LEADING', currency: 'USD', max: 1_300_000, standingMax: 1_300_000 },
  ...{
    waitingMax: null,
    reason: null,
    refused: null,
    approval: null,
    price: 1_250_000,
    endsAt: null,
    at: 1,
  },
  ...of,
});
const aList = (placements: PlacementItem[], isConnected: boolean | null = true): PlacementList => ({
  placements,
  sites: isConnected === null ? [] : [{ site: 'ebay', isConnected }],
});

let app: TestApp;
afterEach(() => app.close());

async function open(list: PlacementList, { status = 'OPEN', roles = ['BUYER'] as const } = {}) {
  const me = aMe({ roles: [...roles] });
  app = await TestApp.open('/lots/a', ({ rest, gateway }) => {
    gateway.userId = me.id;
    rest.answers.set('GET /api/me', me);
    gateway.put(aLot({ id: 'a', site: 'ebay', ask: 1_275_000, status: status }));
    const lot = { lotId: 'a', site: 'ebay', askMinor: 1_275_000, url: link };
    rest.lots.set('a', aLotDetail({ ...lot, status: status as 'OPEN' }));
    rest.answers.set('GET /api/placements', list);
    rest.answers.set('GET /api/lots/a/total', {
      ...{ amount: 1_275_000, currency: 'USD', total: 1_338_750, isExample: true, source: 's' },
      fees: [{ label: "Buyer's fee", amount: 63_750 }],
    });
  });
}
const panel = () => app.text('am-external-panel');
const press = () => app.one('am-external-panel form .primary').click();
const type = (text: string) => app.fill(app.one('am-external-panel .field'), text);
const answer = (placement: PlacementItem) => ({ orderId: 'o', placement });

test('by the API: the total first, asked once more, then placed once under its key', async () => {
  await open(aList([]));
  await until(() => expect(panel()).toContain('You would pay $13,387.50 incl. fees'));
  type('13,000');
  app.rest.answers.set('POST /api/lots/a/placements', answer(aPlacement({ state: 'SUBMITTING' })));
  press();
  await until(() => expect(app.text('dialog[open]')).toContain('It binds there'));
  expect(app.rest.sent).toEqual([]);
  app.rest.answers.set('GET /api/placements', aList([aPlacement()]));
  app.one('dialog[open] .primary').click();
  await until(() => expect(panel()).toContain('You lead at the site.'));
  const [sent] = app.rest.sent;
  expect(sent?.body).toEqual({ maxAmount: 1_300_000, currency: 'USD' });
  expect(sent?.headers['idempotency-key']).toMatch(/:\d+$/);
});

test('without an answer the same amount keeps its key', async () => {
  await open(aList([]));
  await until(() => expect(panel()).toContain('Your maximum'));
  app.rest.answers.set('POST /api/lots/a/placements', 503);
  for (const count of [1, 2]) {
    type('13,000');
    press();
    await until(() => expect(app.text('dialog[open]')).toContain('$13,000'));
    app.one('dialog[open] .primary').click();
    await until(() => expect(app.rest.sent).toHaveLength(count));
    await until(() => expect(panel()).toContain('it counts once'));
  }
  const keys = app.rest.sent.map(({ headers }) => headers['idempotency-key']);
  expect(new Set(keys).size).toBe(1);
});

const states: [string, Partial<PlacementItem>, string][] = [
  ['outbid', { state: 'OUTBID' }, 'Somebody has bid more at the site.'],
  ['refused', { state: 'REJECTED', reason: 'TOO_LOW' }, 'It was too low.'],
  ['to do there', { state: 'NEEDS_SITE_ACTION', reason: 'CARD' }, 'The site wants to check a card'],
  ['not clear', { state: 'UNKNOWN' }, 'We look whether the bid landed'],
  ['a raise refused', { refused: 'NOT_HIGHER' }, 'already as high'],
];
test.each(states)('%s', async (...[, of, expected]) => {
  await open(aList([aPlacement(of)]));
  await until(() => expect(panel()).toContain(expected));
});

test('by hand: the link, then what somebody placed, shown as reported', async () => {
  await open(aList([], null));
  await until(() => expect(panel()).toContain('Get the link'));
  const given = { orderId: 'o', link, suggested: 1_275_000, currency: 'USD' };
  app.rest.answers.set('POST /api/lots/a/assist', given);
  const assisted = aPlacement({ mode: 'ASSISTED', state: 'LINK_GIVEN', standingMax: null });
  app.rest.answers.set('GET /api/placements', aList([assisted], null));
  app.named('Get the link').click();
  await until(() => expect(panel()).toContain('I placed this'));
  expect(app.one('am-external-panel a.source').getAttribute('href')).toBe(link);
  const reported = aPlacement({ mode: 'ASSISTED', state: 'REPORTED', standingMax: 1_400_000 });
  app.rest.answers.set('POST /api/lots/a/assist/report', answer(reported));
  app.rest.answers.set('GET /api/placements', aList([reported], null));
  type('14,000');
  press();
  await until(() => expect(panel()).toContain('Reported by you; we cannot see it.'));
  expect(panel()).toContain('your maximum, as you say, $14,000');
  expect(app.rest.sent.map(({ body }) => body)).toEqual([{}, { maxAmount: 1_400_000 }]);
});

test('after the end somebody says how it ended', async () => {
  const reported = aPlacement({ mode: 'ASSISTED', state: 'OUTBID_LIKELY' });
  await open(aList([reported], null), { status: 'ENDED' });
  await until(() => expect(panel()).toContain('The price is above what you reported.'));
  const won = aPlacement({ mode: 'ASSISTED', state: 'WON_REPORTED' });
  app.rest.answers.set('POST /api/lots/a/assist/report', answer(won));
  app.rest.answers.set('GET /api/placements', aList([won], null));
  app.named('I won it').click();
  await until(() => expect(panel()).toContain('Won, as you say'));
  expect(app.rest.sent[0]?.body).toEqual({ result: 'WON' });
});

test('who only looks sees no form', async () => {
  await open(aList([]), { roles: ['VIEWER'] as never });
  await until(() => expect(app.text('am-lot-page')).toContain('Bid at'));
  expect(app.all('am-external-panel form')).toEqual([]);
});
