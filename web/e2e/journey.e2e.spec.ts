import type { LotDetail, LotFacets, LotPage } from '@auction/gateway/contract';
import { BID_MS, eventually, SHOWN_MS, Visitor } from './browser.ts';
import { auctionUrl } from './config.ts';

let visitor: Visitor;

beforeEach(async () => {
  visitor = await Visitor.arrive();
});
afterEach(async () => {
  const { complaints } = visitor;
  await visitor.leave();
  expect(complaints).toEqual([]);
});

async function ask<T>(path: string): Promise<T> {
  const response = await fetch(auctionUrl + path);
  return (await response.json()) as T;
}

/** Lots without a bid stand behind all others. */
const bidShown = (price: string): number => Number(price.replace(/[^\d.]/g, '')) || Infinity;

test('start: lots by their end, live, and how fresh the site is', async () => {
  await visitor.go('/');
  await visitor.seeBoard();
  const { total } = await ask<LotFacets>('/api/lots/facets?status=OPEN');
  expect(Math.abs((await visitor.count()) - total)).toBeLessThan(total / 10 + 10);
  await visitor.page.locator('am-site-strip a', { hasText: /Copart\s*\d+ s/ }).waitFor();
  await visitor.shoot('board-light');
});

test('a bid arrives: the price changes, with an arrow and by how much', async () => {
  await visitor.go('/');
  await visitor.seeBoard();
  const before = new Map((await visitor.rows()).map(({ id, price }) => [id, price]));
  const after = await eventually(
    () => visitor.rows(),
    (rows) => rows.some(({ id, price }) => before.has(id) && before.get(id) !== price),
    BID_MS,
  );
  const changed = after.find(({ id, price }) => before.has(id) && before.get(id) !== price);
  const row = visitor.page.locator(`am-lot-row:has(a[href*="${changed?.id ?? ''}"])`);
  await row.locator('.price small', { hasText: /[▲▼] [+−]/ }).waitFor();
  await visitor.shoot('board-bid');
});

test('filter, sort, search, back: all of it in the address', async () => {
  const { page } = visitor;
  await visitor.go('/');
  await visitor.seeBoard();
  const all = await visitor.count();

  const make = page.locator('.filters am-facet-list', { hasText: 'Make' }).locator('label').first();
  const name = (await make.locator('.name').innerText()).trim();
  await make.click();
  await page.waitForURL(/[?&]make=/);
  const some = await eventually(
    () => visitor.count(),
    (count) => count > 0 && count < all,
    SHOWN_MS,
  );
  for (const { title } of await visitor.rows()) expect(title).toContain(name);

  await page.getByLabel('Sort by').selectOption('price');
  await page.waitForURL(/sort=price/);
  await page.waitForURL(/currency=[A-Z]{3}/);
  const prices = await eventually(
    async () => (await visitor.rows()).map(({ price }) => bidShown(price)),
    (seen) =>
      seen.length > 2 && seen.every((price, at) => at === 0 || price >= (seen[at - 1] ?? 0)),
    SHOWN_MS,
  );
  expect(prices[0]).toBeGreaterThan(0);

  await page.goBack();
  await eventually(
    async () => page.url(),
    (url) => !url.includes('sort='),
    SHOWN_MS,
  );
  await page.goBack();
  await eventually(
    () => visitor.count(),
    (count) => count > some,
    SHOWN_MS,
  );

  const { items } = await ask<LotPage>('/api/lots?status=OPEN&limit=1&sort=newest');
  const [lot] = items;
  await page.keyboard.press('/');
  await page.keyboard.type(lot?.siteListingId ?? '');
  await page.waitForURL(/[?&]q=/);
  await eventually(
    () => visitor.rows(),
    (rows) => rows.length === 1 && rows[0]?.id === lot?.lotId,
    SHOWN_MS,
  );
});

test('open a lot: facts, history, source, and back to the same board', async () => {
  const { page } = visitor;
  await visitor.go('/');
  await visitor.seeBoard();
  const [first] = await visitor.rows();
  await page
    .locator('am-lot-row')
    .filter({ hasText: first?.title ?? '' })
    .first()
    .click();
  await page.waitForURL(/\/lots\//);
  const panel = page.locator('am-lot-page');
  await panel.locator('h2').first().waitFor();
  const lotId = new URL(page.url()).pathname.split('/').pop() ?? '';
  const lot = await ask<LotDetail>(`/api/lots/${lotId}`);
  await panel.getByText(lot.siteListingId, { exact: false }).first().waitFor();
  if (lot.vin !== null) await panel.getByRole('definition').filter({ hasText: lot.vin }).waitFor();
  await panel.locator('am-price-chart canvas').waitFor();
  await panel.locator('am-listing-history li').first().waitFor();
  const link = panel.getByRole('link', { name: /^(Bid at|Open at the site)/ });
  expect(await link.getAttribute('href')).toBe(lot.url);
  await visitor.shoot('lot-light');

  await page.getByLabel('Show over the whole page').click();
  await page.waitForURL(/lot=wide/);
  await visitor.shoot('lot-wide');
  await page.keyboard.press('Escape');
  await eventually(
    async () => new URL(page.url()).pathname,
    (path) => path === '/',
    SHOWN_MS,
  );
});

test(
  'a bid arrives on the open lot',
  async () => {
    const { page } = visitor;
    const big = page.locator('am-lot-page .big');
    const until = Date.now() + 2 * BID_MS;
    const tried = new Set<string>();
    let hasMoved = false;
    // A lot that moved may close before it moves again: then the next lively one has its turn.
    while (!hasMoved && Date.now() < until) {
      const lotId = await livelyLot(tried);
      tried.add(lotId);
      await visitor.go(`/lots/${lotId}`);
      const price = await big.innerText();
      hasMoved = await eventually(
        () => big.innerText(),
        (now) => now !== price,
        BID_MS / 3,
      ).then(
        () => true,
        () => false,
      );
    }
    expect({ hasMoved, tried: [...tried] }).toMatchObject({ hasMoved: true });
    await page.locator('am-lot-page .now small', { hasText: /[▲▼]/ }).waitFor();
  },
  4 * BID_MS,
);

/** The first lot on the board whose price changes, of those not tried yet. */
async function livelyLot(tried: ReadonlySet<string>): Promise<string> {
  await visitor.go('/');
  await visitor.seeBoard();
  const before = new Map((await visitor.rows()).map(({ id, price }) => [id, price]));
  const moved = (rows: readonly { id: string; price: string }[]) =>
    rows.find(({ id, price }) => !tried.has(id) && before.has(id) && before.get(id) !== price);
  const rows = await eventually(
    () => visitor.rows(),
    (seen) => moved(seen) !== undefined,
    BID_MS,
  );
  return moved(rows)?.id ?? '';
}

test('a cut: the pill says so, rows stay, and the board catches up by itself', async () => {
  const { page } = visitor;
  await visitor.go('/');
  await visitor.seeBoard();
  const held = await visitor.rows();
  visitor.cable.pull();
  await page.locator('am-live-pill', { hasText: 'Stale since' }).waitFor();
  expect(await page.locator('am-lot-row').count()).toBe(held.length);
  await visitor.shoot('board-stale');
  visitor.cable.plugIn();
  await page.locator('am-live-pill', { hasText: 'Live' }).waitFor({ timeout: 30_000 });
  const [top] = await visitor.rows();
  const truth = await ask<LotDetail>(`/api/lots/${top?.id ?? ''}`);
  expect(truth.status).toBe('OPEN');
  await eventually(
    async () => (await visitor.rows()).find(({ id }) => id === top?.id)?.price ?? 'left the board',
    (price) => price === 'left the board' || digits(price) === digits(amountOf(truth)),
    BID_MS,
  );
  // What the cut itself said in the console is no complaint.
  visitor.complaints.length = 0;
});

const digits = (text: string) => text.replace(/\D/g, '');
const amountOf = ({ price }: LotDetail) =>
  price.amount === null ? '' : String(price.amount / 100).replace(/\.(\d)$/, '.$10');

test('a shared address shows the same after a reload, by itself in a new browser', async () => {
  const { page } = visitor;
  const { currency, make } = await ask<LotFacets>('/api/lots/facets?status=OPEN');
  const address = `/?make=${encodeURIComponent(make[0]?.value ?? '')}&currency=${currency[0]?.value ?? ''}&sort=price&dir=desc`;
  await visitor.go(address);
  await visitor.seeBoard();
  expect(await page.locator('.filters input[type=checkbox]:checked').count()).toBe(1);
  expect(await page.getByLabel('Sort by').inputValue()).toBe('price');
  const [first] = await visitor.rows();
  await visitor.go(`/lots/${first?.id ?? ''}${address.slice(1)}`);
  await page.locator('am-lot-page h2').first().waitFor();
  await page.reload();
  await page.locator('am-lot-page h2').first().waitFor();
  await visitor.seeBoard();
  expect(await page.locator('am-lot-row[aria-selected=true]').count()).toBe(1);
});

test('the keyboard alone: down, open, close, pause, help', async () => {
  const { page } = visitor;
  await visitor.go('/');
  await visitor.seeBoard();
  const focused = page.locator('am-lot-row:focus');
  await page.keyboard.press('j');
  await focused.waitFor();
  // By its lot and not by its place: a lot above may leave the board meanwhile.
  const lotLink = focused.locator('a[href*="/lots/"]').first();
  const first = await lotLink.getAttribute('href');
  await page.keyboard.press('j');
  await eventually(
    () => lotLink.getAttribute('href'),
    (href) => href !== null && href !== first,
    SHOWN_MS,
  );
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/lots\//);
  await page.keyboard.press('Escape');
  await eventually(
    async () => new URL(page.url()).pathname,
    (path) => path === '/',
    SHOWN_MS,
  );
  await page.keyboard.press('p');
  await page.getByText('Paused', { exact: false }).waitFor();
  await page.keyboard.press('p');
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
});
