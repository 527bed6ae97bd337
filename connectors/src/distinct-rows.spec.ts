/** An id that stands twice in a file: the first row counts, and the same file again costs nothing. */
import { Readable } from 'node:stream';
import { rawTopic, topics } from '@auction/avro/topics';
import type { Site } from '@auction/avro/topics';
import { aRow, aSalesFile } from './copart/fixtures/a-sales-file.ts';
import type { Feed, FeedFile } from './connector.ts';
import { IdSet } from './id-set.ts';
import { knownSites } from './sites.ts';
import { aClock, noRateLimit, startWorker, testLimits } from './testing/feed-harness.ts';
import { FileImports } from './testing/file-imports.ts';
import { siteFile } from './testing/said-of-a-car.ts';
import type { Said } from './testing/said-of-a-car.ts';

const surroundings = { limits: testLimits, rate: noRateLimit, now: Date.now, random: () => 0 };
const openImports = (site: Site) => FileImports.open(knownSites[site].feed({}, surroundings));

const doubled = (site: Said['site'], id: string): readonly Said[] => [
  { site, id, vin: '', bid: 100, odometer: 1_000 },
  { site, id, vin: '', bid: 200, odometer: 2_000 },
];
const files: readonly [Said['site'], string, number][] = [
  ['copart', '90000001', 3],
  ['gsa', '3-1-QSC-I-30-101-001', 2],
  ['govdeals', '501/3001/1', 2],
  ['manheim', 'OVE:OVE.501', 2],
  ['dealer', 'iaa-like:S501', 3],
];

describe.each(files)('%s', (site, id, row) => {
  test('the first row counts, the second is told by its number, an import again costs nothing', async () => {
    const text = siteFile(site, doubled(site, id), '2030-01-10');
    const imports = await openImports(site);
    const reject = { row, siteListingId: id, reason: expect.stringMatching(/^DUPLICATE_ID: /) };
    const first = await imports.take({ text });
    expect(first).toMatchObject({
      ok: true,
      summary: { rows: 2, published: 1, changed: 1, rejected: [reject] },
    });
    const versions = imports.driver.values(topics.listings);
    expect(versions.map(({ odometer }) => odometer)).toEqual([1_000]);
    const again = await imports.take({ text });
    expect(again).toMatchObject({
      ok: true,
      summary: { published: 1, changed: 0, unchanged: 1, rejected: [reject] },
    });
    expect(imports.driver.values(topics.listings)).toHaveLength(1);
    expect(imports.driver.records(topics.lots)).toHaveLength(1);
  });
});

test('a file with a row for each photo, three of a lot, is read to its end', async () => {
  const header = 'vehicle_id,title,url,make,model,year,price';
  const rows = Array.from(
    { length: 18_000 },
    (_, index) => `V${Math.floor(index / 3)},T,u,Ford,Focus,2015,9000 USD`,
  );
  // More than one chunk: it is between them that a file is given up.
  const halves = [[header, ...rows.slice(0, 17_000)], rows.slice(17_000)].map((lines) =>
    Buffer.from(`${lines.join('\n')}\n`),
  );
  const clock = aClock();
  const feed = (): Feed => knownSites.dealer.feed({}, surroundings);
  const { worker } = await startWorker({ feed, clock, rowsMin: 1 });
  const file: FeedFile = {
    source: 'photos.csv',
    observedAt: clock.now(),
    validators: { etag: null, lastModified: null },
    misfit: null,
    bytes: Readable.from(halves),
    cancel: () => undefined,
  };
  const { end } = await worker.importFile(file, { isComplete: true, onProgress: () => undefined });
  expect(end).toMatchObject({ rows: 18_000, published: 6_000, rejected: 12_000 });
  expect(end.reason).toMatch(/^TOO_MANY_DOUBLED: 12000 of 18000 rows repeat/);
});

test('a damaged line says nothing: the good one of the same lot after it counts', async () => {
  const imports = await openImports('copart');
  const damaged = aRow({ lotNumber: '90000001' }).slice(0, -40);
  const text = aSalesFile([damaged, aRow({ lotNumber: '90000001' })]);
  const taken = await imports.take({ text });
  expect(taken).toMatchObject({ ok: true, summary: { rows: 2, changed: 1 } });
  const kinds = imports.driver.values(rawTopic('copart')).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'LISTING' || kind === 'UNREADABLE').sort()).toEqual([
    'LISTING',
    'UNREADABLE',
  ]);
});

describe('a set of ids', () => {
  const ids = (from: number, to: number): string[] =>
    Array.from({ length: to - from }, (_, index) => `copart/${from + index}`);
  const setOf = (...added: readonly string[]): IdSet => {
    const set = new IdSet();
    for (const id of added) set.add(id);
    return set;
  };

  test('knows what it has, however much that is', () => {
    const set = new IdSet();
    const many = ids(0, 20_000);
    expect(many.filter((id) => !set.add(id))).toEqual([]);
    expect(many.filter((id) => set.add(id))).toEqual([]);
    expect(set.size).toBe(20_000);
  });

  test('may be added to after it was compared', () => {
    const set = setOf(...ids(0, 10));
    expect(set.without(setOf(...ids(0, 7))).size).toBe(3);
    expect([set.add('copart/3'), set.add('copart/10')]).toEqual([false, true]);
    expect(set.size).toBe(11);
    expect(set.without(setOf(...ids(0, 11))).size).toBe(0);
  });

  test.each<[string, IdSet, IdSet, number]>([
    ['some in both', setOf(...ids(0, 10)), setOf(...ids(5, 15)), 15],
    ['nothing more', setOf(...ids(0, 10)), setOf(...ids(5, 8)), 10],
    ['an empty one', new IdSet(), setOf(...ids(0, 3)), 3],
    ['with an empty one', setOf(...ids(0, 3)), new IdSet(), 3],
  ])('both together: %s', (_what, one, other, count) => {
    const both = one.with(other);
    expect(both.size).toBe(count);
    expect([one.without(both).size, other.without(both).size]).toEqual([0, 0]);
    expect(IdSet.fromBytes(both.toBytes()).without(both).size).toBe(0);
  });
});
