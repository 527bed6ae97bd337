import { SHOWN_MS, Visitor, type Look } from './browser.ts';

const looks: readonly (readonly [string, Look])[] = [
  ['light', { scheme: 'light' }],
  ['phone-dark', { scheme: 'dark', width: 390, height: 844, isPhone: true }],
];

describe.each(looks)('a buyer in %s', (look, given) => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await Visitor.arrive(given);
    await visitor.go('/account/sign-in');
    await visitor.page.getByRole('button', { name: /^Bob Buyer/ }).click();
    await visitor.page.locator('am-alert-bell a').waitFor({ timeout: SHOWN_MS });
  });
  afterAll(async () => {
    const { complaints } = visitor;
    await visitor.leave();
    expect(complaints).toEqual([]);
  });

  const see = async (name: string) => {
    await visitor.shoot(`${name}-${look}`);
    expect(await visitor.axeFindings()).toEqual([]);
  };

  test('follows a lot, finds it on the watchlist, takes it off and back', async () => {
    const { page } = visitor;
    await visitor.go('/?tab=all');
    await visitor.seeBoard();
    const [first] = await visitor.rows();
    const star = page.locator('am-lot-row', { hasText: first?.title ?? '' }).first();
    await star.locator('am-watch-star button[aria-pressed=false]').click();
    await star.locator('am-watch-star button[aria-pressed=true]').waitFor();
    await see('board-with-stars');

    await visitor.go('/watchlist');
    await page.locator('am-watchlist-page am-lot-row').waitFor();
    await see('watchlist');
    await page.locator('am-watchlist-page am-watch-star button').first().click();
    await page.getByRole('heading', { name: 'You watch no lot yet' }).waitFor();
    await see('watchlist-empty');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator('am-watchlist-page am-lot-row').waitFor();

    await page.locator('am-watchlist-page am-lot-row .title').click();
    await page.getByLabel('Note of your organisation').fill(`Seen in ${look}`);
    await page.getByRole('button', { name: 'Save the note' }).click();
    await page.getByText('Bob Buyer,').waitFor();
    await see('lot-with-note');
    await page.locator('am-lot-page .tools am-watch-star button').click();
  });

  test('saves a search and chooses what to be alerted of', async () => {
    const { page } = visitor;
    const name = `Newer ones, ${look}`;
    await visitor.go('/?yearFrom=2015');
    await visitor.seeBoard();
    await page.getByRole('button', { name: 'Save this search' }).click();
    await page.locator('am-save-search').getByLabel('Name').fill(name);
    await see('save-search');
    await page.locator('am-save-search .primary').click();
    await page.getByRole('link', { name: 'All saved searches' }).click();
    await page.getByRole('link', { name }).waitFor();
    await see('searches');
    await page.getByRole('button', { name: `Delete ${name}` }).click();
    await page.getByText(`Deleted: ${name}`).waitFor();

    await visitor.go('/alerts');
    await page.getByLabel('A lot I watch, or we bid on, ends soon').waitFor();
    await see('alerts');
  });
});
