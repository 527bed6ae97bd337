/** Orders at other sites under limits and approvals, on real servers: limiter and placer as processes of their own. */
import { withBackends } from '@auction/streams/testing/backends';
import { eventually } from '@auction/streams/testing/eventually';
import type { Decision } from '../bids-contract.ts';
import type { ApprovalItem, ApprovalList, OwnLimits } from '../limits-contract.ts';
import type {
  Assistance,
  PlacementItem,
  PlacementList,
  PlacementRefused,
  PlacementTaken,
  SiteAccountList,
} from '../placements-contract.ts';
import { aLot } from '../testing/a-lot.ts';
import { openRealPlacing } from '../testing/real-placing.ts';
import type { RealPlacing, SiteLot } from '../testing/real-placing.ts';
import type { Asker } from '../testing/real-sale.ts';

type Answered = PlacementTaken | PlacementRefused;
const patiently = { withinMs: 45_000, everyMs: 200 };
const outcomeOf = (body: Answered): string => ('outcome' in body ? body.reason : 'TAKEN');

withBackends(import.meta.filename, ['kafka', 'registry', 'postgres'], (backends) => {
  let placing: RealPlacing;
  let operator: Asker;
  let siteLots: SiteLot[];
  beforeAll(async () => {
    placing = await openRealPlacing(backends, { withLimiter: true });
    operator = await placing.colleague(null, ['OPERATOR']);
    siteLots = placing.siteLots().filter(({ currency }) => currency === 'USD');
    const lots = siteLots.slice(0, 8).map(({ id, currency, endAt }, index) =>
      aLot({
        ...{ lotId: `EBAY${index}`, site: 'ebay', siteListingId: id, currency, endsAt: endAt },
        ...{ priceMinor: 100_000, askMinor: 110_000, version: 1 },
        summary: { url: `https://site.example/itm/${id}` },
      }),
    );
    const gsa = { lotId: 'GSA1', site: 'gsa', currency: 'USD', priceMinor: 50_000 };
    await placing.publish(...lots, aLot({ ...gsa, endsAt: Date.now() + 86_400_000 }));
    await eventually(async () => {
      const { body } = await placing.ask<{ total: number }>(operator, 'GET /api/lots');
      expect(body.total).toBe(lots.length + 1);
    }, patiently);
  }, 180_000);
  afterAll(() => placing.close());

  const limit = async ({ organisationId }: Asker, credit: number) => {
    const body = { credit, currency: 'USD', lotsLedMax: null };
    const route = `PUT /api/admin/organisations/${organisationId}/limits`;
    expect((await placing.ask(operator, route, { body })).status).toBe(200);
  };
  const exposureIs = (who: Asker, exposure: number) =>
    eventually(async () => {
      const { body } = await placing.ask<OwnLimits>(who, 'GET /api/organisation/limits');
      expect(body.exposure).toBe(exposure);
    }, patiently);
  const mine = async (who: Asker, lotId: string): Promise<PlacementItem | undefined> => {
    const { body } = await placing.ask<PlacementList>(who, 'GET /api/placements');
    return body.placements.find((one) => one.lotId === lotId);
  };
  const until = (who: Asker, lotId: string, state: PlacementItem['state']) =>
    eventually(async () => expect((await mine(who, lotId))?.state).toBe(state), patiently);
  const landed = (index: number): number =>
    placing.siteLots().find(({ id }) => id === siteLots[index]?.id)?.buyerBidCount ?? -1;
  const order = async (who: Asker, index: number, maxAmount: number, key: string) => {
    const given = { key, body: { maxAmount, currency: 'USD' } };
    return placing.ask<Answered>(who, `POST /api/lots/EBAY${index}/placements`, given);
  };

  test('orders share the credit; a limiter killed in the middle loses and doubles nothing', async () => {
    const buyer = await placing.person(['BUYER'], true);
    await limit(buyer, 200_000_000);
    await order(buyer, 0, 90_000_000, 'tab:1');
    await until(buyer, 'EBAY0', 'LEADING');
    await exposureIs(buyer, 90_000_000);
    const second = order(buyer, 1, 90_000_000, 'tab:1');
    const third = order(buyer, 2, 90_000_000, 'tab:1');
    await placing.replaceLimiter();
    await Promise.all([second, third]);
    // Two of three fit; which of the later two was first is Kafka's word.
    await eventually(async () => {
      const states = [await mine(buyer, 'EBAY1'), await mine(buyer, 'EBAY2')];
      const words = states.map((one) => one?.reason ?? one?.state);
      expect(words.toSorted()).toEqual(['LEADING', 'LIMIT']);
    }, patiently);
    await exposureIs(buyer, 180_000_000);
    expect(landed(1) + landed(2)).toBe(1);
    expect(outcomeOf((await order(buyer, 3, 90_000_000, 'tab:1')).body)).toBe('LIMIT');
    expect(outcomeOf((await order(buyer, 3, 90_000_000, 'tab:1')).body)).toBe('LIMIT');
    await exposureIs(buyer, 180_000_000);
    expect(landed(3)).toBe(0);
  }, 150_000);

  test('a credit in another currency is no credit here; a further one is', async () => {
    const buyer = await placing.person(['BUYER'], true);
    const route = `PUT /api/admin/organisations/${buyer.organisationId}/limits`;
    const euros = { credit: 200_000_000, currency: 'EUR', lotsLedMax: null };
    expect((await placing.ask(operator, route, { body: euros })).status).toBe(200);
    expect(outcomeOf((await order(buyer, 6, 90_000_000, 'tab:1')).body)).toBe('LIMIT');
    const further = [{ currency: 'USD', credit: 90_000_000 }];
    const both = await placing.ask(operator, route, { body: { ...euros, further } });
    expect(both).toEqual({ status: 200, body: { ...euros, further } });
    await order(buyer, 6, 90_000_000, 'tab:2');
    await until(buyer, 'EBAY6', 'LEADING');
    await eventually(async () => {
      const { body } = await placing.ask<OwnLimits>(buyer, 'GET /api/organisation/limits');
      expect(body).toMatchObject({ ...euros, further, exposure: 0 });
      expect(body.exposures).toEqual([
        ...[
          { currency: 'EUR', exposure: 0 },
          { currency: 'USD', exposure: 90_000_000 },
        ],
      ]);
    }, patiently);
    const twice = { ...euros, further: [{ currency: 'EUR', credit: 1 }] };
    expect((await placing.ask(operator, route, { body: twice })).status).toBe(400);
    const alone = { ...euros, credit: null, further };
    expect((await placing.ask(operator, route, { body: alone })).status).toBe(400);
  }, 90_000);

  test('a stated intent is checked, a report binds whatever the credit is', async () => {
    const buyer = await placing.person(['BUYER'], false);
    await limit(buyer, 70_000);
    const assist = (body: object) =>
      placing.ask<Assistance | PlacementRefused>(buyer, 'POST /api/lots/GSA1/assist', { body });
    expect((await assist({ maxAmount: 80_000 })).body).toMatchObject({ reason: 'LIMIT' });
    expect((await assist({ maxAmount: 60_000 })).body).toMatchObject({ suggested: 60_000 });
    const body = { maxAmount: 90_000 };
    await placing.ask(buyer, 'POST /api/lots/GSA1/assist/report', { body });
    await exposureIs(buyer, 90_000);
    expect((await assist({ maxAmount: 91_000 })).body).toMatchObject({ reason: 'LIMIT' });
    const lost = { body: { result: 'LOST' } };
    await placing.ask(buyer, 'POST /api/lots/GSA1/assist/report', lost);
    await exposureIs(buyer, 0);
  }, 90_000);

  test('an admin connects the site, sees since when and by whom, never the token, and takes it away', async () => {
    const buyer = await placing.person(['BUYER'], false);
    const admin = await placing.colleague(buyer, ['ADMIN']);
    const route = '/api/organisation/sites';
    const sites = async () =>
      (await placing.ask<SiteAccountList>(admin, `GET ${route}`)).body.sites;
    const none = { site: 'ebay', isConnected: false, connectedAt: null, connectedBy: null };
    expect(await sites()).toEqual([none]);
    const body = { token: 'v^1.1#i^1#invented-refresh-token' };
    expect((await placing.ask(admin, `PUT ${route}/ebay`, { body })).status).toBe(204);
    const [known] = await sites();
    expect(known).toMatchObject({ isConnected: true, connectedAt: expect.any(Number) });
    expect(JSON.stringify(known)).not.toContain('invented');
    const [kept] = (
      await placing.bench.owner.query<{ sealed_token: string }>(
        'SELECT sealed_token FROM site_account WHERE organisation_id = $1',
        [buyer.organisationId],
      )
    ).rows;
    expect(kept?.sealed_token).toMatch(/^v1\./);
    expect(kept?.sealed_token).not.toContain('invented');
    expect((await placing.ask(buyer, `GET ${route}`)).status).toBe(403);
    expect((await placing.ask(admin, `DELETE ${route}/ebay`)).status).toBe(204);
    expect(await sites()).toEqual([none]);
  }, 60_000);

  describe('above a user’s limit', () => {
    let buyer: Asker & { readonly userId: string };
    let approver: Asker;
    beforeAll(async () => {
      buyer = await placing.person(['BUYER'], true);
      approver = await placing.colleague(buyer, ['APPROVER']);
      const admin = await placing.colleague(buyer, ['ADMIN']);
      const body = { amount: 50_000_000, currency: 'USD' };
      const route = `PUT /api/organisation/users/${buyer.userId}/limit`;
      expect((await placing.ask(admin, route, { body })).status).toBe(200);
    });
    const waiting = async (lotId: string): Promise<ApprovalItem | undefined> => {
      const { body } = await placing.ask<ApprovalList>(approver, 'GET /api/approvals');
      return body.approvals.find((one) => one.lotId === lotId);
    };

    test('an order waits, is approved once, and then lands', async () => {
      expect(outcomeOf((await order(buyer, 4, 90_000_000, 'tab:1')).body)).toBe('NEEDS_APPROVAL');
      await eventually(async () => {
        expect(await mine(buyer, 'EBAY4')).toMatchObject({
          ...{ state: 'REJECTED', reason: 'NEEDS_APPROVAL' },
          approval: { state: 'AWAITING' },
        });
      }, patiently);
      expect(outcomeOf((await order(buyer, 4, 90_000_000, 'tab:1')).body)).toBe('NEEDS_APPROVAL');
      const item = await waiting('EBAY4');
      expect(item).toMatchObject({ kind: 'PLACEMENT', state: 'AWAITING', amount: 90_000_000 });
      const approve = () =>
        placing.ask<Decision>(approver, `POST /api/approvals/${item?.commandId}/approve`);
      const both = await Promise.all([approve(), approve()]);
      expect(both.map(({ body }) => body.outcome)).toContain('ACCEPTED');
      await until(buyer, 'EBAY4', 'LEADING');
      expect(await waiting('EBAY4')).toMatchObject({ state: 'APPROVED', outcome: 'ACCEPTED' });
      expect(landed(4)).toBe(1);
      expect(outcomeOf((await order(buyer, 4, 90_000_000, 'tab:1')).body)).toBe('NEEDS_APPROVAL');
      expect(landed(4)).toBe(1);
    }, 90_000);

    test('a refused one is never sent, and its owner reads why', async () => {
      await order(buyer, 5, 90_000_000, 'tab:1');
      const item = await waiting('EBAY5');
      const body = { note: 'Too much for this one' };
      const route = `POST /api/approvals/${item?.commandId}/refuse`;
      expect((await placing.ask(approver, route, { body })).status).toBe(200);
      await eventually(async () => {
        expect((await mine(buyer, 'EBAY5'))?.approval).toMatchObject({
          ...{ state: 'REFUSED', note: 'Too much for this one' },
        });
      }, patiently);
      expect(landed(5)).toBe(0);
    }, 60_000);

    test('a bid by hand there waits for its link', async () => {
      const given = { body: { maxAmount: 60_000_000 }, key: 'tab:7' };
      const asked = await placing.ask(buyer, 'POST /api/lots/GSA1/assist', given);
      expect(asked.body).toMatchObject({ reason: 'NEEDS_APPROVAL' });
      const item = await waiting('GSA1');
      expect(item).toMatchObject({ kind: 'ASSIST', state: 'AWAITING' });
      const approve = `POST /api/approvals/${item?.commandId}/approve`;
      expect((await placing.ask(approver, approve)).status).toBe(200);
      await until(buyer, 'GSA1', 'LINK_GIVEN');
    }, 60_000);
  });
});
