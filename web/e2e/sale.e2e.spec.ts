/** A car is sold: two dealers, a robot and a seller; then the same while processes are killed. */
import type { LotDetail } from '@auction/gateway/contract';
import { eventually, SHOWN_MS, Visitor } from './browser.ts';
import { auctionUrl } from './config.ts';
import { BACK_MS, Dealer } from './dealer.ts';
import { killerOf } from './processes.ts';

const SOFT_CLOSE_MS = 20_000;
/** A robot bids once a second at most; several times to reach its cap. */
const ROBOT_MS = 45_000;
const JOURNEY_MS = 240_000;
/** Long enough for three processes to come back before it ends. */
const KILLED_LOT_MS = 180_000;

let visitors: Visitor[] = [];
afterEach(async () => {
  const complaints = visitors.flatMap((visitor) => visitor.complaints);
  await Promise.all(visitors.map((visitor) => visitor.leave()));
  visitors = [];
  expect(complaints).toEqual([]);
});

async function threeOf(run: string): Promise<[seller: Dealer, anna: Dealer, ben: Dealer]> {
  const people: Dealer[] = [];
  for (const word of ['Seller', 'Anna', 'Ben']) {
    const visitor = await Visitor.arrive();
    visitors.push(visitor);
    people.push(await Dealer.register(visitor, word, run));
  }
  const [seller, anna, ben] = people;
  if (!seller || !anna || !ben) throw new Error('somebody did not register');
  return [seller, anna, ben];
}

async function lotNow(lotId: string): Promise<LotDetail> {
  const response = await fetch(`${auctionUrl}/api/lots/${lotId}`);
  if (!response.ok) throw new Error(`lot ${lotId}: ${response.status}`);
  return (await response.json()) as LotDetail;
}

const reaches = (lotId: string, status: string, withinMs: number): Promise<LotDetail> =>
  eventually(
    () => lotNow(lotId).catch((error: unknown) => ({ status: String(error) }) as LotDetail),
    (lot) => lot.status === status,
    withinMs,
  );

/** Offers a lot that opens at once. @returns its id */
async function offer(seller: Dealer, title: string, lastsMs: number): Promise<string> {
  const now = Date.now();
  const lotId = await seller.draft({
    title,
    start: 500_000,
    reserve: 900_000,
    startsAt: now - 1000,
    endsAt: now + lastsMs,
    softCloseMs: SOFT_CLOSE_MS,
  });
  await seller.visitor.go('/sell');
  await seller.sell(`Publish ${title}`);
  await reaches(lotId, 'OPEN', SHOWN_MS);
  return lotId;
}

/** Below the reserve the seller asks for more, and the one who led says yes. */
async function counterAndAccept(seller: Dealer, winner: Dealer, title: string): Promise<void> {
  const { page } = seller.visitor;
  await seller.visitor.go('/sell');
  await page.getByLabel(`Ask more for ${title}`).fill('8000');
  await page.getByRole('button', { name: `Counter ${title}` }).click();
  const row = page.locator('am-sell-page li', { hasText: title });
  await row.locator('.state', { hasText: 'Countered' }).waitFor();
  await winner.visitor.go('/bids');
  const accept = winner.visitor.page.getByRole('button', { name: `Accept the offer for ${title}` });
  await accept.waitFor();
  await winner.visitor.shoot('sale-countered');
  await accept.click();
  await winner.standsAt(title, 'Won');
}

test(
  'two dealers outbid each other by hand, maximum and robot, a late bid extends it, the seller counters',
  async () => {
    const run = Date.now().toString(36);
    const [seller, anna, ben] = await threeOf(run);
    const title = `2019 Volvo V60 ${run}`;
    const lotId = await offer(seller, title, 75_000);
    await anna.open(lotId);
    await ben.open(lotId);

    expect(await anna.bid()).toContain('You are leading, up to $5,000');
    await ben.sees('$5,000');
    expect(await ben.bid(5600)).toContain('You are leading, up to $5,600');
    await anna.sees('$5,100');
    expect(await anna.bid()).toContain('somebody has a higher maximum');
    expect(await anna.bid(6000)).toContain('You are leading, up to $6,000');
    await ben.visitor.page.locator('am-lot-page').getByText('Reserve not met').first().waitFor();
    await anna.visitor.shoot('sale-leading');

    // Ben's robot goes on where he stopped: 5,800, 6,000 (Anna was first), 6,100.
    await ben.letRobotBid(6400);
    await anna.sees('$6,100', ROBOT_MS);
    const { endsAt } = await lotNow(lotId);
    await eventually(
      async () => Date.now(),
      (now) => now > (endsAt ?? 0) - SOFT_CLOSE_MS + 2_000,
      90_000,
    );
    expect(await anna.bid(7000)).toContain('You are leading, up to $7,000');
    // It answers with 6,300; the next step, 6,500, is above what its owner allows.
    await ben.sees('$6,400', ROBOT_MS);
    const extended = await eventually(
      () => lotNow(lotId),
      (lot) => (lot.endsAt ?? 0) > (endsAt ?? 0),
      SHOWN_MS,
    );

    const closed = await reaches(lotId, 'PENDING_APPROVAL', 2 * SOFT_CLOSE_MS + BACK_MS);
    expect(closed.endsAt).toBeGreaterThanOrEqual(extended.endsAt ?? Infinity);
    expect(closed.price.amount).toBe(640_000);
    await counterAndAccept(seller, anna, title);
    await ben.standsAt(title, 'Lost');
    await ben.robotIs(/Done|Over/, ROBOT_MS);
    await ben.visitor.shoot('sale-robot-over');
    await reaches(lotId, 'SOLD', SHOWN_MS);
  },
  JOURNEY_MS,
);

test(
  'the same while gateway, resolver and robots are killed in the middle: no bid is lost or counted twice',
  async () => {
    const run = `${Date.now().toString(36)}k`;
    const [seller, anna, ben] = await threeOf(run);
    const title = `2020 Skoda Superb ${run}`;
    const lotId = await offer(seller, title, KILLED_LOT_MS);
    await anna.open(lotId);
    await ben.open(lotId);
    expect(await anna.bid()).toContain('You are leading, up to $5,000');

    const killResolver = await killerOf('resolve-lots', 'streams');
    killResolver();
    await ben.startBid(5600);
    expect(await ben.answer()).toContain('You are leading, up to $5,600');
    const killGateway = await killerOf('gateway');
    await anna.startBid(6000);
    killGateway();
    expect(await anna.answer()).toContain('You are leading, up to $6,000');
    await ben.sees('$5,700', BACK_MS);
    // Each bid changed price or leader once.
    await eventually(
      () => lotNow(lotId).catch(() => null),
      (lot) => lot?.bidCount === 3,
      BACK_MS,
    );

    // The robot dies with a bid on its way, or before its first: 5,800, 6,000 (Anna was first), 6,100.
    const killRobots = await killerOf('run-robots', 'streams');
    await ben.letRobotBid(6400);
    killRobots();
    await anna.sees('$6,100', BACK_MS);
    expect(await lotNow(lotId)).toMatchObject({ bidCount: 6 });
    expect(await anna.bid(7000)).toContain('You are leading, up to $7,000');
    await ben.sees('$6,400', BACK_MS);

    const closed = await reaches(lotId, 'PENDING_APPROVAL', KILLED_LOT_MS + BACK_MS);
    expect(closed.price.amount).toBe(640_000);
    await counterAndAccept(seller, anna, title);
    await ben.standsAt(title, 'Lost');
    await ben.robotIs(/Done|Over/, ROBOT_MS);
    await reaches(lotId, 'SOLD', SHOWN_MS);
    // What the cut itself said in the consoles is no complaint.
    for (const visitor of visitors) visitor.complaints.length = 0;
  },
  2 * JOURNEY_MS,
);
