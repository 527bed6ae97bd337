/** A bid above a user's own limit: it waits, and is approved on the phone of somebody else. */
import { request, type APIRequestContext } from 'playwright-core';
import { eventually, SHOWN_MS, Visitor } from './browser.ts';
import { auctionUrl } from './config.ts';

const HOUR_MS = 3_600_000;
/** A first load brings the whole app, beside other work of the machine. */
const LOADED_MS = 45_000;
const PHONE = { width: 390, height: 844, isPhone: true } as const;

/** Somebody who asks without a browser. */
async function asking(email: string): Promise<APIRequestContext> {
  const context = await request.newContext({
    baseURL: auctionUrl,
    extraHTTPHeaders: { origin: auctionUrl },
  });
  const password = `demo-${email.split('@')[0] ?? ''}-2026`;
  await context.post('/api/accounts/sign-in', { data: { email, password } });
  return context;
}

/** A lot of ours, open for an hour. */
async function anOffer(): Promise<string> {
  const seller = await asking('erin@citywide.example');
  const startsAt = Date.now();
  const data = {
    title: '2019 Volkswagen Golf Approved',
    start: 500_000,
    currency: 'EUR',
    startsAt,
    endsAt: startsAt + HOUR_MS,
  };
  const made = await seller.post('/api/sell/lots', { data });
  const { lotId } = (await made.json()) as { lotId: string };
  await seller.post(`/api/sell/lots/${lotId}/publish`);
  await eventually(
    async () => (await seller.get(`/api/lots/${lotId}`)).status(),
    (status) => status === 200,
    SHOWN_MS,
  );
  await seller.dispose();
  return lotId;
}

async function limitBob(amount: number | null): Promise<void> {
  const admin = await asking('alice@northside.example');
  const answer = await admin.get('/api/organisation/users');
  const { users } = (await answer.json()) as { users: { id: string; name: string }[] };
  const id = users.find(({ name }) => name === 'Bob Buyer')?.id ?? '';
  const data = { amount, currency: 'EUR' };
  const set = await admin.put(`/api/organisation/users/${id}/limit`, { data });
  expect(set.status()).toBe(200);
  await admin.dispose();
}

/** What Northside may be bound to. @param credit minor units; null: no limit */
async function limitNorthside(credit: number | null): Promise<void> {
  const operator = await asking('oscar@platform.example');
  const answer = await operator.get('/api/admin/organisations');
  const { organisations } = (await answer.json()) as {
    organisations: { id: string; name: string }[];
  };
  const id = organisations.find(({ name }) => name === 'Northside Motors')?.id ?? '';
  const data = { credit, currency: 'EUR', lotsLedMax: null };
  const set = await operator.put(`/api/admin/organisations/${id}/limits`, { data });
  expect(set.status()).toBe(200);
  await operator.dispose();
}

async function signInAs(name: RegExp, { page }: Visitor): Promise<void> {
  await page.goto(`${auctionUrl}/account/sign-in`);
  await page.getByRole('button', { name }).click();
  await page.waitForURL(`${auctionUrl}/`);
}

test('it waits for an approver, who approves it on a phone', async () => {
  const lotId = await anOffer();
  await limitNorthside(100_000_000);
  await limitBob(600_000);
  const bob = await Visitor.arrive();
  const alice = await Visitor.arrive(PHONE);
  try {
    await signInAs(/^Bob Buyer/, bob);
    await bob.go(`/lots/${lotId}`);
    const panel = bob.page.locator('am-bid-panel');
    await panel.waitFor({ timeout: LOADED_MS });
    await panel.getByText('Maximum', { exact: true }).click();
    await panel.locator('input.field').fill('8000');
    await panel.getByRole('button', { name: 'Set maximum' }).click();
    await panel.getByText('it waits for an approver').waitFor({ timeout: SHOWN_MS });

    await signInAs(/^Alice Admin/, alice);
    await alice.go('/account');
    await alice.page.getByRole('link', { name: 'Bids that wait for an approver' }).click();
    const waiting = alice.page.locator('am-approvals-page li', { hasText: 'Approved' }).first();
    await waiting.getByText('A maximum of €8,000').waitFor({ timeout: SHOWN_MS });
    await alice.shoot('approvals-phone');
    expect(await alice.axeFindings()).toEqual([]);
    await waiting.getByRole('button', { name: /^Approve/ }).click();
    await alice.page.getByText('You are leading, up to €8,000.').waitFor({ timeout: SHOWN_MS });
    await alice.go('/account');
    await alice.page.getByText(/^Bound to €.* of €1,000,000\.$/).waitFor({ timeout: SHOWN_MS });
    expect(await alice.axeFindings()).toEqual([]);
  } finally {
    await bob.leave();
    await alice.leave();
    await limitBob(null);
    await limitNorthside(null);
  }
  expect([...bob.complaints, ...alice.complaints]).toEqual([]);
});
