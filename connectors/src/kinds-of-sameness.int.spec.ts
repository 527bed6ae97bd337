/**
 * Three kinds of sameness, told apart end to end: files in the sites' own formats through their readers, the
 * stream workers and the stores, to what a lot's page is given. The same listing again costs nothing; the
 * same lot or vehicle again at its site is a run or another lot; the same vehicle elsewhere is known by its
 * whole VIN, and never by a part of it.
 */
import { allTopics, rawTopic, topics } from '@auction/avro/topics';
import type { Vehicle } from '@auction/avro/records';
import { withBackends } from '@auction/streams/testing/backends';
import { eventually } from '@auction/streams/testing/eventually';
import { openRealPipeline } from '@auction/streams/testing/real-pipeline';
import type { RealPipeline } from '@auction/streams/testing/real-pipeline';
import { startFlowGateway } from './testing/flow-gateway.ts';
import type { FlowGateway } from './testing/flow-gateway.ts';
import { openRealImports } from './testing/real-imports.ts';
import type { RealImports } from './testing/real-imports.ts';
import { siteFile, sitesThatSpeak } from './testing/said-of-a-car.ts';
import { days, samenessCases } from './testing/sameness-cases.ts';

const password = 'invented-password-of-a-spec';
const patience = { withinMs: 60_000, everyMs: 250 };
const observedAt = (day: string): number => Date.parse(`${day}T12:00:00Z`);

/** Of `GET /api/lots/:id` what is compared. */
interface Detail {
  readonly vehicle: { readonly vehicleId: string } & Pick<Vehicle, 'conflicts'>;
  readonly offers: readonly Shown[];
  readonly candidates: readonly Shown[];
}
interface Shown {
  readonly relation?: string;
  readonly site: string;
  readonly siteListingId: string;
  readonly price: { readonly amount: number | null };
  readonly statusReason: string | null;
}

withBackends(import.meta.filename, ['kafka', 'registry', 'postgres', 'cassandra'], (backends) => {
  let pipeline: RealPipeline;
  let gateway: FlowGateway;
  let imports: RealImports;

  beforeAll(async () => {
    pipeline = await openRealPipeline(backends);
    [gateway, imports] = await Promise.all([
      startFlowGateway(backends, pipeline, { ...pipeline.env, INTERNAL_TOKEN: password }, password),
      openRealImports(backends, sitesThatSpeak),
    ]);
    for (const [index] of days.entries()) await importDay(index);
  }, 240_000);

  afterAll(async () => {
    await imports.close();
    await gateway.close();
    await pipeline.close();
  }, 60_000);

  /** All cases' rows of a day, a file for each site. @returns rows that changed something, by site */
  async function importDay(index: number): Promise<Record<string, readonly number[]>> {
    const day = days[index] ?? '';
    const said = samenessCases.flatMap((one) => one.said[index] ?? []);
    const taken = await Promise.all(
      [...Map.groupBy(said, ({ site }) => site)].map(async ([site, offers]) => {
        const summary = await imports.take(site, siteFile(site, offers, day), observedAt(day));
        expect([site, summary.rejected]).toEqual([site, []]);
        return [site, [summary.rows, summary.changed, summary.unchanged]] as const;
      }),
    );
    return Object.fromEntries(taken);
  }

  async function pageOf(name: string): Promise<string[]> {
    const [site, id] = name.split(' ');
    const { rows } = await pipeline.postgres.pool.query<{ lot_id: string }>(
      'SELECT lot_id FROM lot WHERE site = $1 AND site_listing_id = $2',
      [site, id],
    );
    expect([name, rows.length]).toEqual([name, 1]);
    const answer = await fetch(new URL(`/api/lots/${rows[0]?.lot_id ?? ''}`, gateway.url));
    return told((await answer.json()) as Detail);
  }

  /** Listings of every vehicle that was ever written, by the last word on it. */
  async function vehicles(): Promise<Map<string, string[]>> {
    const found = new Map<string, string[]>();
    for (let partition = 0; partition < topics.vehicles.partitions; partition++) {
      await imports.log.readToEnd(topics.vehicles.name, partition, undefined, ({ records }) => {
        for (const { key, value } of records) {
          const decoded = imports.codecs.of(topics.vehicles).decode(value);
          if (!decoded.ok) throw new Error(decoded.detail);
          const listings = decoded.value.listings;
          found.set(
            key,
            listings.map(({ site, siteListingId }) => `${site} ${siteListingId}`),
          );
        }
      });
    }
    return found;
  }

  describe.each(samenessCases)('$what', (one) => {
    test(
      'the vehicles behind the listings',
      () =>
        eventually(async () => {
          const all = await vehicles();
          const found = Object.keys(one.vehicles).map((id) => [id, all.get(id)]);
          expect(Object.fromEntries(found)).toEqual(one.vehicles);
        }, patience),
      90_000,
    );

    test(
      'the pages of the lots',
      () =>
        eventually(async () => {
          for (const [name, lines] of Object.entries(one.pages)) {
            expect([name, await pageOf(name)]).toEqual([name, lines]);
          }
        }, patience),
      90_000,
    );
  });

  test('the same listings again cost a raw record each, and nothing behind it', async () => {
    const before = await ends();
    const statesBefore = await imports.log.ends(topics.listingsState.name);
    const counts = await importDay(1);
    for (const [rows, changed, unchanged] of Object.values(counts)) {
      expect([changed, unchanged]).toEqual([0, rows]);
    }
    const after = await ends();
    const grown = [...after]
      .filter(([name, sum]) => sum !== before.get(name))
      .map(([name]) => name);
    expect(grown.filter((name) => !costs.has(name))).toEqual([]);
    expect(grown).toEqual(expect.arrayContaining([...costs]));
    expect(await entriesSince(statesBefore)).toEqual([]);
  }, 90_000);

  /** Keys of listings whose state was written since; positions are what every commit writes. */
  async function entriesSince(from: readonly number[]): Promise<string[]> {
    const keys: string[] = [];
    for (const [partition, offset] of from.entries()) {
      await imports.log.readToEnd(topics.listingsState.name, partition, offset, ({ records }) => {
        keys.push(...records.map(({ key }) => key).filter((key) => !key.startsWith('@')));
      });
    }
    return keys;
  }

  /** Records of each topic, transactions' marks included. */
  async function ends(): Promise<Map<string, number>> {
    const sums = new Map<string, number>();
    for (const { name } of allTopics) {
      const found = await imports.log.ends(name);
      sums.set(
        name,
        found.reduce((sum, end) => sum + end, 0),
      );
    }
    return sums;
  }
});

/** What a file costs whatever it says: raw records, its counts, positions, and the connector's own word. */
const costs: ReadonlySet<string> = new Set([
  ...sitesThatSpeak.map((site) => rawTopic(site).name),
  ...[topics.listingsSnapshots, topics.listingsState, topics.sites, topics.connectorsState].map(
    ({ name }) => name,
  ),
]);

/** A lot's page in lines. */
function told({ vehicle, offers, candidates }: Detail): string[] {
  const line = (what: string, { site, siteListingId, price, statusReason }: Shown): string =>
    [
      what,
      site,
      siteListingId,
      price.amount === null ? '-' : price.amount / 100,
      statusReason ?? '',
    ]
      .join(' ')
      .trim();
  return [
    `vehicle ${vehicle.vehicleId}`,
    ...offers.map((offer) => line(offer.relation ?? '', offer)).sort(),
    ...candidates.map((candidate) => line('CANDIDATE', candidate)).sort(),
    ...vehicle.conflicts.map(({ field, statements }) => {
      const who = statements.map(({ site, value, observedAt: at }) =>
        [site, value, new Date(at).toISOString().slice(0, 10)].join(' '),
      );
      return `${field}: ${who.join(', ')}`;
    }),
  ];
}
