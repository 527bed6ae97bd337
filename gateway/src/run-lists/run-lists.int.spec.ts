/** Run lists on real servers: built of drafts, published together, each lot with an end of its own. */
import { withBackends } from '@auction/streams/testing/backends';
import { eventually } from '@auction/streams/testing/eventually';
import type { Decision } from '../bids-contract.ts';
import type { LotDetail, Problem } from '../contract.ts';
import type { LotDecision, RunList, RunListPublished } from '../sell-contract.ts';
import { openRealSale } from '../testing/real-sale.ts';
import type { Asker, RealSale } from '../testing/real-sale.ts';
import { plannedEnd } from './publish-run-list.ts';

const second = 1_000;

test('40 lots, the first ends at 14:00:00, 30 s apart: the last ends at 14:19:30', () => {
  const firstEnd = Date.UTC(2026, 11, 1, 14);
  const list = { firstEnd, gapMs: 30 * second };
  expect(plannedEnd(list, 0)).toBe(firstEnd);
  expect(plannedEnd(list, 39)).toBe(Date.UTC(2026, 11, 1, 14, 19, 30));
});

withBackends(import.meta.filename, ['kafka', 'registry', 'postgres'], (backends) => {
  let sale: RealSale;
  let seller: Asker;
  let other: Asker;
  let buyer: Asker;
  beforeAll(async () => {
    sale = await openRealSale(backends);
    seller = await sale.person('Seller', ['SELLER']);
    other = await sale.person('Other', ['SELLER']);
    buyer = await sale.person('Buyer', ['BUYER']);
  }, 120_000);
  afterAll(() => sale.close(), 60_000);

  const drafts = (count: number, given: object = {}) =>
    Promise.all(
      Array.from({ length: count }, async (_, at) => {
        const now = Date.now();
        const times = { startsAt: now, endsAt: now + 3_600 * second };
        const body = { title: `Lot ${at}`, start: 500_000, currency: 'EUR', ...times, ...given };
        const made = await sale.ask<LotDecision>(seller, 'POST /api/sell/lots', { body });
        return made.body.lotId;
      }),
    );
  const make = (body: object, who = seller) =>
    sale.ask<RunList & Problem>(who, 'POST /api/sell/run-lists', { body });
  const publish = (id: string, who = seller) =>
    sale.ask<RunListPublished & Problem>(who, `POST /api/sell/run-lists/${id}/publish`);
  const shown = async (lotId: string) =>
    (await sale.ask<LotDetail>(buyer, `GET /api/lots/${lotId}`)).body;
  const times = (firstInMs: number) => {
    const startsAt = Date.now();
    return { name: 'Monday', startsAt, firstEnd: startsAt + firstInMs, gapMs: 30 * second };
  };

  test('40 drafts are published in their order, once', async () => {
    const lots = await drafts(40);
    const list = times(3_600 * second);
    const { body: made } = await make({ ...list, lots });
    expect(made.lots.map(({ status }) => status)).toEqual(Array(40).fill('DRAFT'));
    const reordered = [...lots].reverse();
    await sale.ask(seller, `PUT /api/sell/run-lists/${made.runListId}`, {
      body: { ...list, lots: reordered },
    });
    const began = performance.now();
    // On a busy machine it takes more than one request.
    await eventually(
      async () => {
        const { status, body } = await publish(made.runListId);
        expect([status, body.refused]).toEqual([200, []]);
      },
      { withinMs: 40_000, everyMs: 100 },
    );
    console.info(`40 lots published in ${Math.round(performance.now() - began)} ms`);
    await eventually(async () => {
      const last = await shown(lots[0] ?? '');
      expect([last.status, last.endsAt]).toEqual(['OPEN', list.firstEnd + 39 * list.gapMs]);
    });
    expect((await shown(reordered[0] ?? '')).endsAt).toBe(list.firstEnd);
    // Again: nothing is left to do, and nothing changes any more.
    expect((await publish(made.runListId)).body.refused).toEqual([]);
    const put = `PUT /api/sell/run-lists/${made.runListId}`;
    expect((await sale.ask(seller, put, { body: { ...list, lots } })).status).toBe(409);
  }, 60_000);

  test('an extension moves its own lot and never the next', async () => {
    const lots = await drafts(3);
    const list = times(40 * second); // a bid now is in the window of each
    const { body } = await make({ ...list, lots });
    await publish(body.runListId);
    await eventually(async () => expect((await shown(lots[0] ?? '')).status).toBe('OPEN'));
    const bid = { kind: 'FLAT', amount: 500_000, currency: 'EUR' };
    const at = `POST /api/lots/${lots[0] ?? ''}/bids`;
    const taken = await sale.ask<Decision>(buyer, at, { body: bid, key: 'x:1' });
    expect(taken.body.outcome).toBe('ACCEPTED');
    await eventually(async () =>
      expect((await shown(lots[0] ?? '')).endsAt).toBeGreaterThan(list.firstEnd),
    );
    expect((await shown(lots[1] ?? '')).endsAt).toBe(list.firstEnd + list.gapMs);
    expect((await shown(lots[2] ?? '')).endsAt).toBe(list.firstEnd + 2 * list.gapMs);
  }, 60_000);

  test('what one lot refuses is told and does not stop the others', async () => {
    const [one = '', two = ''] = await drafts(2);
    const { body } = await make({ ...times(3_600 * second), lots: [one, two] });
    await sale.ask(seller, `POST /api/sell/lots/${one}/withdraw`, { body: {} });
    const { body: told } = await publish(body.runListId);
    expect(told.refused.map(({ lotId }) => lotId)).toEqual([one]);
    await eventually(async () => expect((await shown(two)).status).toBe('OPEN'));
  });

  test('without a resolver it stops; published again it goes on', async () => {
    const lots = await drafts(12);
    const { body } = await make({ ...times(3_600 * second), lots });
    await sale.stopResolver();
    const { body: stopped } = await publish(body.runListId);
    expect(stopped.refused.every(({ reason }) => reason === 'UNDECIDED')).toBe(true);
    await sale.startResolver();
    await eventually(
      async () => {
        expect((await publish(body.runListId)).body.refused).toEqual([]);
        expect((await shown(lots[11] ?? '')).status).toBe('OPEN');
      },
      { withinMs: 30_000, everyMs: 500 },
    );
  }, 90_000);

  test('lots and lists of others; impossible times', async () => {
    const lots = await drafts(1);
    expect((await make({ ...times(60 * second), lots }, other)).status).toBe(400);
    const { body } = await make({ ...times(60 * second), lots });
    expect((await publish(body.runListId, other)).status).toBe(404);
    expect((await make({ ...times(-1), lots })).status).toBe(400);
    const gone = await fetch(`${sale.url}/api/sell/run-lists/${body.runListId}`, {
      method: 'DELETE',
      headers: { cookie: `sid=${seller.cookie}`, origin: sale.url },
    });
    expect([gone.status, (await publish(body.runListId)).status]).toEqual([204, 404]);
  });

  test('the console: deadline while it waits, what is paid when it is sold, results as CSV', async () => {
    const title = '=HYPERLINK("x")';
    const ends = { endsAt: Date.now() + 4 * second, policy: { softClose: null } };
    const [lotId = ''] = await drafts(1, { title, reserve: 900_000, ...ends });
    await sale.ask(seller, `POST /api/sell/lots/${lotId}/publish`);
    const bid = { kind: 'FLAT', amount: 500_000, currency: 'EUR' };
    await sale.ask(buyer, `POST /api/lots/${lotId}/bids`, { body: bid, key: 'y:1' });
    const own = async () => {
      const answer = await sale.ask<{
        lots: { lotId: string; decisionUntil: number | null; soldFor: number | null }[];
      }>(seller, 'GET /api/sell/lots');
      return answer.body.lots.find((lot) => lot.lotId === lotId);
    };
    const day = 86_400 * second;
    await eventually(
      async () => expect(await own()).toMatchObject({ decisionUntil: ends.endsAt + day }),
      { withinMs: 20_000, everyMs: 200 },
    );
    await sale.ask(seller, `POST /api/sell/lots/${lotId}/approve`);
    await eventually(async () =>
      expect(await own()).toMatchObject({ decisionUntil: null, soldFor: 500_000 }),
    );
    const csv = await fetch(`${sale.url}/api/sell/results.csv`, {
      headers: { cookie: `sid=${seller.cookie}` },
    });
    const line = (await csv.text()).split('\r\n').find((one) => one.startsWith(lotId));
    expect(line).toContain(`${lotId},,"'=HYPERLINK(""x"")",,SOLD,EUR,5000,9000,5000,5000,1,`);
  }, 60_000);
});
