/** Bids on lots of another site, the whole way on real servers; the site knows what really landed. */
import type { Lot } from '@auction/avro/records';
import { withBackends } from '@auction/streams/testing/backends';
import { eventually } from '@auction/streams/testing/eventually';
import type { PlacementItem, PlacementList, PlacementTaken } from '../placements-contract.ts';
import { aLot } from '../testing/a-lot.ts';
import { openRealPlacing } from '../testing/real-placing.ts';
import type { RealPlacing, SiteLot } from '../testing/real-placing.ts';
import { auditEventsOf } from '../testing/real-sale.ts';
import type { Asker } from '../testing/real-sale.ts';

const patiently = { withinMs: 45_000, everyMs: 200 };
/** Looked for where it may not stand. */
const canary = 98_765_432_100;

withBackends(import.meta.filename, ['kafka', 'registry', 'postgres'], (backends) => {
  let placing: RealPlacing;
  let buyer: Asker;
  let stranger: Asker;
  let siteLots: SiteLot[];
  let lots: Lot[];
  beforeAll(async () => {
    placing = await openRealPlacing(backends);
    buyer = await placing.person(['BUYER'], true);
    stranger = await placing.person(['BUYER'], false);
    siteLots = placing.siteLots().slice(0, 6);
    lots = siteLots.map(({ id, currency, endAt }, index) =>
      aLot({
        ...{ lotId: `EBAY${index}`, site: 'ebay', siteListingId: id, currency, endsAt: endAt },
        ...{ priceMinor: 100_000, askMinor: 110_000, version: 1 },
        summary: { url: `https://site.example/itm/${id}` },
      }),
    );
    await placing.publish(...lots, aLot({ lotId: 'GSA1', site: 'gsa', priceMinor: 50_000 }));
    await eventually(async () => {
      const { body } = await placing.ask<{ total: number }>(buyer, 'GET /api/lots');
      expect(body.total).toBe(lots.length + 1);
    }, patiently);
  }, 180_000);
  afterAll(() => placing.close());

  const mine = async (asker: Asker, lotId: string): Promise<PlacementItem | undefined> => {
    const { body } = await placing.ask<PlacementList>(asker, 'GET /api/placements');
    return body.placements.find((one) => one.lotId === lotId);
  };
  const until = (lotId: string, state: PlacementItem['state']) =>
    eventually(async () => expect((await mine(buyer, lotId))?.state).toBe(state), patiently);
  const landed = (index: number): number =>
    placing.siteLots().find(({ id }) => id === siteLots[index]?.id)?.buyerBidCount ?? -1;
  const order = (index: number, maxAmount: number, key: string, asker = buyer) =>
    placing.ask<PlacementTaken>(asker, `POST /api/lots/EBAY${index}/placements`, {
      ...{ key, body: { maxAmount, currency: lots[index]?.currency } },
    });

  test('an order is placed at the site once, whatever is repeated, and leads there', async () => {
    const { status, body } = await order(0, 90_000_000, 'tab:1');
    expect(status).toBe(202);
    expect(body.placement).toMatchObject({ lotId: 'EBAY0', mode: 'API', max: 90_000_000 });
    await order(0, 90_000_000, 'tab:1');
    await until('EBAY0', 'LEADING');
    expect(await mine(buyer, 'EBAY0')).toMatchObject({ standingMax: 90_000_000, refused: null });
    expect(landed(0)).toBe(1);
    await order(0, 80_000_000, 'tab:2');
    await eventually(async () => {
      expect((await mine(buyer, 'EBAY0'))?.refused).toBe('NOT_HIGHER');
    }, patiently);
    expect(landed(0)).toBe(1);
  }, 90_000);

  test('kill -9 of the placer between the bid and its answer: no double bid', async () => {
    const silent = { name: 'silent', path: 'place_proxy_bid', count: null };
    placing.site.faults.replace([silent], 1);
    await order(1, 90_000_000, 'tab:1');
    await eventually(() => expect(landed(1)).toBe(1), patiently);
    await placing.killPlacer();
    expect((await mine(buyer, 'EBAY1'))?.state).toBe('SUBMITTING');
    placing.site.faults.replace([], 1);
    await placing.startPlacer();
    await until('EBAY1', 'LEADING');
    expect(landed(1)).toBe(1);
  }, 120_000);

  test('a bid that landed although the answer was lost is found there', async () => {
    placing.site.faults.replace([{ name: 'reset', path: 'place_proxy_bid', count: null }], 1);
    await order(2, 90_000_000, 'tab:1');
    await eventually(() => expect(landed(2)).toBe(1), patiently);
    await until('EBAY2', 'LEADING');
    placing.site.faults.replace([], 1);
    expect(landed(2)).toBe(1);
  }, 90_000);

  test('a bid that never landed is sent once more', async () => {
    placing.site.faults.replace([{ name: 'bid-dropped', path: 'place_proxy_bid', count: null }], 1);
    await order(3, 90_000_000, 'tab:1');
    await until('EBAY3', 'UNKNOWN');
    expect(landed(3)).toBe(0);
    placing.site.faults.replace([], 1);
    await until('EBAY3', 'LEADING');
    expect(landed(3)).toBe(1);
  }, 90_000);

  test('what the site refuses is told in our words; what it wants done there has the link', async () => {
    await order(4, 1, 'tab:1');
    await until('EBAY4', 'REJECTED');
    expect((await mine(buyer, 'EBAY4'))?.reason).toBe('TOO_LOW');
    const errorId = 120_031;
    const fault = { name: 'offer-error', errorId, path: 'place_proxy_bid', count: null };
    placing.site.faults.replace([fault], 1);
    await order(4, 90_000_000, 'tab:2');
    await until('EBAY4', 'NEEDS_SITE_ACTION');
    placing.site.faults.replace([], 1);
    expect(await mine(buyer, 'EBAY4')).toMatchObject({
      reason: 'CARD',
      link: lots[4]?.summary.url,
    });
    expect(landed(4)).toBe(0);
  }, 90_000);

  test('not connected, no bid API, another currency: nothing is sent, and the link is given', async () => {
    const refused = (reason: string) => ({
      status: 200,
      body: expect.objectContaining({ outcome: 'REJECTED', reason }),
    });
    expect(await order(5, 90_000_000, 'tab:1', stranger)).toEqual(refused('NOT_CONNECTED'));
    const body = { maxAmount: 100_000, currency: 'USD' };
    const gsa = await placing.ask(buyer, 'POST /api/lots/GSA1/placements', { key: 'a:1', body });
    expect(gsa).toEqual(refused('NO_BID_API'));
    const pounds = { maxAmount: 100_000, currency: 'GBP' };
    const given = { key: 'a:2', body: pounds };
    const other = await placing.ask(buyer, 'POST /api/lots/EBAY5/placements', given);
    expect(other).toEqual(refused('CURRENCY'));
    expect(landed(5)).toBe(0);
    const bid = await placing.ask(buyer, 'POST /api/lots/EBAY5/bids', {
      key: 'a:3',
      body: { kind: 'PROXY', amount: 100_000, currency: 'USD' },
    });
    expect(bid.body).toMatchObject({ reason: 'EXTERNAL_LOT', link: lots[5]?.summary.url });
  });

  test('assisted: the link, what somebody reports, and what the price then says', async () => {
    const link = await placing.ask(buyer, 'POST /api/lots/GSA1/assist', { body: {} });
    expect(link.body).toMatchObject({
      suggested: 50_000,
      link: expect.stringContaining('https://'),
    });
    await until('GSA1', 'LINK_GIVEN');
    const report = (body: object) =>
      placing.ask<PlacementTaken>(buyer, 'POST /api/lots/GSA1/assist/report', { body });
    const { body } = await report({ maxAmount: 60_000 });
    expect(body.placement).toMatchObject({ state: 'REPORTED', standingMax: 60_000 });
    await placing.publish(aLot({ lotId: 'GSA1', site: 'gsa', priceMinor: 60_001, version: 2 }));
    await until('GSA1', 'OUTBID_LIKELY');
    expect((await report({ result: 'LOST' })).body.placement?.state).toBe('LOST_REPORTED');
    const nothing = await placing.ask(stranger, 'POST /api/lots/GSA1/assist/report', {
      body: { result: 'WON' },
    });
    expect(nothing.body).toMatchObject({ reason: 'NO_PLACEMENT' });
  }, 90_000);

  test('nobody else sees it, and the audit tells what was done without amounts', async () => {
    await order(5, canary, 'tab:9');
    await until('EBAY5', 'LEADING');
    expect(await mine(stranger, 'EBAY5')).toBeUndefined();
    const { body } = await placing.ask<PlacementList>(stranger, 'GET /api/placements');
    expect(body).toEqual({ placements: [], sites: [{ site: 'ebay', isConnected: false }] });
    const events = await eventually(async () => {
      const all = JSON.stringify(await auditEventsOf(backends));
      expect(all).toContain('PLACEMENT_ORDERED');
      expect(all).toContain('lot/EBAY5');
      return all;
    }, patiently);
    expect(events).not.toContain(String(canary));
    const row = await placing.ask(stranger, 'GET /api/lots/EBAY5');
    expect(JSON.stringify(row.body)).not.toContain(String(canary));
  }, 60_000);
});
