import { rawTopic, topics } from '@auction/avro/topics';
import type { ListingSnapshot } from '@auction/avro/records';
import { partitionOf } from '../runtime/partitioner.ts';
import { aSnapshot, lot, publish, usualObservedAt } from '../testing/builders.ts';
import type { SnapshotGiven } from '../testing/builders.ts';
import { PipelineDriver } from '../testing/pipeline-driver.ts';
import { versionLines } from '../testing/version-lines.ts';

const raw = rawTopic('copart');
const a = lot('41');
const b = lot('42');

describe('closing by absence', () => {
  const gone = (id: string, version: number) => `${id} ${version} GONE presence`;

  it.each<[what: string, snapshots: SnapshotGiven[], expected: string[]]>([
    [
      'gone after two complete files that lack it',
      [
        { sequence: 1, rows: [a, b] },
        { sequence: 2, rows: [a] },
        { sequence: 3, rows: [a] },
      ],
      ['41 1 LISTED', '42 1 LISTED', gone('42', 2)],
    ],
    [
      'flicker: absent in one file, back in the next: no close, no second appearance',
      [
        { sequence: 1, rows: [a, b] },
        { sequence: 2, rows: [a] },
        { sequence: 3, rows: [a, b] },
        { sequence: 4, rows: [a] },
      ],
      ['41 1 LISTED', '42 1 LISTED'],
    ],
    [
      'an incomplete file closes nobody and confirms nothing',
      [
        { sequence: 1, rows: [a, b] },
        { sequence: 2, rows: [], complete: false },
        { sequence: 3, rows: [], complete: false },
        { sequence: 4, rows: [a], complete: true },
      ],
      ['41 1 LISTED', '42 1 LISTED'],
    ],
    [
      'a good file after bad ones: only what it lacks counts',
      [
        { sequence: 1, rows: [a, b] },
        { sequence: 2, rows: [a], complete: true },
        { sequence: 3, rows: [], complete: false },
        { sequence: 4, rows: [a], complete: true },
      ],
      ['41 1 LISTED', '42 1 LISTED', gone('42', 2)],
    ],
    [
      'a snapshot that never ended closes nobody',
      [
        { sequence: 1, rows: [a, b] },
        { sequence: 2, rows: [], ends: false },
        { sequence: 3, rows: [a, b] },
      ],
      ['41 1 LISTED', '42 1 LISTED'],
    ],
    [
      'a damaged line of a known lot is not absent',
      [
        { sequence: 1, rows: [a, b] },
        { sequence: 2, rows: [a], unreadable: ['42'] },
        { sequence: 3, rows: [a], unreadable: ['42'] },
        { sequence: 4, rows: [a, lot('42', { year: 'SEDAN' })] },
      ],
      ['41 1 LISTED', '42 1 LISTED'],
    ],
    [
      'absent, damaged, absent: not two absences in a row',
      [
        { sequence: 1, rows: [a, b] },
        { sequence: 2, rows: [a] },
        { sequence: 3, rows: [a], unreadable: ['42'] },
        { sequence: 4, rows: [a] },
      ],
      ['41 1 LISTED', '42 1 LISTED'],
    ],
    [
      'a poll never closes what an import brought',
      [
        { sequence: 1, rows: [b], delivery: 'import' },
        { sequence: 2, rows: [a] },
        { sequence: 3, rows: [a] },
        { sequence: 4, rows: [a] },
      ],
      ['41 1 LISTED', '42 1 LISTED'],
    ],
    [
      'an import that is not declared complete closes nobody',
      [
        { sequence: 1, rows: [a, b], delivery: 'import' },
        { sequence: 2, rows: [a], delivery: 'import', complete: false },
      ],
      ['41 1 LISTED', '42 1 LISTED'],
    ],
    [
      'an import declared complete closes at once, and only lots that imports delivered last',
      [
        { sequence: 1, rows: [a, b, lot('43')] },
        { sequence: 2, rows: [b, lot('44')], delivery: 'import', complete: false },
        { sequence: 3, rows: [lot('44')], delivery: 'import', complete: true },
      ],
      ['41 1 LISTED', '42 1 LISTED', gone('42', 2), '43 1 LISTED', '44 1 LISTED'],
    ],
    [
      'a listing that returns is listed again under the next version',
      [
        { sequence: 1, rows: [a, b] },
        { sequence: 2, rows: [a] },
        { sequence: 3, rows: [a] },
        { sequence: 4, rows: [a, b] },
      ],
      ['41 1 LISTED', '42 1 LISTED', gone('42', 2), '42 3 LISTED presence'],
    ],
    [
      'it returns with a new date: presence and date are named',
      [
        { sequence: 1, rows: [b] },
        { sequence: 2, rows: [] },
        { sequence: 3, rows: [] },
        { sequence: 4, rows: [lot('42', { saleDate: '0' })] },
      ],
      ['42 1 LISTED', gone('42', 2), '42 3 LISTED presence saleStartAt saleEndAt timePrecision'],
    ],
    [
      'a file older than the last complete one neither closes nor reopens',
      [
        { sequence: 1, rows: [a, b] },
        { sequence: 2, rows: [a] },
        { sequence: 3, rows: [a] },
        { sequence: 4, rows: [b], observedAt: usualObservedAt },
        { sequence: 5, rows: [b], observedAt: usualObservedAt },
      ],
      ['41 1 LISTED', '42 1 LISTED', gone('42', 2)],
    ],
  ])('%s', (_what, snapshots, expected) => {
    expect(versionLines(...snapshots)).toEqual(expected.sort());
  });

  it("knows yesterday's file under a new date by its older rows, in every partition that has one", () => {
    const neighbour = Array.from({ length: 100 }, (_, index) => String(50 + index)).find(
      (id) => partitionOf(`copart/${id}`, 6) === partitionOf('copart/42', 6),
    );
    const stamped = (day: number) =>
      lot(neighbour ?? '', { lastUpdatedAt: `2026-09-0${day}T00:00:00Z` });
    const driver = new PipelineDriver();
    publish(driver, { sequence: 1, rows: [stamped(2)] }, { sequence: 2, rows: [stamped(3), b] });
    publish(driver, { sequence: 3, rows: [stamped(2)] }, { sequence: 4, rows: [stamped(2)] });
    expect(driver.last(topics.listings).get('copart/42')?.presence).toBe('LISTED');
    const reasons = driver.values(topics.listingsSnapshots).flatMap(({ reason }) => reason ?? []);
    expect(reasons).toEqual(Array(2).fill('OLD_FILE: 1 rows are older than in the file before'));
  });

  it('names the snapshot that lacked the listing, and keeps what was said last', () => {
    const driver = new PipelineDriver();
    publish(driver, { sequence: 1, rows: [{ ...a, highBid: '700.0' }] });
    publish(driver, { sequence: 2, rows: [] }, { sequence: 3, rows: [] });
    expect(driver.last(topics.listings).get('copart/41')).toMatchObject({
      presence: 'GONE',
      goneEvidence: 'poll-3',
      currentBidMinor: 70_000,
      observedAt: usualObservedAt + 3 * 60_000,
    });
  });
});

/** Counts of a snapshot, summed over the partitions. */
function counts(driver: PipelineDriver, snapshotId: string): Partial<ListingSnapshot> {
  const parts = driver
    .values(topics.listingsSnapshots)
    .filter((part) => part.snapshotId === snapshotId);
  expect(parts.map(({ partition }) => partition).sort()).toEqual([0, 1, 2, 3, 4, 5]);
  const sum = (
    name: 'listings' | 'changed' | 'appeared' | 'unchanged' | 'late' | 'dead' | 'gone',
  ) => parts.reduce((total, part) => total + part[name], 0);
  return {
    listings: sum('listings'),
    changed: sum('changed'),
    appeared: sum('appeared'),
    unchanged: sum('unchanged'),
    late: sum('late'),
    dead: sum('dead'),
    gone: sum('gone'),
  };
}

describe('what a snapshot did', () => {
  it('counts over all partitions', () => {
    const driver = new PipelineDriver();
    publish(driver, { sequence: 1, rows: [a, b, lot('43')] });
    publish(driver, { sequence: 2, rows: [a, { ...b, highBid: '9.0' }, lot('44')] });
    publish(driver, {
      sequence: 3,
      rows: [a, { ...b, highBid: '9.0' }, lot('44'), lot('45', { highBid: 'lots' })],
      unreadable: ['46', null],
    });
    const none = { listings: 0, changed: 0, appeared: 0, unchanged: 0, late: 0, dead: 0, gone: 0 };
    expect(counts(driver, 'poll-1')).toEqual({ ...none, listings: 3, changed: 3, appeared: 3 });
    expect(counts(driver, 'poll-2')).toEqual({
      ...none,
      listings: 3,
      changed: 2,
      appeared: 1,
      unchanged: 1,
    });
    expect(counts(driver, 'poll-3')).toEqual({
      ...none,
      listings: 4,
      unchanged: 3,
      dead: 3,
      gone: 1,
    });
  });

  it.each<[what: string, snapshots: SnapshotGiven[], reason: RegExp | null]>([
    ['complete', [{ sequence: 1, rows: [a] }], null],
    [
      'incomplete: the reason of the connector',
      [{ sequence: 1, rows: [a], complete: false }],
      /^SHORT/,
    ],
    [
      'older than the last complete file',
      [
        { sequence: 1, rows: [a] },
        { sequence: 2, rows: [a], observedAt: usualObservedAt },
      ],
      /^BACKWARDS/,
    ],
  ])('says why absence was not judged: %s', (_what, snapshots, reason) => {
    const driver = new PipelineDriver();
    publish(driver, ...snapshots);
    const last = driver.values(topics.listingsSnapshots).at(-1);
    expect(last?.complete).toBe(reason === null);
    if (reason === null) expect(last?.reason).toBeNull();
    else expect(last?.reason).toMatch(reason);
  });

  it('is told even when another snapshot of the delivery has begun in between', () => {
    const driver = new PipelineDriver();
    const records = aSnapshot({ sequence: 1, rows: [a] });
    const [start, end] = [records.slice(0, -6), records.slice(-6)];
    const add = (part: typeof records) => {
      for (const { key, value, partition } of part) driver.append(raw, key, value, partition);
    };
    add(start);
    add(aSnapshot({ sequence: 2, rows: [a] }));
    add(end);
    driver.run();
    const told = driver
      .values(topics.listingsSnapshots)
      .filter((one) => one.snapshotId === 'poll-1');
    expect(told.map(({ reason }) => reason)).toEqual(
      Array(6).fill('ABANDONED: its start marker is not known any more'),
    );
  });
});
