import { aMe } from '../../../testing/accounts.ts';
import { aSiteReport } from '../../../testing/fake-rest.ts';
import { TestApp } from '../../../testing/open-app.ts';
import { until } from '../../../testing/until.ts';

let app: TestApp;
afterEach(() => app.close());

async function open(sites: object | number) {
  app = await TestApp.open('/sites', ({ rest }) => {
    rest.sites = sites;
  });
}
const page = () => app.text('am-sites-page');

test('each site with state, freshness, last file and what was refused', async () => {
  const lastSnapshot = {
    snapshotId: 's1',
    delivery: 'poll',
    sequence: 1,
    observedAt: Date.UTC(2026, 0, 1),
    completedAt: Date.UTC(2026, 0, 1),
    rows: 4_000,
    published: 3_990,
    rejected: 10,
    complete: false,
    reason: 'MASS_VANISH: 12 % are missing',
    applied: {
      changed: 221,
      appeared: 12,
      unchanged: 3_757,
      late: 0,
      dead: 3,
      gone: 0,
      done: false,
    },
  };
  const rejects = [{ code: 'NO_LOT_NUMBER', count: 3, example: 'Lot number is empty', row: 1_742 }];
  const report = aSiteReport({
    state: 'FAILING',
    reason: 'Answer 503',
    lastSuccessAt: Date.now() - 125_000,
    lastSnapshot,
    rejects,
  });
  await open({ now: 0, sites: [report] });
  await until(() => expect(page()).toContain('Failing'));
  for (const text of [
    '2 min old',
    'Answer 503',
    '3,900 of 4,000 known',
    'Not complete being applied',
    'MASS_VANISH: 12 % are missing. No lot is closed by it.',
    'Unchanged 3,757',
    'NO_LOT_NUMBER 3 Lot number is empty row 1,742',
  ]) {
    expect(page()).toContain(text);
  }
});

test('an operator pauses a site with a second word, and resumes it', async () => {
  const pausedAt = Date.UTC(2026, 0, 1);
  app = await TestApp.open('/sites', ({ rest, gateway }) => {
    gateway.userId = 'user-olga';
    const me = aMe({ id: 'user-olga', name: 'Olga Operator', roles: ['OPERATOR'] });
    rest.answers.set('GET /api/me', me);
    rest.answers.set('POST /api/sites/copart/pause', { site: 'copart', pausedAt, nextRunAt: null });
    rest.sites = { now: 0, sites: [aSiteReport({ nextRunAt: 5_000 })] };
  });
  await until(() => app.named('Pause Copart').click());
  expect(app.rest.sent).toEqual([]);
  app.rest.sites = {
    now: 0,
    sites: [aSiteReport({ pausedAt, nextRunAt: null, state: 'FAILING' })],
  };
  await until(() => app.one('am-site-controls dialog .primary').click());
  await until(() => expect(page()).toContain('Paused by an operator since'));
  expect(app.rest.sent.map(({ to }) => to)).toEqual(['POST /api/sites/copart/pause']);
  expect(page()).not.toContain('Failing');
  expect(app.named('Resume Copart')).toBeDefined();
});

test('somebody else sees that it is paused, and cannot change it', async () => {
  await open({ now: 0, sites: [aSiteReport({ pausedAt: Date.UTC(2026, 0, 1) })] });
  await until(() => expect(page()).toContain('Paused by an operator since'));
  expect(app.all('am-site-controls')).toEqual([]);
});

test.each([
  ['no site yet', { now: 0, sites: [] }, 'No site is connected yet'],
  ['a broken server', 500, 'The sites did not load detail of 500'],
])('%s', async (_name, answer, expected) => {
  await open(answer);
  await until(() => expect(page()).toContain(expected));
});

test('an address that leads nowhere', async () => {
  await open(500);
  await app.go('/nowhere');
  await until(() => expect(app.text('main')).toContain('There is no such page'));
});
