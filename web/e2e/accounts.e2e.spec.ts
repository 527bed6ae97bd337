import { SHOWN_MS, Visitor } from './browser.ts';

let visitor: Visitor;
beforeEach(async () => {
  visitor = await Visitor.arrive();
});
afterEach(async () => {
  const { complaints } = visitor;
  await visitor.leave();
  expect(complaints).toEqual([]);
});

test('a demo buyer signs in, sees the account, stays signed in, and signs out', async () => {
  const { page } = visitor;
  await visitor.go('/');
  await visitor.seeBoard();
  await page.getByRole('link', { name: 'Sign in' }).first().click();
  await page.getByRole('button', { name: /^Bob Buyer/ }).click();
  const entry = page.locator('am-account-entry');
  await entry.getByText('Bob Buyer').waitFor({ timeout: SHOWN_MS });
  await entry.getByText('Northside Motors').waitFor();
  await visitor.seeBoard();

  await entry.getByRole('link').click();
  await page.locator('am-sessions-card', { hasText: 'this one' }).waitFor();
  await visitor.shoot('account');
  expect(await visitor.axeFindings()).toEqual([]);

  await page.reload();
  await page.locator('am-sessions-card', { hasText: 'this one' }).waitFor();
  await entry.getByRole('button', { name: 'Sign out' }).click();
  await entry.getByRole('link', { name: 'Sign in' }).waitFor();
  await visitor.seeBoard();
});
