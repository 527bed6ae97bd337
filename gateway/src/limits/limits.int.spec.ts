/** Limits, credit and approvers on real servers: gateways, limiter and resolver as processes of their own. */
import { withBackends } from '@auction/streams/testing/backends';
import { eventually } from '@auction/streams/testing/eventually';
import type { BidItem, BidList, Decision } from '../bids-contract.ts';
import type { ApprovalItem, OrganisationLimits, OwnLimits } from '../limits-contract.ts';
import { openRealSale } from '../testing/real-sale.ts';
import type { Answer, Ask, Asker, RealSale } from '../testing/real-sale.ts';

type Decided = Decision & { readonly lotId: string };
type Person = Asker & { readonly userId?: string };
const told = ({ status, body }: { readonly status: number; readonly body: Decision }) =>
  [status, body.outcome, body.reason ?? body.position ?? '', body.repeated ? 'again' : '']
    .join(' ')
    .trim();

withBackends(import.meta.filename, ['kafka', 'registry', 'postgres'], (backends) => {
  let sale: RealSale;
  let seller: Asker;
  let operator: Asker;
  let bob: Asker;
  beforeAll(async () => {
    sale = await openRealSale(backends, { withLimiter: true });
    seller = await sale.person('Seller', ['SELLER']);
    operator = await sale.staff(['OPERATOR']);
    bob = await sale.person('Bob', ['BUYER']);
  }, 180_000);
  afterAll(() => sale.close(), 60_000);

  let keyCount = 0;
  const newKey = () => `tab:${(keyCount += 1)}`;
  const offer = async (given: object = {}) => {
    const now = Date.now();
    const usual = { title: '2019 Golf', start: 500_000, currency: 'EUR', startsAt: now };
    const body = { ...usual, endsAt: now + 3_600_000, ...given };
    const { body: made } = await sale.ask<Decided>(seller, 'POST /api/sell/lots', { body });
    await sale.ask<Decided>(seller, `POST /api/sell/lots/${made.lotId}/publish`);
    // Its public row stands before anybody asks about it.
    await eventually(async () =>
      expect((await sale.ask(bob, `GET /api/lots/${made.lotId}`)).status).toBe(200),
    );
    return made.lotId;
  };
  /** On a busy machine an answer may be 202: the same request again asks for the outcome. */
  const decided = async (send: () => Promise<Answer<Decision>>): Promise<Answer<Decision>> => {
    let answer = await send();
    for (let tries = 0; answer.status === 202 && tries < 20; tries += 1) {
      const { status, body } = await send();
      answer = { status, body: { ...body, repeated: false } };
    }
    return answer;
  };
  const bid = (who: Asker, lotId: string, amount: number, key = newKey(), ask: Ask = sale.ask) =>
    decided(() =>
      ask<Decision>(who, `POST /api/lots/${lotId}/bids`, {
        body: { kind: 'PROXY', amount, currency: 'EUR', confirmAmount: amount },
        key,
      }),
    );
  const limit = async ({ organisationId }: Asker, credit: number | null, lotsLedMax = null) => {
    const body = { credit, currency: 'EUR', lotsLedMax };
    const route = `PUT /api/admin/organisations/${organisationId}/limits`;
    const answer = await sale.ask<OrganisationLimits>(operator, route, { body });
    expect(answer).toMatchObject({ status: 200, body });
  };
  const exposureIs = (who: Asker, exposure: number) =>
    eventually(
      async () => {
        const { body } = await sale.ask<OwnLimits>(who, 'GET /api/organisation/limits');
        expect(body.exposure).toBe(exposure);
      },
      { withinMs: 15_000, everyMs: 100 },
    );

  test('the example of credit: maxima count, a raise by what it adds; one key, one outcome', async () => {
    const [one, two] = [await offer(), await offer()];
    const alice = await sale.person('Alice', ['BUYER']);
    await limit(alice, 2_000_000);
    expect(told(await bid(alice, one, 1_200_000))).toBe('200 ACCEPTED LEADING');
    expect(told(await bid(bob, one, 890_000))).toBe('200 ACCEPTED OUTBID');
    const key = newKey();
    expect(told(await bid(alice, two, 900_000, key))).toBe('200 REJECTED LIMIT');
    expect(told(await bid(alice, two, 900_000, key))).toBe('200 REJECTED LIMIT again');
    expect(told(await bid(alice, one, 1_500_000))).toBe('200 ACCEPTED LEADING');
    await exposureIs(alice, 1_500_000);
    expect(told(await bid(bob, one, 1_600_000))).toBe('200 ACCEPTED LEADING');
    await exposureIs(alice, 0);
    expect(told(await bid(alice, two, 900_000, key))).toBe('200 REJECTED LIMIT again');
    expect(told(await bid(alice, two, 900_000))).toBe('200 ACCEPTED LEADING');
    const { body } = await sale.ask<OwnLimits>(bob, 'GET /api/organisation/limits');
    expect(body).toMatchObject({ credit: null, exposure: 1_600_000, lotsLed: 1, users: [] });
  }, 60_000);

  test('won lots bind at their price until they are settled', async () => {
    const alice = await sale.person('Winner', ['BUYER']);
    await limit(alice, 1_500_000);
    const [lotId, other] = [await offer({ buyNow: 1_200_000 }), await offer({ buyNow: 1_000_000 })];
    const buy = (id: string, amount: number) => {
      const key = newKey();
      const route = `POST /api/lots/${id}/buy-now`;
      return decided(() => sale.ask<Decision>(alice, route, { body: { amount }, key }));
    };
    expect((await buy(lotId, 1_200_000)).body.outcome).toBe('ACCEPTED');
    expect(told(await buy(other, 1_000_000))).toBe('200 REJECTED LIMIT');
    await exposureIs(alice, 1_200_000);
    const settled = `POST /api/admin/organisations/${alice.organisationId}/settled`;
    expect((await sale.ask(operator, settled, { body: { lotId } })).status).toBe(204);
    await exposureIs(alice, 0);
    expect((await buy(other, 1_000_000)).body.outcome).toBe('ACCEPTED');
  }, 60_000);

  test('a limiter killed in the middle loses and doubles nothing', async () => {
    const alice = await sale.person('Stormy', ['BUYER']);
    const lots = await Promise.all(Array.from({ length: 6 }, () => offer()));
    await limit(alice, 3_000_000);
    const keys = lots.map(() => newKey());
    const storm = Promise.all(lots.map((lotId, at) => bid(alice, lotId, 600_000, keys[at])));
    await sale.replaceLimiter();
    // Five fit, the sixth does not; and each key again says the same.
    const outcomes = (await storm).map(told);
    const again = await Promise.all(
      lots.map(async (lotId, at) => told(await bid(alice, lotId, 600_000, keys[at]))),
    );
    expect(again).toEqual(outcomes.map((word) => `${word} again`));
    expect(outcomes.toSorted()).toEqual([
      ...Array.from({ length: 5 }, () => '200 ACCEPTED LEADING'),
      '200 REJECTED LIMIT',
    ]);
    await exposureIs(alice, 3_000_000);
    for (const lotId of lots) await bid(bob, lotId, 700_000);
    await exposureIs(alice, 0);
  }, 120_000);

  test('through two gateways at once the credit is one', async () => {
    const alice = await sale.person('Twofold', ['BUYER']);
    const lots = await Promise.all(Array.from({ length: 8 }, () => offer()));
    await limit(alice, 2_400_000);
    const there = await sale.anotherGateway();
    const answers = await Promise.all(
      lots.map((lotId, at) =>
        bid(alice, lotId, 600_000, newKey(), at % 2 === 0 ? sale.ask : there),
      ),
    );
    const words = answers.map(told);
    expect(words.filter((word) => word.includes('LEADING'))).toHaveLength(4);
    expect(words.filter((word) => word.includes('LIMIT'))).toHaveLength(4);
    await exposureIs(alice, 2_400_000);
  }, 120_000);

  describe('bids above a user’s limit', () => {
    let buyer: Person;
    let approver: Person;
    let admin: Asker;
    beforeAll(async () => {
      buyer = await sale.person('Careful', ['BUYER', 'APPROVER']);
      approver = await sale.colleague(buyer, ['APPROVER']);
      admin = await sale.colleague(buyer, ['ADMIN']);
      const route = `PUT /api/organisation/users/${buyer.userId ?? ''}/limit`;
      const body = { amount: 600_000, currency: 'EUR' };
      expect((await sale.ask(admin, route, { body })).status).toBe(200);
    });

    const waiting = async (lotId: string, who: Asker = approver) => {
      const { body } = await sale.ask<{ approvals: ApprovalItem[] }>(who, 'GET /api/approvals');
      return body.approvals.find((one) => one.lotId === lotId);
    };
    /** As whoever placed the bid reads it. */
    const approvalIs = (lotId: string, expected: Partial<BidItem['approval']>) =>
      eventually(
        async () => {
          const { body } = await sale.ask<BidList>(buyer, 'GET /api/bids');
          const found = body.bids.find((one) => one.lotId === lotId);
          expect(found).toMatchObject({ reason: 'NEEDS_APPROVAL', approval: expected });
        },
        { withinMs: 30_000, everyMs: 200 },
      );
    const say = (who: Asker, word: 'approve' | 'refuse', commandId = '') =>
      decided(() => sale.ask<Decision>(who, `POST /api/approvals/${commandId}/${word}`));

    test('each currency has a limit of its own; what cannot be told apart is refused', async () => {
      const own: Person = await sale.person('Abroad', ['BUYER']);
      const chief = await sale.colleague(own, ['ADMIN']);
      const route = `PUT /api/organisation/users/${own.userId ?? ''}/limit`;
      const further = [{ currency: 'USD', amount: 500_000 }];
      const limits = { amount: 600_000, currency: 'EUR', further };
      expect((await sale.ask(chief, route, { body: limits })).status).toBe(200);
      const wordFor = async (currency: string, amount: number) => {
        const lotId = await offer({ currency });
        const body = { kind: 'PROXY', amount, currency, confirmAmount: amount };
        const at = `POST /api/lots/${lotId}/bids`;
        const key = newKey();
        return told(await decided(() => sale.ask<Decision>(own, at, { body, key })));
      };
      expect(await wordFor('USD', 500_000)).toBe('200 ACCEPTED LEADING');
      expect(await wordFor('USD', 550_000)).toBe('200 REJECTED NEEDS_APPROVAL');
      expect(await wordFor('CAD', 500_000)).toBe('200 REJECTED NEEDS_APPROVAL');
      const twice = { amount: 1, currency: 'USD', further: [{ currency: 'USD', amount: 2 }] };
      const beside = { amount: null, currency: 'EUR', further: [{ currency: 'USD', amount: 2 }] };
      for (const body of [twice, beside]) {
        expect((await sale.ask(chief, route, { body })).status).toBe(400);
      }
      const { body } = await sale.ask<OwnLimits>(own, 'GET /api/organisation/limits');
      expect(body.users).toEqual([{ userId: own.userId, ...limits }]);
    }, 60_000);

    test('within it they go; above it they wait, are approved once, and bid as of then', async () => {
      const lotId = await offer();
      expect(told(await bid(buyer, lotId, 600_000))).toBe('200 ACCEPTED LEADING');
      const key = newKey();
      expect(told(await bid(buyer, lotId, 800_000, key))).toBe('200 REJECTED NEEDS_APPROVAL');
      expect(told(await bid(buyer, lotId, 800_000, key))).toBe('200 REJECTED NEEDS_APPROVAL again');
      const item = await waiting(lotId);
      expect(item).toMatchObject({ amount: 800_000, state: 'AWAITING', userId: buyer.userId });
      expect((await say(buyer, 'approve', item?.commandId)).status).toBe(403);
      expect((await say(bob, 'approve', item?.commandId)).status).toBe(403);
      const stranger = await sale.person('Stranger', ['APPROVER']);
      expect((await say(stranger, 'approve', item?.commandId)).status).toBe(404);
      expect(await waiting(lotId, stranger)).toBeUndefined();
      const [one, other] = await Promise.all([
        say(approver, 'approve', item?.commandId),
        say(approver, 'approve', item?.commandId),
      ]);
      for (const { status } of [one, other]) expect([200, 409]).toContain(status);
      expect([one, other].map(told).join()).toContain('200 ACCEPTED LEADING');
      expect(await waiting(lotId)).toMatchObject({ state: 'APPROVED', outcome: 'ACCEPTED' });
      expect((await say(approver, 'refuse', item?.commandId)).status).toBe(409);
      await exposureIs(buyer, 800_000);
    }, 60_000);

    test('refused ones are not sent; those of a lot that ended have expired', async () => {
      const [lotId, ending] = [
        await offer(),
        await offer({ endsAt: Date.now() + 12_000, policy: { softClose: null } }),
      ];
      await bid(buyer, lotId, 800_000);
      await bid(buyer, ending, 800_000);
      const item = await waiting(lotId);
      await approvalIs(lotId, { state: 'AWAITING', note: null });
      const body = { note: ' Too much for a Golf ' };
      const route = `POST /api/approvals/${item?.commandId}/refuse`;
      expect((await sale.ask(approver, route, { body })).status).toBe(200);
      expect(await waiting(lotId)).toMatchObject({ state: 'REFUSED', outcome: null });
      await approvalIs(lotId, { state: 'REFUSED', note: 'Too much for a Golf' });
      expect((await say(approver, 'approve', item?.commandId)).status).toBe(409);
      await eventually(
        async () => expect(await waiting(ending)).toMatchObject({ state: 'EXPIRED' }),
        { withinMs: 30_000, everyMs: 200 },
      );
      await approvalIs(ending, { state: 'EXPIRED', decidedBy: null });
      expect((await say(approver, 'approve', (await waiting(ending))?.commandId)).status).toBe(409);
    }, 60_000);

    test('an approved bid is still up against the organisation’s limit', async () => {
      const lotId = await offer();
      await limit(buyer, 700_000);
      await bid(buyer, lotId, 750_000);
      const item = await waiting(lotId);
      expect(told(await say(approver, 'approve', item?.commandId))).toBe('200 REJECTED LIMIT');
      expect(await waiting(lotId)).toMatchObject({ outcome: 'REJECTED', reason: 'LIMIT' });
    }, 60_000);
  });

  test('audit tells who set and approved what, and no amount', async () => {
    let text = '';
    await eventually(
      async () => {
        const events = await sale.auditEvents();
        const actions = new Set(events.map(({ action }) => action));
        for (const action of ['LIMITS_SET', 'LOT_SETTLED', 'USER_LIMIT_SET', 'BID_APPROVED']) {
          expect(actions).toContain(action);
        }
        text = JSON.stringify(events);
      },
      { withinMs: 20_000, everyMs: 200 },
    );
    for (const amount of ['600000', '800000', '2000000', '1200000']) {
      expect(text).not.toContain(amount);
    }
  }, 30_000);
});
