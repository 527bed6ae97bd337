/** One site that misbehaves delays nobody else: real feeds, workers and poll loops of one process on a real log. */
import { allTopics, rawTopic, topics } from '@auction/avro/topics';
import type { Site } from '@auction/avro/topics';
import { connectKafka, kafkaLog } from '@auction/streams/runtime/kafka-log';
import type { Following, Log, LogBatch } from '@auction/streams/runtime/log';
import { silentLogger } from '@auction/streams/runtime/logger';
import { localCodecs } from '@auction/streams/runtime/registry';
import { withBackends } from '@auction/streams/testing/backends';
import { eventually } from '@auction/streams/testing/eventually';
import { temporaryFolder } from '@auction/streams/testing/temporary-folder';
import { govdealsSimulator } from './govdeals/simulator/site.ts';
import { gsaSimulator } from './gsa/simulator/site.ts';
import { ebaySimulator } from './ebay/simulator/site.ts';
import { manheimSimulator } from './manheim/simulator/site.ts';
import { FeedWorker } from './feed-worker.ts';
import { RateLimit } from './http/rate-limit.ts';
import { pollUntilStopped } from './poll-loop.ts';
import { startApiSimulator } from './simulator/api-simulator.ts';
import type { ApiSimulator, ApiSimulatorOptions } from './simulator/api-simulator.ts';
import type { FaultRuleInput } from './simulator/fault-plan.ts';
import { knownSites } from './sites.ts';
import { aSiteMarket } from './testing/site-market.ts';

const key = 'invented-key-0123456789';
const lotCount = 60;
const patience = { withinMs: 60_000, everyMs: 100 };
/** Rounds of each healthy site while the other misbehaves. */
const rounds = 2;
const limits = {
  ...{ connectMs: 5_000, firstByteMs: 60_000, stallMs: 60_000 },
  ...{ bytesPerSecondMin: 1, bytesMax: 64 * 1024 * 1024, redirectMax: 5 },
};

const plays: readonly (readonly [Site, ApiSimulatorOptions['site']])[] = [
  ['gsa', gsaSimulator({ apiKey: key })],
  ['govdeals', govdealsSimulator({ apiKey: key, subscriptionKey: key })],
  ['ebay', ebaySimulator({ clientId: key, clientSecret: key, callsPerDay: 1_000_000 })],
  ['manheim', manheimSimulator({ clientId: key, clientSecret: key, seed: 7 })],
];
const bad: Site = 'govdeals';

const environmentOf = ({ siteUrl }: ApiSimulator, site: Site): Record<string, string> => {
  const name = site.toUpperCase();
  const keys = ['API_KEY', 'SUBSCRIPTION_KEY', 'CLIENT_ID', 'CLIENT_SECRET'];
  const secrets = Object.fromEntries(keys.map((one) => [`${name}_${one}`, key]));
  return { ...secrets, [`${name}_BASE_URL`]: siteUrl };
};

interface Snapshot {
  readonly site: string;
  records: number;
  /** Partitions its end marker stands in. */
  ends: number;
  /** Of a complete one. */
  published: number | null;
}

const ways: readonly [string, FaultRuleInput, RegExp | null][] = [
  // Nothing has failed yet when the others are done: it is still on the way.
  ['drips', { name: 'drip', count: null, bytesPerSecond: 40 }, null],
  ['throttles', { name: 'throttled', count: null, retryAfterSeconds: 3_600 }, /^THROTTLED: /],
  ['shows a challenge page', { name: 'challenge', count: null }, /^CHALLENGE_PAGE: /],
  ['drifts', { name: 'required-dropped', count: null }, /^[A-Z_]+: /],
];

withBackends(import.meta.filename, ['kafka'], ({ brokers, prefix }) => {
  const codecs = localCodecs(allTopics);
  const stopping = new AbortController();
  const simulators = new Map<Site, ApiSimulator>();
  const workers = new Map<Site, FeedWorker>();
  const loops: Promise<void>[] = [];
  const snapshots = new Map<string, Snapshot>();
  let log: Log;
  let following: Following;

  beforeAll(async () => {
    const kafka = { brokers, clientId: prefix, topicPrefix: prefix, logger: silentLogger };
    log = kafkaLog(connectKafka(kafka));
    const raw = plays.map(([site]) => rawTopic(site));
    await log.createTopics([...raw, topics.sites, topics.connectorsState]);
    following = log.follow({ topics: raw, onBatch: read });
    for (const [index, [site, play]] of plays.entries()) {
      const simulator = await startApiSimulator({
        ...{ host: '127.0.0.1', port: 0, seed: 11, now: Date.now },
        market: aSiteMarket(index + 1, lotCount),
        site: play,
      });
      simulators.set(site, simulator);
      if (site !== bad) workers.set(site, await workerOf(site, simulator));
    }
    loops.push(...[...workers.values()].map((worker) => polling(worker, stopping.signal)));
  }, 60_000);

  afterAll(async () => {
    stopping.abort();
    await Promise.all(loops);
    for (const worker of workers.values()) await worker.close();
    for (const simulator of simulators.values()) await simulator.close();
    await following.stop();
    await log.close();
  }, 60_000);

  function workerOf(site: Site, simulator: ApiSimulator): Promise<FeedWorker> {
    const rate = new RateLimit({ perSecond: 1_000, burst: 1_000, now: Date.now });
    const surroundings = { limits, rate, now: Date.now, random: Math.random };
    return FeedWorker.open({
      ...{ log, codecs, logger: silentLogger, isPolling: true, rowsMin: 10 },
      feed: knownSites[site].feed(environmentOf(simulator, site), surroundings),
      pace: { intervalMs: 200, backoffMaxMs: 400 },
      rawFolder: temporaryFolder(),
      now: Date.now,
      random: Math.random,
    });
  }

  const polling = (worker: FeedWorker, signal: AbortSignal): Promise<void> =>
    pollUntilStopped(worker, { logger: silentLogger, now: Date.now, signal });

  function read({ topic, partition, records }: LogBatch): void {
    for (const { value } of records) {
      const decoded = codecs.of(rawTopic(bad)).decode(value);
      if (!decoded.ok) throw new Error(`${topic}/${partition}: ${decoded.detail}`);
      const { site, sequence, kind, completed: end } = decoded.value;
      const id = `${site} ${sequence}`;
      const before = snapshots.get(id) ?? { site, records: 0, ends: 0, published: null };
      if (kind === 'LISTING') before.records += 1;
      if (kind === 'SNAPSHOT_COMPLETED') before.ends += 1;
      if (end?.complete === true) before.published = end.published;
      snapshots.set(id, before);
    }
  }

  /** Rounds of a site that have ended well, with all of their records before the end of every partition. */
  function roundsOf(site: string): number {
    const { partitions } = rawTopic(site);
    const ended = [...snapshots.values()].filter(
      (one) => one.site === site && one.ends === partitions && one.published !== null,
    );
    for (const { records, published } of ended) expect([site, records]).toEqual([site, published]);
    return ended.length;
  }

  /** Every healthy site shows its whole list some more times. */
  async function roundsOfTheOthers(): Promise<void> {
    const before = new Map([...workers.keys()].map((site) => [site, roundsOf(site)]));
    await eventually(() => {
      for (const [site, count] of before) {
        expect(roundsOf(site)).toBeGreaterThanOrEqual(count + rounds);
      }
    }, patience);
    for (const { health } of workers.values()) {
      // Played lots end by the clock: many at once are held for a round, which no other site brought about.
      expect(health.reason ?? 'MASS_VANISH: ').toMatch(/^MASS_VANISH: /);
    }
  }

  test('all sites are polled side by side', () => roundsOfTheOthers());

  test.each(ways)('a site that %s delays no round of the others', async (_, rule, told) => {
    const simulator = simulators.get(bad);
    if (simulator === undefined) throw new Error(`${bad} is not played`);
    const first = simulator.requests.next;
    simulator.faults.replace([rule], first);
    const worker = await workerOf(bad, simulator);
    const giveUp = new AbortController();
    const loop = polling(worker, giveUp.signal);
    await eventually(() => expect(simulator.requests.next).toBeGreaterThan(first), patience);
    await roundsOfTheOthers();
    if (told === null) {
      // Its one request is open still: the others went on beside it, not after it.
      expect(simulator.requests.next).toBe(first + 1);
      expect(simulator.requests.entries.at(-1)?.status).toBeNull();
    } else {
      await eventually(() => expect(worker.health.reason).toMatch(told), patience);
    }
    giveUp.abort();
    await loop;
    await worker.close();
  });
});
