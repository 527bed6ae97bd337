import type { BoardRow } from '@auction/gateway/contract';
import fc from 'fast-check';
import { FakeGateway } from '../../testing/fake-gateway.ts';
import { aLot, aSite } from '../../testing/lot-rows.ts';
import { ManualClock } from '../../testing/manual-clock.ts';
import { TestPage } from '../../testing/test-page.ts';

async function onBoard(given: { lots?: BoardRow[]; binary?: boolean; partRows?: number } = {}) {
  const clock = new ManualClock();
  const gateway = new FakeGateway(clock);
  gateway.binary = given.binary ?? false;
  gateway.partRows = given.partRows ?? 500;
  gateway.put(...(given.lots ?? [aLot({ id: 'a', end: 1 }), aLot({ id: 'b', end: 2 })]));
  gateway.putSite(aSite({ id: 'copart' }));
  const page = new TestPage(gateway, clock);
  page.watch();
  page.start();
  await clock.advance(0);
  const subs = () => gateway.heard.filter(({ t }) => t === 'sub');
  return { clock, gateway, page, subs };
}

const truth = (gateway: FakeGateway) =>
  [...gateway.lots.values()]
    .sort((a, b) => (a.end ?? Infinity) - (b.end ?? Infinity))
    .map(({ id, price }) => [id, price]);

test.each([
  ['as text', false],
  ['as deflated frames', true],
])('a snapshot in parts arrives %s in order, then changes', async (_name, binary) => {
  const lots = Array.from({ length: 7 }, (_, at) => aLot({ id: `lot${at}`, end: at }));
  const { clock, gateway, page } = await onBoard({ lots, binary, partRows: 3 });
  expect(page.phase).toBe('live');
  expect(page.prices).toEqual(truth(gateway));

  gateway.put({ id: 'lot3', v: 2, price: 99 }, aLot({ id: 'new', end: -1, price: null }));
  gateway.remove('lot5');
  await clock.advance(0);
  expect(page.prices).toEqual(truth(gateway));
  expect(page.prices[0]).toEqual(['new', null]);
});

test('data frames are acked by number, once a second', async () => {
  const { clock, gateway } = await onBoard();
  await clock.advance(1_000);
  gateway.put({ id: 'a', v: 2, price: 5 });
  gateway.put({ id: 'a', v: 3, price: 6 });
  await clock.advance(1_000);
  // Two snapshots (board, sites), then two deltas.
  expect(gateway.heard.filter(({ t }) => t === 'ack')).toEqual([
    { t: 'ack', n: 2 },
    { t: 'ack', n: 4 },
  ]);
});

test('an older version never overwrites a newer one', async () => {
  const { gateway, page } = await onBoard();
  gateway.put({ id: 'a', v: 5, price: 500 });
  gateway.put({ id: 'a', v: 4, price: 400 });
  expect(page.prices[0]).toEqual(['a', 500]);
});

test('a missing frame is noticed by the next one and fetched by resume', async () => {
  const { gateway, page, subs } = await onBoard();
  gateway.sendSums();
  gateway.dropDeltas = 1;
  gateway.put({ id: 'a', v: 2, price: 222 });
  gateway.put({ id: 'b', v: 2, price: 333 });
  expect(subs().at(-1)).toMatchObject({ topic: 'board', resume: { epoch: '1' } });
  expect(page.prices).toEqual(truth(gateway));
  expect(page.phase).toBe('live');
});

test('a missing last frame is noticed by the heartbeat', async () => {
  const { gateway, page } = await onBoard();
  gateway.sendSums();
  gateway.dropDeltas = 1;
  gateway.put({ id: 'a', v: 2, price: 222 });
  expect(page.prices).not.toEqual(truth(gateway));
  gateway.beat();
  expect(page.prices).toEqual(truth(gateway));
});

test('a wrong checksum fetches a fresh snapshot', async () => {
  const { gateway, page, subs } = await onBoard();
  gateway.sendSums(true);
  expect(subs().at(-1)).not.toHaveProperty('resume');
  expect(page.prices).toEqual(truth(gateway));
  const asked = subs().length;
  gateway.sendSums();
  expect(subs()).toHaveLength(asked);
});

test('a cut: rows stay and are called stale, then the board resumes', async () => {
  const { clock, gateway, page, subs } = await onBoard();
  gateway.sendSums();
  gateway.close(1006);
  expect(page.phase).toBe('stale');
  expect(page.link.is).toBe('waiting');
  expect(page.prices).toHaveLength(2);
  gateway.put({ id: 'a', v: 2, price: 7 });
  await clock.advance(1_000);
  expect(page.link.is).toBe('ready');
  expect(subs().at(-2)).toMatchObject({ topic: 'board', resume: { epoch: '1' } });
  expect(page.prices).toEqual(truth(gateway));
});

test('a rebuilt board (new epoch) starts from nothing, even with lower versions', async () => {
  const { clock, gateway, page } = await onBoard({ lots: [aLot({ id: 'a', v: 9, price: 900 })] });
  gateway.close(1012);
  gateway.epoch = '2';
  gateway.lots.clear();
  gateway.put(aLot({ id: 'a', v: 1, price: 100 }));
  await clock.advance(1_000);
  expect(page.prices).toEqual([['a', 100]]);
});

test('silence for 12 s is a cut', async () => {
  const { clock, gateway, page } = await onBoard();
  gateway.isMute = true;
  await clock.advance(11_999);
  expect(page.link.is).toBe('ready');
  await clock.advance(1);
  expect(page.phase).toBe('stale');
  gateway.isMute = false;
  await clock.advance(15_000);
  expect(page.phase).toBe('live');
});

test('without a session the client signs in first', async () => {
  const clock = new ManualClock();
  const gateway = new FakeGateway(clock);
  gateway.ticketRefusals.push({ ok: false, status: 401 });
  const page = new TestPage(gateway, clock);
  page.start();
  await clock.advance(0);
  expect(gateway.signIns).toBe(1);
  expect(page.link.is).toBe('ready');
});

test('another filter drops the rows before, and late patches of the old one are void', async () => {
  const { clock, gateway, page } = await onBoard({
    lots: [aLot({ id: 'a', make: 'Toyota' }), aLot({ id: 'h', make: 'Honda' })],
  });
  page.watch({ make: ['Honda'] });
  await clock.advance(0);
  expect(page.prices.map(([id]) => id)).toEqual(['h']);
  gateway.put({ id: 'h', v: 2, make: 'Ford' });
  expect(page.prices).toEqual([]);
  expect(gateway.heard.filter(({ t }) => t === 'unsub')).toHaveLength(1);
});

test('an empty view is live and empty, not loading', async () => {
  const { page } = await onBoard();
  page.watch({ make: ['Nobody'] });
  expect(page.phase).toBe('live');
  expect(page.store.count).toBe(0);
});

test('a busy page gets one patch with the newest values', async () => {
  const { gateway, page } = await onBoard();
  page.takesPatches = false;
  gateway.put({ id: 'a', v: 2, price: 2 });
  const patches = page.patchCount;
  for (let v = 3; v < 50; v++) gateway.put({ id: 'a', v, price: v });
  expect(page.patchCount).toBe(patches);
  page.credit();
  expect(page.patchCount).toBe(patches + 1);
  expect(page.prices[0]).toEqual(['a', 49]);
});

test('refusals: too wide says how wide, unavailable is asked again', async () => {
  const { clock, gateway, page, subs } = await onBoard();
  page.watch({ q: 'camry' });
  const sub = subs().at(-1);
  const re = sub?.t === 'sub' ? `sub:${sub.sub}` : '';
  gateway.send({ t: 'err', re, code: 'filter_too_wide', count: 300_000 });
  expect(page.phases.at(-1)).toMatchObject({ is: 'refused', refusal: { count: 300_000 } });

  gateway.send({ t: 'err', re: 'sub:77', code: 'unavailable' });
  page.watch({});
  const next = subs().at(-1);
  gateway.send({ t: 'err', re: next?.t === 'sub' ? `sub:${next.sub}` : '', code: 'unavailable' });
  expect(page.phase).toBe('refused');
  await clock.advance(5_000);
  expect(page.phase).toBe('live');
});

test('one lot by itself, with changes, and its end', async () => {
  const { gateway, page } = await onBoard();
  page.feed.take({ type: 'watchLot', lotId: 'b' });
  expect(page.lot).toMatchObject({ id: 'b', price: 1_250_000 });
  gateway.put({ id: 'b', v: 2, price: 1 });
  expect(page.lot).toMatchObject({ id: 'b', price: 1 });
  gateway.remove('b');
  expect(page.lot).toBeNull();
});

test('the sites and how fresh they are', async () => {
  const { gateway, page } = await onBoard();
  expect(page.sites).toMatchObject([{ id: 'copart', state: 'OK' }]);
  gateway.putSite(aSite({ id: 'copart', v: 2, state: 'LATE' }));
  expect(page.sites).toMatchObject([{ id: 'copart', state: 'LATE' }]);
});

test('lots on the screen come early on channel 0; a lot outside the view stays out', async () => {
  const { gateway, page } = await onBoard();
  page.feed.take({ type: 'track', lotIds: ['a', 'x'] });
  expect(gateway.heard.at(-1)).toEqual({ t: 'track', set: ['a', 'x'] });
  const hot = ['a', 2, 777, null, null, null, 0, 1, 0, 'OPEN'];
  const stranger = Object.values(aLot({ id: 'x' }));
  gateway.send({ t: 'd', ch: 0, from: 0, to: 1, at: 1, u: [hot], add: [stranger] });
  expect(page.prices).toEqual([
    ['a', 777],
    ['b', 1_250_000],
  ]);
});

const event = fc.oneof(
  { weight: 6, arbitrary: fc.record({ put: fc.nat({ max: 12 }), price: fc.nat({ max: 999 }) }) },
  { weight: 2, arbitrary: fc.record({ remove: fc.nat({ max: 12 }) }) },
  { weight: 1, arbitrary: fc.record({ drop: fc.constant(true) }) },
  { weight: 1, arbitrary: fc.record({ cut: fc.constant(true) }) },
  { weight: 1, arbitrary: fc.record({ sum: fc.constant(true) }) },
  { weight: 1, arbitrary: fc.record({ hold: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ credit: fc.boolean() }) },
);

test('whatever happens, the page ends with the truth', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 60 }), fc.boolean(), async (events, binary) => {
      const { clock, gateway, page } = await onBoard({ lots: [], binary, partRows: 2 });
      let version = 1;
      for (const one of events) {
        if ('put' in one) {
          const id = `lot${one.put}`;
          const end = one.price % 7;
          gateway.put({
            ...(gateway.lots.get(id) ?? aLot({ id })),
            v: ++version,
            price: one.price,
            end,
          });
        } else if ('remove' in one) gateway.remove(`lot${one.remove}`);
        else if ('drop' in one) gateway.dropDeltas = 1;
        else if ('cut' in one) gateway.close(1006);
        else if ('sum' in one) gateway.sendSums();
        else if ('hold' in one && one.hold) page.store.hold();
        else if ('hold' in one) page.store.letGo();
        else {
          page.takesPatches = one.credit;
          page.credit();
        }
        await clock.advance(100);
      }
      page.takesPatches = true;
      page.credit();
      gateway.dropDeltas = 0;
      await clock.advance(20_000);
      gateway.beat();
      gateway.sendSums();
      page.store.letGo();
      await clock.advance(0);
      expect(Object.fromEntries(page.prices)).toEqual(Object.fromEntries(truth(gateway)));
      expect(page.prices).toHaveLength(gateway.lots.size);
    }),
    { numRuns: 60 },
  );
});

test('events come once each, count for acks, and a new socket asks for what it missed', async () => {
  const { clock, gateway, page } = await onBoard();
  const event = (id: string, cur: string) =>
    ({ t: 'ev', id, cur, kind: 'outbid', lot: 'a', at: 1, data: {} }) as const;
  await clock.advance(1_000);
  gateway.send({ ...event('1', 'c1'), row: ['a', 7, 700, 710, 1, null, 2, 1, 0, 'OPEN'] });
  gateway.send(event('1', 'c1'));
  gateway.send(event('2', 'c2'));
  await clock.advance(1_000);
  expect(page.events.map(({ id }) => id)).toEqual(['1', '2']);
  expect(page.prices[0]).toEqual(['a', 700]);
  expect(gateway.heard.at(-1)).toEqual({ t: 'ack', n: 5 });
  gateway.close(1006);
  await clock.advance(20_000);
  const hellos = gateway.heard.filter((message) => message.t === 'hello');
  expect(hellos.map(({ ev }) => ev)).toEqual([undefined, 'c2']);
});
