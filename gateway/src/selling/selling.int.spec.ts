/** Two dealers and a seller on real servers: from a draft to a sale, and with processes ended in between. */
import { aLot } from '../testing/a-lot.ts';
import { upsert } from '@auction/streams/sinks/postgres-rows';
import { lotTable } from '@auction/streams/sinks/lots-to-postgres';
import { withBackends } from '@auction/streams/testing/backends';
import { eventually } from '@auction/streams/testing/eventually';
import type { BidItem, Decision } from '../bids-contract.ts';
import type { SaleItem } from '../sell-contract.ts';
import type { LotPage } from '../contract.ts';
import { openRealSale } from '../testing/real-sale.ts';
import type { Asker, RealSale } from '../testing/real-sale.ts';

type Decided = Decision & { readonly lotId: string };
/** What an outcome says, without what differs from run to run. */
const told = ({ body }: { readonly body: Decision }) =>
  [body.outcome, body.position ?? body.reason ?? '', body.ask ?? body.price ?? ''].join(' ').trim();

withBackends(import.meta.filename, ['kafka', 'registry', 'postgres'], (backends) => {
  let sale: RealSale;
  let seller: Asker;
  let alice: Asker;
  let bob: Asker;
  beforeAll(async () => {
    sale = await openRealSale(backends);
    seller = await sale.person('Seller', ['SELLER']);
    alice = await sale.person('Alice', ['BUYER']);
    bob = await sale.person('Bob', ['BUYER']);
  }, 120_000);
  afterAll(() => sale.close(), 60_000);

  let keyCount = 0;
  const newKey = () => `tab:${(keyCount += 1)}`;

  const draft = async (given: object = {}) => {
    const now = Date.now();
    const usual = { title: '2019 Golf', start: 500_000, currency: 'EUR', startsAt: now };
    const body = { ...usual, endsAt: now + 3_600_000, ...given };
    const { status, body: made } = await sale.ask<Decided>(seller, 'POST /api/sell/lots', { body });
    expect([status, made.outcome]).toEqual([200, 'ACCEPTED']);
    return made.lotId;
  };
  const offer = async (given: object = {}) => {
    const lotId = await draft(given);
    const published = await sale.ask<Decided>(seller, `POST /api/sell/lots/${lotId}/publish`);
    expect(told(published)).toBe('ACCEPTED');
    return lotId;
  };
  const bid = (who: Asker, lotId: string, amount: number, key = newKey(), kind = 'PROXY') =>
    sale.ask<Decision>(who, `POST /api/lots/${lotId}/bids`, {
      body: { kind, amount, currency: 'EUR', confirmAmount: amount },
      key,
    });
  const bidsOf = async (who: Asker) =>
    (await sale.ask<{ bids: BidItem[] }>(who, 'GET /api/bids')).body.bids;
  const saleOf = async (who: Asker, lotId: string) => {
    const { body } = await sale.ask<{ lots: SaleItem[] }>(who, 'GET /api/sell/lots');
    return body.lots.find((lot) => lot.lotId === lotId);
  };
  const standing = async (who: Asker, lotId: string) =>
    (await bidsOf(who)).find((one) => one.lotId === lotId);

  test('bids, outbids, repeats and refusals; each sees the own maximum only', async () => {
    const lotId = await offer({ reserve: 900_000 });
    expect(told(await bid(alice, lotId, 600_000, 'a:1'))).toBe('ACCEPTED LEADING 500000');
    expect(told(await bid(bob, lotId, 800_000, 'b:1'))).toBe('ACCEPTED LEADING 610000');
    const again = await bid(bob, lotId, 800_000, 'b:1');
    expect([told(again), again.body.repeated]).toEqual(['ACCEPTED LEADING 610000', true]);
    expect(told(await bid(bob, lotId, 850_000, 'b:1'))).toBe('REJECTED STALE_SEQ 610000');
    expect(told(await bid(alice, lotId, 610_000, 'a:2'))).toBe('REJECTED TOO_LOW 620000');
    await eventually(async () => {
      expect(await standing(alice, lotId)).toMatchObject({
        position: 'OUTBID',
        ownMax: 600_000,
        price: 610_000,
        reason: 'TOO_LOW',
      });
      expect(await standing(bob, lotId)).toMatchObject({ position: 'LEADING', ownMax: 800_000 });
    });
    const { body } = await sale.ask<LotPage>(alice, 'GET /api/lots?site=own');
    const item = body.items.find((one) => one.lotId === lotId);
    expect(item).toMatchObject({ kind: 'OWN', askMinor: 620_000, reserve: 'NOT_MET', bidCount: 2 });
    expect(JSON.stringify(body)).not.toMatch(/800000|900000/);
  });

  test('the seller sees how many others watch a lot, not who', async () => {
    const lotId = await offer();
    const colleague = await sale.colleague(seller, ['BUYER']);
    const watching = (who: Asker, method: 'PUT' | 'DELETE') =>
      sale.ask(who, `${method} /api/watchlist/${lotId}`);
    const watchers = async () => (await saleOf(seller, lotId))?.watcherCount;
    await eventually(async () => expect((await watching(alice, 'PUT')).status).toBe(200));
    for (const who of [bob, colleague]) expect((await watching(who, 'PUT')).status).toBe(200);
    expect(await watchers()).toBe(2);
    await watching(bob, 'DELETE');
    expect(await watchers()).toBe(1);
    expect(JSON.stringify(await saleOf(seller, lotId))).not.toContain(alice.organisationId);
  });

  test('a lot that is not there is 404; a missing key, a wrong amount 400', async () => {
    expect((await bid(alice, 'nosuchlot', 500_000)).status).toBe(404);
    const lotId = await offer();
    const body = { kind: 'FLAT', amount: 500_000, currency: 'EUR' };
    const at = `POST /api/lots/${lotId}/bids`;
    expect((await sale.ask(alice, at, { body })).status).toBe(400);
    for (const amount of [0, -1, 1.5, 1e13, '5000']) {
      const answer = await sale.ask(alice, at, { body: { ...body, amount }, key: newKey() });
      expect(answer.status).toBe(400);
    }
  });

  test('a lot of another site takes no bids here and says where', async () => {
    const client = await sale.bench.owner.connect();
    await upsert(client, lotTable, [aLot({ lotId: 'external1' })]);
    client.release();
    const { status, body } = await bid(alice, 'external1', 500_000);
    expect([status, body]).toMatchObject([
      200,
      { outcome: 'REJECTED', reason: 'EXTERNAL_LOT', link: 'https://site.example/lot/64951306' },
    ]);
  });

  test('buy now', async () => {
    const lotId = await offer({ buyNow: 1_500_000 });
    const buy = (who: Asker, amount: number) =>
      sale.ask<Decision>(who, `POST /api/lots/${lotId}/buy-now`, {
        body: { amount },
        key: newKey(),
      });
    expect(told(await buy(alice, 1_400_000))).toBe('REJECTED AMOUNT');
    expect((await buy(alice, 1_500_000)).body.outcome).toBe('ACCEPTED');
    expect(told(await buy(bob, 1_500_000))).toBe('REJECTED CLOSED');
    await eventually(async () =>
      expect(await standing(alice, lotId)).toMatchObject({ position: 'WON', amount: 1_500_000 }),
    );
  });

  test('a draft is its organisation’s own: changed, published, withdrawn, relisted', async () => {
    const lotId = await draft({ reserve: 900_000 });
    const change = (who: Asker, body: object) =>
      sale.ask<Decided>(who, `PATCH /api/sell/lots/${lotId}`, { body });
    expect(told(await change(seller, { reserve: null, start: 400_000 }))).toBe('ACCEPTED');
    expect(told(await change(seller, { buyNow: 100 }))).toBe('REJECTED BAD_TERMS');
    expect(await saleOf(seller, lotId)).toMatchObject({
      status: 'DRAFT',
      start: 400_000,
      reserve: null,
      buyNow: null,
    });
    const other = await sale.person('Other', ['SELLER']);
    expect((await change(other, { start: 100 })).status).toBe(404);
    expect(await saleOf(other, lotId)).toBeUndefined();
    await sale.ask(seller, `POST /api/sell/lots/${lotId}/publish`);
    const at = `/api/sell/lots/${lotId}`;
    const gone = await sale.ask<Decided>(seller, `POST ${at}/withdraw`, { body: {} });
    expect(told(gone)).toBe('ACCEPTED');
    await eventually(async () =>
      expect(await saleOf(seller, lotId)).toMatchObject({ status: 'WITHDRAWN' }),
    );
    const times = { startsAt: Date.now(), endsAt: Date.now() + 60_000 };
    const again = await sale.ask<Decided>(seller, `POST ${at}/relist`, { body: times });
    expect(await saleOf(seller, again.body.lotId)).toMatchObject({
      status: 'DRAFT',
      start: 400_000,
      relistOf: lotId,
    });
  });

  test('below the reserve: countered and accepted', async () => {
    const ends = { endsAt: Date.now() + 4_000, policy: { softClose: null } };
    const lotId = await offer({ reserve: 900_000, ...ends });
    expect(told(await bid(alice, lotId, 600_000))).toBe('ACCEPTED LEADING 500000');
    await eventually(
      async () => expect(await saleOf(seller, lotId)).toMatchObject({ decisionNeeded: true }),
      { withinMs: 20_000, everyMs: 200 },
    );
    const counter = await sale.ask<Decided>(seller, `POST /api/sell/lots/${lotId}/counter`, {
      body: { amount: 700_000 },
    });
    expect(counter.body.outcome).toBe('ACCEPTED');
    await eventually(async () =>
      expect(await standing(alice, lotId)).toMatchObject({
        position: 'COUNTERED',
        amount: 700_000,
      }),
    );
    const accept = (who: Asker) =>
      sale.ask<Decision>(who, `POST /api/lots/${lotId}/counter/accept`, { key: newKey() });
    expect(told(await accept(bob))).toContain('REJECTED NOT_ALLOWED');
    expect((await accept(alice)).body.outcome).toBe('ACCEPTED');
    await eventually(async () => {
      expect(await standing(alice, lotId)).toMatchObject({ position: 'WON', amount: 700_000 });
      expect(await saleOf(seller, lotId)).toMatchObject({ status: 'SOLD', price: 500_000 });
    });
  }, 60_000);

  test('a gateway killed behind its acknowledgement has lost nothing', async () => {
    const lotId = await offer();
    expect(told(await bid(alice, lotId, 600_000, 'k:1'))).toBe('ACCEPTED LEADING 500000');
    await sale.replaceGateway();
    const again = await bid(alice, lotId, 600_000, 'k:1');
    expect([told(again), again.body.repeated]).toEqual(['ACCEPTED LEADING 500000', true]);
    expect(await standing(alice, lotId)).toMatchObject({ position: 'LEADING', ownMax: 600_000 });
  }, 60_000);

  test('without a resolver a bid is taken, and decided when it is back', async () => {
    const lotId = await offer();
    await sale.stopResolver();
    const waiting = await bid(alice, lotId, 600_000, 'r:1');
    expect(waiting).toMatchObject({ status: 202, body: { commandId: expect.any(String) } });
    await sale.startResolver();
    await eventually(
      async () => expect(await standing(alice, lotId)).toMatchObject({ position: 'LEADING' }),
      { withinMs: 30_000, everyMs: 200 },
    );
    const again = await bid(alice, lotId, 600_000, 'r:1');
    expect([told(again), again.body.repeated]).toEqual(['ACCEPTED LEADING 500000', true]);
  }, 90_000);

  test('audit tells bids and refusals by their lot, and no amount', async () => {
    const lotId = await offer();
    await bid(alice, lotId, 123_456_700, 'w:1');
    await bid(bob, lotId, 400_000, 'w:2');
    await eventually(async () => {
      const told = (await sale.auditEvents()).filter(({ target }) => target === `lot/${lotId}`);
      const facts = told.map(({ action, organisationId, reason }) => [
        action,
        organisationId,
        reason,
      ]);
      expect(new Set(facts.map((fact) => fact.join(' ')))).toEqual(
        new Set([
          `LOT_CREATED ${seller.organisationId} `,
          `LOT_PUBLISHED ${seller.organisationId} `,
          `BID_PLACED ${alice.organisationId} `,
          `BID_PLACED ${bob.organisationId} TOO_LOW`,
        ]),
      );
    });
    expect(JSON.stringify(await sale.auditEvents())).not.toMatch(/1234567|600000/);
  });
});
