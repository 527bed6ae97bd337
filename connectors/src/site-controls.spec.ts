/** What operators can make a feed do: pause, resume, run now. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silentLogger } from '@auction/streams/runtime/logger';
import { pollUntilStopped } from './poll-loop.ts';
import { siteRoute } from './site-route.ts';
import type { Feed } from './connector.ts';
import { aClock, startWorker } from './testing/feed-harness.ts';
import { gsaShape } from './gsa/to-raw-listing.ts';
import { JsonReader } from './json/json-reader.ts';

/** Counts how often it is asked. */
function countingFeed() {
  const asked = { count: 0 };
  const feed = (): Feed => ({
    site: 'gsa',
    layout: 'gsa-auction@1',
    rawCopy: null,
    fetch: async () => {
      asked.count += 1;
      return { kind: 'NOT_MODIFIED' };
    },
    createReader: () => new JsonReader(gsaShape),
  });
  return { asked, feed };
}

async function harness() {
  const clock = aClock();
  const { asked, feed } = countingFeed();
  return { clock, asked, ...(await startWorker({ feed, clock, rowsMin: 1 })) };
}

test('a paused feed has no next run, and stays paused over a restart', async () => {
  const one = await harness();
  expect(await one.worker.wish('pause')).toBeNull();
  const pausedAt = one.clock.now();
  expect(await one.status()).toMatchObject({ pausedAt, nextRunAt: null });
  one.clock.advance(60_000);
  expect(await one.worker.wish('pause')).toBeNull();
  const again = await one.restarted();
  expect(again.health).toMatchObject({ pausedAt, nextRunAt: null });
  expect(await again.wish('run')).toMatch(/^PAUSED: /);
  expect(await again.wish('resume')).toBeNull();
  expect(await one.status()).toMatchObject({ pausedAt: null, nextRunAt: one.clock.now() });
});

test('a poll that is under way when its site is paused plans no next one', async () => {
  const one = await harness();
  const polling = one.worker.poll(new AbortController().signal);
  await one.worker.wish('pause');
  await polling;
  expect(one.worker.health).toMatchObject({ nextRunAt: null, lastSuccessAt: one.clock.now() });
});

test('the loop is woken by a wish', async () => {
  const { worker, asked, clock } = await harness();
  const stopping = new AbortController();
  const { now } = clock;
  const options = { logger: silentLogger, now, signal: stopping.signal };
  const polling = pollUntilStopped(worker, options);
  await until(() => (worker.health.nextRunAt ?? 0) > now()); // the first one is due at once
  await worker.wish('run');
  await until(() => asked.count === 2 && (worker.health.nextRunAt ?? 0) > now());
  await worker.wish('pause');
  await worker.wish('resume');
  await until(() => asked.count === 3);
  stopping.abort();
  await polling;
});

const requests: [string, string, Record<string, string>, number][] = [
  ['no token', 'site=gsa&wish=pause', {}, 401],
  ['another site', 'site=bat&wish=pause', { 'x-auction-token': 'good-token-of-a-spec' }, 404],
  ['no such wish', 'site=gsa&wish=stop', { 'x-auction-token': 'good-token-of-a-spec' }, 404],
  ['a pause', 'site=gsa&wish=pause', { 'x-auction-token': 'good-token-of-a-spec' }, 200],
  [
    'a run of a paused one',
    'site=gsa&wish=run',
    { 'x-auction-token': 'good-token-of-a-spec' },
    409,
  ],
];
test('the internal route', async () => {
  const { worker } = await harness();
  const handle = siteRoute({ workers: new Map([['gsa', worker]]), token: 'good-token-of-a-spec' });
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  for (const [what, query, headers, expected] of requests) {
    const url = `http://127.0.0.1:${port}/sites/wish?${query}`;
    const { status } = await fetch(url, { method: 'POST', headers });
    expect([what, status]).toEqual([what, expected]);
  }
  server.closeAllConnections();
  server.close();
});

async function until(isTrue: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error('it did not come');
    await new Promise((resolve) => setImmediate(resolve));
  }
}
