import type { LotPage } from '@auction/gateway/contract';
import { eventually, LIVE_MS, SHOWN_MS, Visitor, type Look } from './browser.ts';
import { auctionUrl } from './config.ts';

/** The first files may still be on their way. */
const FED_MS = 120_000;
let lotPath = '/';
beforeAll(async () => {
  const openLots = async () => {
    const response = await fetch(`${auctionUrl}/api/lots?status=OPEN&limit=1&sort=newest`);
    return ((await response.json()) as LotPage).items;
  };
  const items = await eventually(openLots, ({ length }) => length > 0, FED_MS);
  lotPath = `/lots/${items[0]?.lotId ?? ''}`;
}, FED_MS + SHOWN_MS);

const routes = [
  ['board', () => '/', 'am-lot-row'],
  ['lot', () => lotPath, 'am-lot-page h2'],
  ['lot-whole', () => `${lotPath}?lot=wide`, 'am-lot-page h2'],
  ['no-lot', () => '/lots/none', 'am-lot-page [role=alert]'],
  ['sites', () => '/sites', 'am-site-card'],
  ['empty', () => '/?q=nothingatall', 'am-board-notice .notice'],
  ['no-page', () => '/nowhere', 'am-not-found'],
] as const;

const looks: readonly (readonly [string, Look])[] = [
  ['light', { scheme: 'light' }],
  ['dark', { scheme: 'dark' }],
  ['phone', { scheme: 'light', width: 390, height: 844, isPhone: true }],
  ['phone-dark', { scheme: 'dark', width: 390, height: 844, isPhone: true }],
];

describe.each(looks)('in %s', (look, given) => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await Visitor.arrive(given);
  });
  afterAll(() => visitor.leave());

  test.each(routes)('%s has no accessibility violation', async (name, path, landmark) => {
    await visitor.go(path());
    await visitor.page.locator(landmark).first().waitFor();
    await visitor.page.locator('am-live-pill', { hasText: 'Live' }).waitFor({ timeout: LIVE_MS });
    await visitor.shoot(`${name}-${look}`);
    expect(await visitor.axeFindings()).toEqual([]);
  });

  test('nothing is wider than the screen', async () => {
    await visitor.go('/');
    await visitor.seeBoard();
    const overflow = await visitor.page.evaluate(
      () => document.documentElement.scrollWidth - innerWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
  });
});

const sellersRoutes = [
  ['sell', '/sell', 'am-sell-page .head'],
  ['sell-new', '/sell/new', 'am-sale-form'],
  ['sell-import', '/sell/import', 'am-import-page .card'],
  ['sell-run-lists', '/sell/run-lists', 'am-run-lists-page .head'],
  ['sell-run-list', '/sell/run-lists/new', 'am-run-list-page .card'],
] as const;
const people = [
  ['Bob Buyer', [['bids', '/bids', 'am-bids-page h1']]],
  ['Erin Seller', sellersRoutes],
] as const;

describe.each(looks)('signed in, in %s', (look, given) => {
  test.each(people)(
    '%s: no page has an accessibility violation or is wider than the screen',
    async (name, pages) => {
      const visitor = await Visitor.arrive(given);
      const { page } = visitor;
      try {
        await visitor.go('/account/sign-in');
        await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
        await page.waitForURL((url) => url.pathname === '/');
        for (const [title, path, landmark] of pages) {
          await visitor.go(path);
          await page.locator(landmark).first().waitFor();
          await page.locator('am-live-pill', { hasText: 'Live' }).waitFor({ timeout: LIVE_MS });
          await visitor.shoot(`${title}-${look}`);
          expect([title, await visitor.axeFindings()]).toEqual([title, []]);
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - innerWidth,
          );
          expect([title, overflow <= 0]).toEqual([title, true]);
        }
      } finally {
        await visitor.leave();
      }
    },
  );
});

describe('what a visitor changes', () => {
  let visitor: Visitor;
  afterEach(() => visitor.leave());

  test('on a phone the filters are a sheet, and the lot covers the board', async () => {
    visitor = await Visitor.arrive({ width: 390, height: 844, isPhone: true });
    const { page } = visitor;
    await visitor.go('/');
    await visitor.seeBoard();
    await page.getByRole('button', { name: 'Filters' }).click();
    const sheet = page.getByRole('dialog', { name: 'Filters' });
    await sheet.waitFor();
    await visitor.shoot('filters-phone');
    expect(await visitor.axeFindings()).toEqual([]);
    await sheet.getByText('Upcoming').click();
    await page.waitForURL(/tab=upcoming/);
    await sheet.getByRole('button', { name: /^Show .* lots/ }).click();
    await sheet.waitFor({ state: 'hidden' });
    await page.locator('am-lot-row').first().click();
    await page.locator('am-lot-page h2').first().waitFor();
    await page.getByRole('button', { name: 'Board' }).click();
    await page.locator('am-lot-page').waitFor({ state: 'hidden' });
  });

  test('the theme toggle outlives the page', async () => {
    visitor = await Visitor.arrive();
    const { page } = visitor;
    await visitor.go('/sites');
    const theme = () => page.evaluate(() => document.documentElement.dataset['theme'] ?? 'system');
    const toggle = page.getByRole('button', { name: /^Theme/ });
    await toggle.click();
    await eventually(theme, (seen) => seen === 'light', SHOWN_MS);
    await toggle.click();
    await eventually(theme, (seen) => seen === 'dark', SHOWN_MS);
    await page.reload();
    expect(await theme()).toBe('dark');
  });

  test('with reduced motion nothing flashes', async () => {
    visitor = await Visitor.arrive({ reducedMotion: true });
    await visitor.go('/');
    await visitor.seeBoard();
    const animations = await visitor.page.evaluate(() => document.getAnimations().length);
    expect(animations).toBe(0);
  });
});
