import type { BidItem } from '@auction/gateway/contract';
import { aMe } from '../../../testing/accounts.ts';
import { TestApp } from '../../../testing/open-app.ts';
import { until } from '../../../testing/until.ts';

const leading: BidItem = {
  lotId: 'a',
  title: '2018 TOYOTA CAMRY',
  status: 'OPEN',
  currency: 'USD',
  price: 1_250_000,
  ask: 1_275_000,
  endsAt: null,
  photo: null,
  position: 'LEADING',
  ownMax: 1_500_000,
  amount: null,
  reason: null,
  approval: null,
  at: Date.UTC(2026, 0, 1),
};
function parked(
  state: NonNullable<BidItem['approval']>['state'],
  note: string | null = null,
): Partial<BidItem> {
  const decidedBy = state === 'REFUSED' ? 'Ann' : null;
  const approval = { state, decidedBy, note };
  return { position: null, reason: 'NEEDS_APPROVAL', ownMax: null, approval };
}
let app: TestApp;
afterEach(() => app.close());

async function open(answer: object | number) {
  app = await TestApp.open('/bids', ({ rest, gateway }) => {
    gateway.userId = aMe().id;
    rest.answers.set('GET /api/me', aMe());
    rest.answers.set('GET /api/bids', answer);
  });
}
const page = () => app.text('am-bids-page');

test.each<[Partial<BidItem>, string[]]>([
  [{}, ['2018 Toyota Camry', 'price $12,500 · your maximum $15,000', 'Leading']],
  [{ position: 'OUTBID' }, ['Outbid']],
  [{ position: 'WON', amount: 1_250_000 }, ['Won', 'to pay $12,500']],
  [{ position: null, reason: 'OWN_LOT', ownMax: null }, ['Refused', 'lot of your own']],
  [parked('AWAITING'), ['Waits', 'waits for an approver']],
  [parked('REFUSED', 'Too dear'), ['Not approved', 'Ann did not approve your bid', '“Too dear”']],
  [parked('EXPIRED'), ['Expired', 'Nobody approved your bid before the end']],
  [{ ...parked('REFUSED'), position: 'LEADING' }, ['Leading', 'did not approve']],
])('%j reads as it is', async (given, expected) => {
  await open({ bids: [{ ...leading, ...given }] });
  await until(() => expect(page()).toContain(expected[0]));
  for (const text of expected) expect(page()).toContain(text);
  expect(app.named('2018 Toyota').getAttribute('href')).toBe('/lots/a');
});

test('a counter-offer is accepted', async () => {
  await open({ bids: [{ ...leading, position: 'COUNTERED', amount: 1_400_000 }] });
  await until(() => expect(page()).toContain('the seller asks $14,000'));
  app.rest.answers.set('POST /api/lots/a/counter/accept', {
    commandId: 'c',
    outcome: 'ACCEPTED',
  });
  app.named('Accept').click();
  await until(() => expect(app.rest.sent[0]?.to).toBe('POST /api/lots/a/counter/accept'));
  expect(app.rest.sent[0]?.headers['idempotency-key']).toMatch(/:1$/);
});

test.each([
  ['no bid', { bids: [] }, 'No bid yet'],
  ['a broken server', 503, 'Your bids did not load detail of 503'],
])('%s', async (_name, answer, expected) => {
  await open(answer);
  await until(() => expect(page()).toContain(expected));
});

test('bids at other sites stand beside them; what people reported says so', async () => {
  app = await TestApp.open('/bids', ({ rest, gateway }) => {
    gateway.userId = aMe().id;
    rest.answers.set('GET /api/me', aMe());
    rest.answers.set('GET /api/bids', { bids: [leading] });
    const at = Date.UTC(2026, 0, 1);
    const one = {
      ...{
        lotId: 'b',
        title: '2015 HONDA FIT',
        site: 'ebay',
        photo: null,
        link: null,
        mode: 'API',
      },
      ...{ state: 'OUTBID', currency: 'USD', max: 500_000, standingMax: 500_000, price: 510_000 },
      ...{ waitingMax: null, reason: null, refused: 'NOT_HIGHER', endsAt: null, at },
    };
    const other = { ...one, lotId: 'c', mode: 'ASSISTED', state: 'REPORTED', refused: null };
    rest.answers.set('GET /api/placements', { placements: [one, other], sites: [] });
  });
  await until(() => expect(page()).toContain('At other sites'));
  expect(page()).toContain('ebay · price $5,100 · your maximum there $5,000');
  expect(page()).toContain('Your maximum there is already as high.');
  expect(page()).toContain('Bid, as you say');
});
