/** Robots on lots of other sites on real servers: one maximum through the placer, or the alert to bid by hand. */
import { withBackends } from '@auction/streams/testing/backends';
import { eventually } from '@auction/streams/testing/eventually';
import type { PlacementList } from '../placements-contract.ts';
import type { RobotDeedItem, RobotItem } from '../robots-contract.ts';
import { aLot } from '../testing/a-lot.ts';
import { openRealPlacing } from '../testing/real-placing.ts';
import type { RealPlacing, SiteLot } from '../testing/real-placing.ts';
import type { Alert } from '../watch-contract.ts';

const patiently = { withinMs: 60_000, everyMs: 200 };
const dayMs = 86_400_000;

withBackends(import.meta.filename, ['kafka', 'registry', 'postgres'], (backends) => {
  let placing: RealPlacing;
  let lots: SiteLot[];
  beforeAll(async () => {
    placing = await openRealPlacing(backends, { withRobots: true });
    const now = Date.now();
    lots = placing.siteLots().filter(({ currency, endAt }) => {
      return currency === 'USD' && endAt < now + dayMs;
    });
    const [lot] = lots;
    const summary = { url: 'https://site.example/itm/1' };
    const terms = { currency: 'USD', priceMinor: 50_000, endsAtPrecision: 'MS' } as const;
    await placing.publish(
      aLot({
        ...{ lotId: 'EBAY0', site: 'ebay', siteListingId: lot?.id ?? '', ...terms, summary },
        ...{ endsAt: lot?.endAt ?? null },
      }),
      aLot({ lotId: 'GSA1', site: 'gsa', ...terms, summary, endsAt: now + dayMs / 2 }),
      aLot({ lotId: 'GSA2', site: 'gsa', ...terms, endsAt: now, endsAtPrecision: 'DAY' }),
    );
  }, 180_000);
  afterAll(() => placing.close());

  const robot = (strategy: string, lotId: string) => ({
    ...{ strategy, currency: 'USD', lots: [{ lotId, cap: 90_000_000 }] },
    ...(strategy === 'SNIPE' ? { leadMs: dayMs } : {}),
  });

  test('by API it places one order and ends; by hand its owner gets the alert with the link', async () => {
    const buyer = await placing.person(['BUYER'], true);
    const make = (strategy: string, lotId: string) =>
      placing.ask<RobotItem>(buyer, 'POST /api/robots', { body: robot(strategy, lotId) });
    await eventually(async () => {
      expect((await placing.ask(buyer, 'GET /api/lots/GSA2')).status).toBe(200);
    }, patiently);
    expect((await make('STEP', 'EBAY0')).body).toMatchObject({
      ...{ status: 409, detail: expect.stringContaining('just before the end') },
    });
    expect((await make('SNIPE', 'GSA2')).body).toMatchObject({
      ...{ status: 409, detail: expect.stringContaining('not known to the minute') },
    });
    const { body: placer } = await make('SNIPE', 'EBAY0');
    expect(placer.lots[0]?.way).toBe('API');
    const { body: teller } = await make('SNIPE', 'GSA1');
    expect(teller.lots[0]).toMatchObject({ way: 'BY_HAND', link: 'https://site.example/itm/1' });
    const deedsOf = async ({ robotId }: RobotItem) => {
      const route = `GET /api/robots/${robotId}/deeds`;
      const { body } = await placing.ask<{ deeds: RobotDeedItem[] }>(buyer, route);
      return body.deeds.map(({ kind, reason }) => `${kind} ${reason}`).toReversed();
    };
    await eventually(async () => {
      expect(await deedsOf(placer)).toEqual([
        ...['ARMED SNIPE', 'BID_SENT END_IS_NEAR', 'ACCEPTED LEADING', 'DONE PLACED'],
      ]);
    }, patiently);
    const { body: placements } = await placing.ask<PlacementList>(buyer, 'GET /api/placements');
    expect(placements.placements).toMatchObject([{ lotId: 'EBAY0', state: 'LEADING' }]);
    expect(placing.siteLots().find(({ id }) => id === lots[0]?.id)?.buyerBidCount).toBe(1);
    await eventually(async () => {
      expect(await deedsOf(teller)).toEqual([
        ...['ARMED SNIPE', 'TIME_TO_BID END_IS_NEAR', 'DONE TIME_TO_BID'],
      ]);
      const { body } = await placing.ask<{ alerts: Alert[] }>(buyer, 'GET /api/alerts');
      const told = body.alerts.filter(({ kind }) => kind === 'TIME_TO_BID');
      expect(told).toMatchObject([{ lot: 'GSA1', data: { link: 'https://site.example/itm/1' } }]);
    }, patiently);
  }, 150_000);
});
