/**
 * Random lots, filters, subscriptions, stalls and cuts against two gateways that read one log at
 * their own pace. When everything has settled, each copy equals what a naive look at the newest
 * records gives, no gap was seen, no checksum differed.
 */
import fc from 'fast-check';
import type { Lot } from '@auction/avro/records';
import type { BoardFilter } from '../board-protocol.ts';
import { aLot } from '../testing/a-lot.ts';
import { BenchClient, BoardBench, Clock, partitionCount, startAt } from '../testing/board-bench.ts';
import type { LotRecord } from '../testing/board-bench.ts';
import { fullColumns } from '../board-columns.ts';
import { isLive, toBoardRow } from './board-row.ts';

const sites = ['copart', 'iaa'] as const;
const makes = ['FORD', 'BMW', 'KIA'] as const;
const statuses = ['OPEN', 'SCHEDULED', 'ENDED', 'WITHDRAWN'] as const;

interface Change {
  readonly lot: number;
  readonly gone: boolean;
  readonly make: (typeof makes)[number];
  readonly status: (typeof statuses)[number];
  readonly price: number | null;
  readonly year: number;
  readonly vehicle: number;
  readonly endsInMs: number | null;
  /** Only price and status change when true. */
  readonly hotOnly: boolean;
}

const change: fc.Arbitrary<Change> = fc.record({
  lot: fc.nat(11),
  gone: fc.boolean().map((gone) => gone),
  make: fc.constantFrom(...makes),
  status: fc.constantFrom(...statuses),
  price: fc.option(fc.integer({ min: 1, max: 9 })),
  year: fc.integer({ min: 2010, max: 2014 }),
  vehicle: fc.nat(4),
  endsInMs: fc.option(fc.integer({ min: -2_000, max: 20_000 })),
  hotOnly: fc.boolean(),
});

type Bounds = [number | null, number | null];

const filter = fc.oneof(
  fc.constant(undefined),
  fc.record(
    {
      site: fc.subarray<string>([...sites], { minLength: 1 }),
      make: fc.subarray<string>([...makes], { minLength: 1 }),
      status: fc.subarray<string>([...statuses], { minLength: 1 }),
      year: fc.constantFrom<Bounds>([2011, null], [null, 2012], [2011, 2013]),
      dup: fc.boolean(),
      endsWithinMs: fc.constantFrom<number>(1_000, 5_000, 10_000),
      q: fc.constantFrom<string>('ford', '20', '2012 k', '900001'),
    },
    { requiredKeys: [] },
  ),
  fc.constantFrom<Bounds>([3, null], [null, 5]).map((price) => ({ cur: ['USD'], price })),
);

type Step =
  | { readonly do: 'change'; readonly changes: readonly Change[] }
  | { readonly do: 'read'; readonly gateway: number; readonly count: number }
  | { readonly do: 'pass'; readonly ms: number }
  | {
      readonly do: 'sub';
      readonly client: number;
      readonly filter: BoardFilter | undefined;
      readonly compact: boolean;
      readonly hz: number;
      readonly descending: boolean;
    }
  | { readonly do: 'unsub' | 'readInbox' | 'hide' | 'show' | 'cut'; readonly client: number }
  | { readonly do: 'track'; readonly client: number; readonly lots: readonly number[] }
  | { readonly do: 'connect'; readonly client: number; readonly gateway: number };

const client = fc.nat(2);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('change' as const),
      changes: fc.array(change, { minLength: 1, maxLength: 6 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('read' as const),
      gateway: fc.nat(1),
      count: fc.integer({ min: 1, max: 20 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      ms: fc.constantFrom(10, 50, 300, 1_100, 3_000, 9_000),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('sub' as const),
      client,
      filter,
      compact: fc.boolean(),
      hz: fc.constantFrom(0.5, 2, 4),
      descending: fc.boolean(),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('readInbox' as const), client }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('connect' as const), client, gateway: fc.nat(1) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cut' as const), client }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('unsub' as const, 'hide' as const, 'show' as const),
      client,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('track' as const),
      client,
      lots: fc.array(fc.nat(11), { maxLength: 3 }),
    }),
  },
);

interface Wanted {
  readonly filter: BoardFilter | undefined;
  readonly compact: boolean;
  readonly hz: number;
  readonly descending: boolean;
}

/** The whole system of the test. */
class World {
  readonly clock = new Clock();
  readonly log: LotRecord[] = [];
  readonly newest = new Map<string, Lot>();
  readonly offsets = Array.from({ length: partitionCount }, () => 0);
  readonly benches = [0, 1].map(
    () => new BoardBench(this.clock, { limits: { partRows: 3, frameBytes: 1_200 } }),
  );
  readonly clients = [0, 1, 2].map(() => new BenchClient());
  readonly homes = [0, 0, 0];
  readonly wanted = [0, 1, 2].map(() => new Map<number, Wanted>());
  readonly tracked = [0, 1, 2].map((): string[] => []);
  #version = 0;
  #sub = 0;

  run(step: Step): void {
    switch (step.do) {
      case 'change':
        for (const each of step.changes) this.#change(each);
        break;
      case 'read':
        this.benches[step.gateway]?.read(this.log, step.count);
        break;
      case 'pass':
        this.pass(step.ms);
        break;
      case 'connect':
        this.connect(step.client, step.gateway);
        break;
      default:
        this.#ofClient(step.client, step);
    }
  }

  /** Both gateways live through the same time. */
  pass(ms: number): void {
    const untilMs = this.clock.nowMs + ms;
    while (this.clock.nowMs < untilMs) {
      this.clock.nowMs += 10;
      for (const bench of this.benches) bench.tick();
    }
  }

  #change({ lot, gone, make, status, price, year, vehicle, endsInMs, hotOnly }: Change): void {
    const lotId = `lot${lot}`;
    const partition = lot % partitionCount;
    const offset = this.offsets[partition] ?? 0;
    this.offsets[partition] = offset + 1;
    const committedAt = this.clock.nowMs;
    const before = this.newest.get(lotId);
    if (gone && lot < 3) {
      this.newest.delete(lotId);
      this.log.push({ partition, offset, lotId, lot: null, committedAt });
      return;
    }
    const version = ++this.#version;
    const hot = { version, status, priceMinor: price };
    const fresh = aLot({
      ...hot,
      lotId,
      site: sites[lot % 2] ?? 'copart',
      siteListingId: `90000${lot}`,
      endsAt: endsInMs === null ? null : this.clock.nowMs + endsInMs,
      summary: {
        title: `${year} ${make} MODEL-${lot}`,
        make,
        year,
        vehicleId: `v${vehicle}`,
        vin: null,
      },
    });
    const next = hotOnly && before ? { ...before, ...hot } : fresh;
    this.newest.set(lotId, next);
    this.log.push({ partition, offset, lotId, lot: next, committedAt });
  }

  #ofClient(
    number: number,
    step: Exclude<Step, { do: 'change' | 'read' | 'pass' | 'connect' }>,
  ): void {
    const at = this.clients[number];
    const wanted = this.wanted[number];
    if (!at?.isConnected || !wanted) return;
    if (step.do === 'readInbox') at.read();
    if (step.do === 'cut') at.cut();
    if (step.do === 'hide' || step.do === 'show') at.say({ t: 'vis', hidden: step.do === 'hide' });
    if (step.do === 'track') {
      this.tracked[number] = [...new Set(step.lots.map((lot) => `lot${lot}`))];
      at.say({ t: 'track', set: this.tracked[number] });
    }
    if (step.do === 'unsub') {
      const [first] = wanted.keys();
      if (first === undefined) return;
      wanted.delete(first);
      at.say({ t: 'unsub', sub: first });
    }
    if (step.do === 'sub' && wanted.size < 5) {
      const sub = ++this.#sub;
      wanted.set(sub, step);
      this.#subscribe(at, sub, step);
    }
  }

  #subscribe(
    at: BenchClient,
    sub: number,
    want: Wanted,
    resume?: { epoch: string; cur: string },
  ): void {
    at.say({
      t: 'sub',
      sub,
      topic: 'board',
      cols: want.compact ? 'compact' : 'full',
      order: ['price', want.descending ? 'desc' : 'asc'],
      maxHz: want.hz,
      ...(want.filter ? { filter: want.filter } : {}),
      ...(resume ? { resume } : {}),
    });
  }

  /** A new connection asks for all it had, resuming what it holds whole. */
  connect(number: number, gateway: number): void {
    const at = this.clients[number];
    const bench = this.benches[gateway];
    const wanted = this.wanted[number];
    if (!at || !bench || !wanted) return;
    if (at.isConnected) at.cut();
    const { client } = at;
    const kept = [...wanted.keys()].flatMap((sub) => {
      const channel = client.channels.get(client.channelOf.get(sub) ?? -1);
      const isWhole = channel?.partsToCome === 0 && channel.cur !== undefined;
      return isWhole ? [[sub, { ...channel, rows: new Map(channel.rows) }] as const] : [];
    });
    at.connect(bench, kept);
    this.homes[number] = gateway;
    for (const [sub, want] of wanted) {
      const channel = kept.find(([keptSub]) => keptSub === sub)?.[1];
      const resume =
        channel?.cur === undefined ? undefined : { epoch: channel.epoch, cur: channel.cur };
      this.#subscribe(at, sub, want, resume);
    }
    at.say({ t: 'track', set: [...(this.tracked[number] ?? [])] });
  }

  /** Everything read, sent, and taken over. */
  settle(): void {
    for (const bench of this.benches) bench.read(this.log);
    for (const number of [0, 1, 2]) {
      if (this.clients[number]?.isConnected !== true) this.connect(number, this.homes[number] ?? 0);
    }
    for (let round = 0; round < 16; round++) {
      this.pass(500);
      for (const at of this.clients) at.read();
    }
  }
}

/** Independent of the code under test: from the newest records, straight from the words of the protocol. */
function isIn(lot: Lot, dup: number, filter: BoardFilter | undefined, nowMs: number): boolean {
  if (!filter) return true;
  const { site, make, status, year, price, cur, endsWithinMs, q } = filter;
  const inRange = (value: number | null, range: [number | null, number | null] | undefined) =>
    !range ||
    (value !== null && value >= (range[0] ?? -Infinity) && value <= (range[1] ?? Infinity));
  const words = lot.summary.title.toLowerCase().split(/[ -]/);
  const says = (token: string) =>
    words.some((word) => word.startsWith(token)) || lot.siteListingId.startsWith(token);
  return (
    (!site || site.includes(lot.site)) &&
    (!make || make.includes(lot.summary.make ?? '')) &&
    (!status || status.includes(lot.status)) &&
    (!cur || cur.includes(lot.currency)) &&
    inRange(lot.summary.year, year) &&
    inRange(lot.priceMinor, price) &&
    (filter.dup === undefined || filter.dup === dup > 0) &&
    (endsWithinMs === undefined ||
      (lot.endsAt !== null && lot.endsAt > nowMs && lot.endsAt <= nowMs + endsWithinMs)) &&
    (q === undefined || q.split(' ').every(says))
  );
}

const dupOf = (lot: Lot, all: readonly Lot[]) =>
  all.filter(
    (other) =>
      other.lotId !== lot.lotId &&
      isLive(other) &&
      other.summary.vehicleId === lot.summary.vehicleId,
  ).length;

interface Known {
  readonly lot: Lot;
  readonly dup: number;
}

function expectTruth(world: World): void {
  const lots = [...world.newest.values()];
  const known: Known[] = lots.map((lot) => ({ lot, dup: dupOf(lot, lots) }));
  const { nowMs } = world.clock;
  for (const [number, at] of world.clients.entries()) {
    const { client } = at;
    expect(client.faults).toEqual([]);
    expect({ gaps: client.gapCount, drifts: client.driftCount }).toEqual({ gaps: 0, drifts: 0 });
    for (const [sub, want] of world.wanted[number] ?? []) {
      const channel = client.channels.get(client.channelOf.get(sub) ?? -1);
      // Rows that time moved within the slowest lane's pace may still be under way.
      const within = want.filter?.endsWithinMs;
      const isRecent = (atMs: number) => atMs > nowMs - 2_500 && atMs <= nowMs;
      const isSettled = ({ lot: { endsAt } }: Known) =>
        within === undefined || endsAt === null || !(isRecent(endsAt) || isRecent(endsAt - within));
      const truth = known
        .filter((each) => isSettled(each) && isIn(each.lot, each.dup, want.filter, nowMs))
        .map(({ lot, dup }): [string, unknown] => [lot.lotId, toBoardRow(lot, dup)]);
      const moving = new Set(known.filter((each) => !isSettled(each)).map(({ lot }) => lot.lotId));
      const held = [...(channel?.rows ?? [])].filter(([id]) => !moving.has(id));
      const names: readonly string[] = channel?.cols ?? fullColumns;
      const cut = (rows: [string, unknown][]) =>
        Object.fromEntries(
          rows.map(([id, row]) => [
            id,
            Object.fromEntries(
              Object.entries(row as object).filter(([name]) => names.includes(name)),
            ),
          ]),
        );
      expect({ filter: want.filter, rows: cut(held) }).toEqual({
        filter: want.filter,
        rows: cut(truth),
      });
    }
    const followed = client.channels.get(0)?.rows ?? new Map();
    for (const id of world.tracked[number] ?? []) {
      const lot = world.newest.get(id);
      expect([id, followed.get(id)?.['v']]).toEqual([id, lot?.version]);
    }
  }
}

const runs = Number(process.env['BOARD_RUNS'] ?? 150);

test('every copy equals the truth', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 80 }), (steps) => {
      const world = new World();
      expect(world.clock.nowMs).toBe(startAt);
      for (const number of [0, 1, 2]) world.connect(number, number % 2);
      for (const each of steps) world.run(each);
      world.settle();
      expectTruth(world);
    }),
    { numRuns: runs },
  );
});
