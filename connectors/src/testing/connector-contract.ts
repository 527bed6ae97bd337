/**
 * What every connector must keep, whatever its site: one suite that each enlists for with its feed
 * and its simulator (feeds.md sections 2 and 14; architecture.md, identity and de-duplication).
 */
import type { RawListing } from '@auction/avro/records';
import { rawTopic } from '@auction/avro/topics';
import { createLogger } from '@auction/streams/runtime/logger';
import type { Feed } from '../connector.ts';
import type { FeedSurroundings } from '../site-definition.ts';
import type { FaultPlan } from '../simulator/fault-plan.ts';
import type { RequestLog } from '../simulator/request-log.ts';
import { aClock, startWorker } from './feed-harness.ts';
import type { Clock, WorkerHarness } from './feed-harness.ts';

/** A site in the hands of the suite. */
export interface ContractSite {
  readonly siteUrl: string;
  readonly faults: FaultPlan;
  readonly requests: RequestLog;
  close(): Promise<void>;
}

export interface ConnectorContract<S extends ContractSite> {
  readonly start: (clock: Clock) => Promise<S>;
  readonly feed: (site: S, surroundings: FeedSurroundings) => Feed;
  /** Every id the feed has to show at this moment. */
  readonly ids: (site: S, at: number) => readonly string[];
  /** No log line, topic or status may hold any of these. */
  readonly secrets: readonly string[];
  /** Rows the gate asks for; fewer than the site has. */
  readonly rowsMin: number;
  /** Until the site has something new to say, ms. */
  readonly cycleMs: number;
  /** How a refused credential shows. */
  readonly refusedCode?: RegExp;
}

type Completed = NonNullable<RawListing['completed']>;

interface Running<S> extends WorkerHarness {
  readonly site: S;
  readonly clock: Clock;
  readonly lines: readonly string[];
  poll(): Promise<void>;
  fault(name: string, settings?: object): void;
  noFault(): void;
  ends(): Promise<Completed[]>;
}

export function connectorContract<S extends ContractSite>(
  name: string,
  contract: ConnectorContract<S>,
): void {
  const running: Running<S>[] = [];
  const start = async (): Promise<Running<S>> => {
    const one = await started(contract);
    running.push(one);
    return one;
  };
  afterEach(async () => {
    await Promise.all(running.splice(0).map((one) => one.site.close()));
  });

  describe(`${name} keeps the connector contract`, () => {
    publishing(start, contract);
    recovering(start);
    faulty(start);
    keeping(start, contract);
  });
}

async function started<S extends ContractSite>(
  contract: ConnectorContract<S>,
): Promise<Running<S>> {
  const clock = aClock();
  const site = await contract.start(clock);
  const lines: string[] = [];
  const logger = createLogger({
    service: 'contract',
    version: '0',
    level: 'debug',
    write: (line) => void lines.push(line),
  });
  const feed = (surroundings: FeedSurroundings): Feed => contract.feed(site, surroundings);
  const harness = await startWorker({ feed, clock, rowsMin: contract.rowsMin, logger });
  return {
    ...harness,
    site,
    clock,
    lines,
    poll: () => harness.worker.poll(new AbortController().signal),
    fault: (fault, settings = {}) => {
      site.faults.replace([{ name: fault, count: null, ...settings }], site.requests.next);
    },
    noFault: () => site.faults.replace([], 1),
    ends: async () => {
      const found = new Map<number, Completed>();
      for (const { value } of await harness.raw()) {
        if (value.completed) found.set(value.sequence, value.completed);
      }
      return [...found].sort(([a], [b]) => a - b).map(([, completed]) => completed);
    },
  };
}

type Start<S> = () => Promise<Running<S>>;

function publishing<S extends ContractSite>(
  start: Start<S>,
  { ids, cycleMs }: ConnectorContract<S>,
): void {
  test('every listing once, under its key, with its own bytes, between markers everywhere', async () => {
    const one = await start();
    const expected = [...new Set(ids(one.site, one.clock.now()))].sort();
    await one.poll();
    const raw = await one.raw();
    const listings = raw.filter(({ value }) => value.kind === 'LISTING');
    const found = [...new Set(listings.map(({ value }) => value.siteListingId ?? ''))].sort();
    expect(found).toEqual(expected);
    for (const { key, value } of listings) {
      expect(key).toBe(`${value.site}/${value.siteListingId ?? ''}`);
      expect(value.listing?.payload.length).toBeGreaterThan(0);
    }
    const { partitions } = rawTopic(raw[0]?.value.site ?? '');
    for (const kind of ['SNAPSHOT_STARTED', 'SNAPSHOT_COMPLETED']) {
      const markers = raw.filter(({ value }) => value.kind === kind);
      expect(new Set(markers.map(({ partition }) => partition)).size).toBe(partitions);
    }
    expect((await one.ends()).at(-1)).toMatchObject({ complete: true, reason: null });
  });

  test('the next snapshot has a higher number and is not older', async () => {
    const one = await start();
    await one.poll();
    one.clock.advance(cycleMs);
    await one.poll();
    const starts = (await one.raw()).filter(({ value }) => value.kind === 'SNAPSHOT_STARTED');
    const sequences = [...new Set(starts.map(({ value }) => value.sequence))];
    const ages = [...new Set(starts.map(({ value }) => value.observedAt))];
    expect(sequences.length).toBe(2);
    expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
    expect(ages).toEqual([...ages].sort((a, b) => a - b));
  });
}

function recovering<S extends ContractSite>(start: Start<S>): void {
  test('an aborted poll ends at once and has no end marker; a new process goes on', async () => {
    const one = await start();
    const stopping = new AbortController();
    one.fault('silent');
    const polling = one.worker.poll(stopping.signal);
    setTimeout(() => stopping.abort(), 50);
    await expect(polling).rejects.toBeDefined();
    expect(await one.ends()).toEqual([]);
    one.noFault();
    const again = await one.restarted();
    await again.poll(new AbortController().signal);
    expect((await one.ends()).at(-1)).toMatchObject({ complete: true });
  });

  test('a restart takes no number twice and keeps what was said of health', async () => {
    const one = await start();
    await one.poll();
    one.fault('down');
    one.clock.advance(60_000);
    await one.poll();
    const again = await one.restarted();
    expect(again.health).toMatchObject({ failureCount: 1, lastSnapshot: { complete: true } });
    one.noFault();
    await again.poll(new AbortController().signal);
    const starts = (await one.raw()).filter(({ value }) => value.kind === 'SNAPSHOT_STARTED');
    const numbers = new Set(starts.map(({ value }) => value.sequence));
    const snapshots = new Set(starts.map(({ value }) => value.snapshotId));
    expect(numbers.size).toBe(snapshots.size);
  });
}

/** Faults every site can meet; none may close anybody, all must be got over. */
const faults: readonly (readonly [string, object])[] = [
  ['challenge', {}],
  ['login-page', {}],
  ['blocked', {}],
  ['throttled', { retryAfterSeconds: 12 }],
  ['down', { status: 500 }],
  ['down', { status: 502 }],
  ['down', {}],
  ['silent', {}],
  ['empty', {}],
  ['header-only', {}],
  ['cut', {}],
  ['reset', {}],
  ['stall', {}],
  ['drip', { bytesPerSecond: 400 }],
  ['short', {}],
  ['mass-vanish', { share: 0.2 }],
  ['redirect', { location: 'http://169.254.169.254/latest/meta-data' }],
  ['redirect', { location: 'http://127.0.0.2:80/feed' }],
  ['required-dropped', {}],
];

function faulty<S extends ContractSite>(start: Start<S>): void {
  test.each(faults)('%s %j closes nobody, is told, and is got over', async (fault, settings) => {
    const one = await start();
    await one.poll();
    one.clock.advance(15_000);
    one.fault(fault, settings);
    await one.poll();
    const bad = (await one.ends()).slice(1);
    expect(bad.filter(({ complete }) => complete)).toEqual([]);
    expect(await one.status()).toMatchObject({ state: 'FAILING', consecutiveFailureCount: 1 });
    expect(one.worker.health.reason).toMatch(/^[A-Z_]+: ./);
    const waitMs = (one.worker.health.nextRunAt ?? 0) - one.clock.now();
    expect(waitMs).toBeGreaterThanOrEqual(fault === 'throttled' ? 12_000 : 5_000);
    one.noFault();
    one.clock.advance(15_000);
    await one.poll();
    expect((await one.ends()).at(-1)).toMatchObject({ complete: true });
    expect(await one.status()).toMatchObject({ state: 'OK', consecutiveFailureCount: 0 });
  });

  test('a site that wants to be left alone is not asked, whoever wants to', async () => {
    const one = await start();
    one.fault('throttled', { retryAfterSeconds: 60 });
    await one.poll();
    one.noFault();
    const { next } = one.site.requests;
    one.clock.advance(59_000);
    await one.poll();
    expect(one.site.requests.next).toBe(next);
    expect(one.worker.health.reason).toMatch(/^THROTTLED: /);
    one.clock.advance(1_000);
    await one.poll();
    expect((await one.ends()).at(-1)).toMatchObject({ complete: true });
  });

  test('a key that is added is a warning and nothing more', async () => {
    const one = await start();
    one.fault(one.site.faults.names.includes('key-added') ? 'key-added' : 'column-added');
    await one.poll();
    expect((await one.ends()).at(-1)).toMatchObject({ complete: true });
    expect(one.lines.join('\n')).toMatch(/drifted/);
  });
}

function keeping<S extends ContractSite>(start: Start<S>, contract: ConnectorContract<S>): void {
  test('no credential in any log line, record or status', async () => {
    const one = await start();
    for (const fault of ['blocked', 'down', 'redirect', 'challenge']) {
      one.fault(fault);
      await one.poll();
      one.clock.advance(60_000);
    }
    one.noFault();
    await one.poll();
    const texts = [...one.lines, JSON.stringify(await one.status())];
    for (const { value } of await one.raw()) {
      texts.push(value.started?.source ?? '', value.listing?.payload.toString('latin1') ?? '');
    }
    for (const secret of contract.secrets) {
      expect(texts.some((text) => text.includes(secret))).toBe(false);
    }
  });
}
