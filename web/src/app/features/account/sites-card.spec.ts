import type { SiteAccountItem } from '@auction/gateway/contract';
import { aMe } from '../../../testing/accounts.ts';
import { TestApp } from '../../../testing/open-app.ts';
import { until } from '../../../testing/until.ts';

const at = Date.UTC(2026, 0, 1);
const ebay: SiteAccountItem = {
  ...{ site: 'ebay', isConnected: false, connectedAt: null, connectedBy: null },
};
let app: TestApp;
afterEach(() => app.close());

async function open(me = aMe(), more: Readonly<Record<string, object | number>> = {}) {
  app = await TestApp.open('/account', ({ rest, gateway }) => {
    gateway.userId = me.id;
    const answers = {
      'GET /api/me': me,
      'GET /api/me/sessions': { sessions: [] },
      'GET /api/organisation/sites': { sites: [ebay] },
      ...more,
    };
    for (const [asked, answer] of Object.entries(answers)) rest.answers.set(asked, answer);
  });
}
const admin = () => aMe({ id: 'user-alice', name: 'Alice Admin', roles: ['ADMIN'] });
const page = () => app.text('am-account-page');
const sent = () => app.rest.sent.map(({ to }) => to);

describe('accounts of other sites', () => {
  const card = () => app.text('am-sites-card');
  const connected = { ...ebay, isConnected: true, connectedAt: at, connectedBy: 'Alice Admin' };

  test('an admin connects one with its token', async () => {
    await open(admin(), { 'PUT /api/organisation/sites/ebay': {} });
    await until(() => expect(card()).toContain('Not connected'));
    app.named('Connect eBay').click();
    await until(() => expect(app.all('am-sites-card form')).toHaveLength(1));
    const submit = () => app.one('am-sites-card button[type=submit]').click();
    submit();
    await until(() => expect(card()).toContain('Paste the token from the site.'));
    app.fill(app.one('am-sites-card input'), 'two words of it');
    submit();
    await until(() => expect(card()).toContain('A token has no spaces'));
    expect(sent()).toEqual([]);
    app.rest.answers.set('GET /api/organisation/sites', { sites: [connected] });
    app.fill(app.one('am-sites-card input'), ' invented-refresh-token ');
    submit();
    await until(() => expect(card()).toContain('never shown again'));
    expect(app.rest.sent[0]?.body).toEqual({ token: 'invented-refresh-token' });
    await until(() => expect(card()).toContain('by Alice Admin'));
    expect(app.one('am-sites-card').innerHTML).not.toContain('invented');
  });

  test('and takes it away, after being asked once more', async () => {
    await open(admin(), {
      'GET /api/organisation/sites': { sites: [connected] },
      'DELETE /api/organisation/sites/ebay': {},
    });
    await until(() => expect(card()).toContain('token ••••'));
    app.named('Disconnect eBay').click();
    await until(() =>
      expect(app.text('dialog[open]')).toContain('Bids that stand at the site stay'),
    );
    app.one('dialog[open] .primary').click();
    await until(() => expect(sent()).toEqual(['DELETE /api/organisation/sites/ebay']));
    await until(() => expect(card()).toContain('not connected any more'));
  });

  test.each<[string, object | number, string]>([
    ['no site takes bids', { sites: [] }, 'No site takes bids from here'],
    ['a broken server', 503, 'The sites did not load'],
  ])('%s', async (_name, answer, expected) => {
    await open(admin(), { 'GET /api/organisation/sites': answer });
    await until(() => expect(card()).toContain(expected));
  });

  test('a buyer does not see it', async () => {
    await open();
    await until(() => expect(page()).toContain('Sign out here'));
    expect(app.all('am-sites-card')).toEqual([]);
  });
});
