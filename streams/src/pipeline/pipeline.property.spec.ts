/** What must hold for every feed and every moment of dying; fast-check prints seed and path. */
import fc from 'fast-check';
import { deadTopic, rawTopic, topics } from '@auction/avro/topics';
import type { Topic } from '@auction/avro/topics';
import { aSnapshot, aVin, publish } from '../testing/builders.ts';
import type { CopartCells, SnapshotGiven } from '../testing/builders.ts';
import type { Fate } from '../testing/driver-unit.ts';
import { PipelineDriver } from '../testing/pipeline-driver.ts';
import { processors } from './pipeline.ts';
import { foldProcessor } from '../runtime/fold-processor.ts';

const raw = rawTopic('copart');
const dead = deadTopic(raw, 'normalise-listings');
const vins = ['', aVin('4T1B11HK', 'KU123456'), aVin('4T1B11HK', 'KU654321')];

const row = fc.record({
  lotNumber: fc.constantFrom('41', '42', '43', '44', '45', '46', '47', '48'),
  highBid: fc.constantFrom('0.0', '100.0', '200.0', 'damaged'),
  vin: fc.constantFrom(...vins),
  saleDate: fc.constantFrom('0', '20260929'),
  lastUpdatedAt: fc.constantFrom('2026-09-01T00:00:00Z', '2026-09-02T00:00:00Z'),
});
const rows = fc.uniqueArray(row, { selector: ({ lotNumber }) => lotNumber, maxLength: 8 });

/** A feed's history: polls and imports, complete or not, some cut off by a dying connector. */
const feed = fc.array(
  fc.record({
    rows,
    unreadable: fc.array(fc.constantFrom('41', '49', null), { maxLength: 1 }),
    delivery: fc.constantFrom('poll', 'poll', 'poll', 'import'),
    complete: fc.boolean(),
    ends: fc.constantFrom(true, true, true, false),
  }),
  { minLength: 1, maxLength: 5 },
);

const numbered = (snapshots: readonly Omit<SnapshotGiven, 'sequence'>[]): SnapshotGiven[] =>
  snapshots.map((snapshot, index) => ({ ...snapshot, sequence: index + 1 }));

/** Bytes of every key in the order of writing; positions left out, they follow the transactions. */
const byKey = (driver: PipelineDriver, topic: Topic): [string, string[]][] =>
  [...driver.history(topic)].filter(([key]) => !key.startsWith('@')).sort();

/** Topics whose partition p one unit alone writes from partition p of the feed: there even the order is fixed. */
const ordered: readonly Topic[] = [topics.listings, topics.listingsState, dead];
const partitions = Array.from({ length: raw.partitions }, (_, partition) => partition);

const inOrder = (driver: PipelineDriver, topic: Topic): string[][] =>
  partitions.map((partition) =>
    driver
      .partition(topic, partition)
      .filter(({ key }) => !key.startsWith('@'))
      .map(({ key, value }) => `${key} ${value?.toString('hex') ?? 'tombstone'}`),
  );

/** All that a run leaves behind; repeats of at-least-once commands dropped. */
function legacy(driver: PipelineDriver): Record<string, unknown> {
  const { listingsSnapshots, lots, lotsBook, vehicles, vehiclesCommands, vehiclesState } = topics;
  const exactlyOnce: readonly Topic[] = [
    ...[listingsSnapshots, vehiclesCommands, vehicles],
    ...[vehiclesState, lots, lotsBook],
  ];
  return {
    ...Object.fromEntries(ordered.map((topic) => [topic.name, inOrder(driver, topic)])),
    ...Object.fromEntries(exactlyOnce.map((topic) => [topic.name, byKey(driver, topic)])),
    commands: byKey(driver, topics.lotsCommands).map(([key, values]) => [key, ...new Set(values)]),
  };
}

describe('dying', () => {
  const fates = fc.array(
    fc.constantFrom<Fate>('COMMIT', 'COMMIT', 'DIE_BEFORE', 'DIE_AFTER_PLAIN', 'COMMIT_AND_DIE'),
    { maxLength: 12 },
  );

  it('at any record, before or after a commit, leaves the same bytes behind', () => {
    fc.assert(
      fc.property(feed, fates, fc.integer({ min: 1, max: 4 }), (snapshots, planned, size) => {
        const calm = new PipelineDriver();
        publish(calm, ...numbered(snapshots));
        const cycle: readonly Fate[] = [...planned, 'COMMIT'];
        let used = 0;
        const fate = (): Fate => cycle[used++ % cycle.length] ?? 'COMMIT';
        const restless = new PipelineDriver({ recordsPerCommit: size, fate });
        publish(restless, ...numbered(snapshots));
        expect(legacy(restless)).toEqual(legacy(calm));
      }),
      { numRuns: 60 },
    );
  });

  it('after each single record of one feed leaves the same bytes behind', () => {
    const snapshots: SnapshotGiven[] = [
      { sequence: 1, rows: [{ lotNumber: '41' }, { lotNumber: '42', vin: vins[1] ?? '' }] },
      { sequence: 2, rows: [{ lotNumber: '41', highBid: '9.0' }], unreadable: ['43', null] },
      { sequence: 3, rows: [{ lotNumber: '41', highBid: '9.0' }] },
    ];
    let commits = 0;
    const counting = (): Fate => (commits++, 'COMMIT');
    const calm = new PipelineDriver({ recordsPerCommit: 1, fate: counting });
    publish(calm, ...snapshots);
    const expected = legacy(calm);
    for (let dying = 0; dying < commits; dying += 1) {
      let count = 0;
      const fate = (): Fate => (count++ === dying ? 'DIE_AFTER_PLAIN' : 'COMMIT');
      const driver = new PipelineDriver({ recordsPerCommit: 1, fate });
      publish(driver, ...snapshots);
      expect(legacy(driver)).toEqual(expected);
    }
  });

  it('in mid-snapshot forgets nobody: what was seen before counts at the end', () => {
    const cells: CopartCells[] = ['41', '42', '43', '44', '45', '46'].map((lotNumber) => ({
      lotNumber,
    }));
    const driver = new PipelineDriver();
    const delivery = 'import'; // one absence closes
    publish(driver, { sequence: 1, rows: cells, delivery });
    const records = aSnapshot({ sequence: 2, rows: cells, delivery });
    for (const [index, { key, value, partition }] of records.entries()) {
      driver.append(raw, key, value, partition);
      driver.run();
      if (index % 2 === 0) driver.restart();
    }
    const summaries = driver.values(topics.listingsSnapshots);
    expect(summaries).toHaveLength(2 * 6);
    expect(summaries.every(({ complete, gone }) => complete && gone === 0)).toBe(true);
    expect(driver.values(topics.listings)).toHaveLength(6);
  });
});

describe('a naive oracle', () => {
  interface Known {
    said: string;
    absences: number;
    gone: boolean;
  }

  /** What complete polls change, told without hashes, order stamps or state. */
  function oracle(snapshots: readonly (readonly CopartCells[])[]) {
    const known = new Map<string, Known>();
    return snapshots.map((snapshot) => {
      const did = { appeared: 0, changed: 0, unchanged: 0, gone: 0 };
      for (const cells of snapshot) {
        const said = JSON.stringify(cells);
        const before = known.get(cells.lotNumber ?? '');
        const appeared = before === undefined || before.gone;
        if (appeared) did.appeared += 1;
        if (appeared || before.said !== said) did.changed += 1;
        else did.unchanged += 1;
        known.set(cells.lotNumber ?? '', { said, absences: 0, gone: false });
      }
      const present = new Set(snapshot.map(({ lotNumber }) => lotNumber));
      for (const [lotNumber, listing] of known) {
        if (present.has(lotNumber) || listing.gone) continue;
        listing.absences += 1;
        listing.gone = listing.absences >= 2;
        if (listing.gone) did.gone += 1;
      }
      return did;
    });
  }

  const readable = row.map((cells) => ({
    ...cells,
    highBid: cells.highBid === 'damaged' ? '300.0' : cells.highBid,
    lastUpdatedAt: '2026-09-01T00:00:00Z', // the order is the snapshots'
  }));
  const readableRows = fc.uniqueArray(readable, { selector: ({ lotNumber }) => lotNumber });

  it('agrees on what appeared, changed, stayed and went', () => {
    fc.assert(
      fc.property(fc.array(readableRows, { minLength: 2, maxLength: 6 }), (snapshots) => {
        const driver = new PipelineDriver();
        publish(driver, ...numbered(snapshots.map((cells) => ({ rows: cells }))));
        const parts = Map.groupBy(
          driver.values(topics.listingsSnapshots),
          ({ sequence }) => sequence,
        );
        const did = [...parts.values()].map((all) => ({
          appeared: all.reduce((sum, part) => sum + part.appeared, 0),
          changed: all.reduce((sum, part) => sum + part.changed, 0),
          unchanged: all.reduce((sum, part) => sum + part.unchanged, 0),
          gone: all.reduce((sum, part) => sum + part.gone, 0),
        }));
        expect(did).toEqual(oracle(snapshots));
      }),
      { numRuns: 60 },
    );
  });
});

it('a fold of the inputs gives what the topics hold', () => {
  fc.assert(
    fc.property(feed, (snapshots) => {
      const driver = new PipelineDriver();
      publish(driver, ...numbered(snapshots));
      const last = (topic: Topic) =>
        new Map([...driver.history(topic)].map(([key, values]) => [key, values.at(-1)]));
      for (const processor of processors(driver.codecs)) {
        for (const output of processor.outputs.filter(({ cleanup }) => cleanup === 'compact')) {
          const folded = Array.from({ length: 6 }, (_, partition) => {
            const inputs = processor.inputs.flatMap((input) => driver.partition(input, partition));
            return [...foldProcessor(processor, partition, inputs)(output.name)];
          }).flat();
          const asText = folded.map(([key, value]) => [key, value?.toString('hex')] as const);
          expect(new Map(asText)).toEqual(last(output));
        }
      }
    }),
    { numRuns: 20 },
  );
});
