import { OpenSnapshots, judged, openSnapshot } from './snapshot.ts';
import type { OpenSnapshot, SnapshotEnd } from './snapshot.ts';

const minuteMs = 60_000;

function snapshot(given: Partial<OpenSnapshot> = {}): OpenSnapshot {
  const start = {
    site: 'copart',
    delivery: 'poll',
    snapshotId: 'one',
    sequence: 1,
    observedAt: 1000,
    startedAt: 2000,
    topic: 'listings.raw.copart',
    startOffset: 5,
  };
  return { ...openSnapshot(start), ...given };
}

const complete: SnapshotEnd = { complete: true, reason: null };
const short: SnapshotEnd = { complete: false, reason: 'SHORT: 60 rows of 100' };

it.each<
  [
    what: string,
    snapshot: OpenSnapshot | undefined,
    end: SnapshotEnd,
    lastObservedAt: number | undefined,
    reason: string | null,
  ]
>([
  ['complete', snapshot(), complete, undefined, null],
  ['complete, of the age of the one before', snapshot(), complete, 1000, null],
  ["the connector's gate failed", snapshot(), short, undefined, 'SHORT: 60 rows of 100'],
  [
    'its start was never seen',
    undefined,
    complete,
    undefined,
    'ABANDONED: its start marker is not known any more',
  ],
  [
    'its start was deleted before it could be replayed',
    snapshot({ whole: false }),
    complete,
    undefined,
    'CUT: its start is no longer in the log',
  ],
  [
    'rows older than before',
    snapshot({ oldRowCount: 3 }),
    complete,
    undefined,
    'OLD_FILE: 3 rows are older than in the file before',
  ],
  [
    'a file older than before',
    snapshot(),
    complete,
    1001,
    'BACKWARDS: the file is older than the one before',
  ],
])(
  'may judge absence only when nothing speaks against it: %s',
  (_what, open, end, last, reason) => {
    expect(judged(open, end, last)).toEqual({ complete: reason === null, reason });
  },
);

describe('which snapshots are open', () => {
  const names = (snapshots: OpenSnapshots) => snapshots.open().map(({ snapshotId }) => snapshotId);

  it.each<[what: string, begun: Partial<OpenSnapshot>[], open: string[]]>([
    [
      'a new start ends an older one of its delivery',
      [{ snapshotId: 'one' }, { snapshotId: 'two', sequence: 2 }],
      ['two'],
    ],
    [
      'deliveries are apart',
      [{ snapshotId: 'one' }, { snapshotId: 'two', delivery: 'import' }],
      ['one', 'two'],
    ],
    [
      'sites are apart',
      [{ snapshotId: 'one' }, { snapshotId: 'two', site: 'iaa', startedAt: 99 * minuteMs }],
      ['one', 'two'],
    ],
    [
      'a start ends those whose writer has been silent for too long',
      [
        { snapshotId: 'one', delivery: 'import', touchedAt: minuteMs },
        { snapshotId: 'two', startedAt: 12 * minuteMs },
      ],
      ['two'],
    ],
    [
      'and not those that still grow',
      [
        { snapshotId: 'one', delivery: 'import', touchedAt: 11 * minuteMs },
        { snapshotId: 'two', startedAt: 12 * minuteMs },
      ],
      ['one', 'two'],
    ],
  ])('%s', (_what, begun, open) => {
    const snapshots = new OpenSnapshots();
    for (const given of begun) snapshots.begin(snapshot(given));
    expect(names(snapshots)).toEqual(open);
  });

  it('a younger snapshot is contested while an older one of the site is open', () => {
    const snapshots = new OpenSnapshots();
    snapshots.begin(snapshot({ sequence: 3 }));
    expect([2, 3, 4].map((sequence) => snapshots.isContested('copart', sequence))).toEqual([
      false,
      false,
      true,
    ]);
    expect(snapshots.isContested('iaa', 4)).toBe(false);
    snapshots.end('copart', 'poll', 'one', complete);
    expect(snapshots.isContested('copart', 4)).toBe(false);
  });

  it('only complete files set the age that later ones are measured by', () => {
    const snapshots = new OpenSnapshots();
    snapshots.begin(snapshot({ observedAt: 5000 }));
    snapshots.end('copart', 'poll', 'one', short);
    expect(snapshots.lastObservedAt()).toEqual({});
    snapshots.begin(snapshot({ observedAt: 4000 }));
    snapshots.end('copart', 'poll', 'one', complete);
    expect(snapshots.lastObservedAt()).toEqual({ 'copart/poll': 4000 });
  });
});
