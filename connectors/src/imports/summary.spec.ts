import type { ListingSnapshot } from '@auction/avro/records';
import type { ImportDone } from '../import-events.ts';
import type { Rejected } from './outcome.ts';
import { importSummary, summaryText } from './summary.ts';
import type { ImportSummary } from './summary.ts';

const undeclared = 'NOT_DECLARED_COMPLETE: an imported file closes nobody';
const done: ImportDone = {
  kind: 'done',
  snapshotId: 'import-7',
  sequence: 7,
  observedAt: 1_900_000_000_000,
  rows: 10,
  published: 10,
  rejected: 0,
  bytes: 6_000,
  sha256: 'abcd',
  complete: false,
  reason: undeclared,
  warnings: [],
  ends: [5, 5],
};
const part = (given: Partial<ListingSnapshot>): ListingSnapshot => ({
  site: 'copart',
  delivery: 'import',
  snapshotId: 'import-7',
  sequence: 7,
  partition: 0,
  observedAt: 1_900_000_000_000,
  complete: false,
  reason: undeclared,
  listings: 0,
  changed: 0,
  appeared: 0,
  unchanged: 0,
  notVehicles: 0,
  late: 0,
  dead: 0,
  gone: 0,
  rows: 10,
  rejected: 0,
  appliedAt: 1_900_000_001_000,
  ...given,
});
const reject = (row: number | null, siteListingId: string | null = null): Rejected => ({
  row,
  siteListingId,
  reason: 'BAD_YEAR: it is no year',
});

interface Case {
  readonly done?: Partial<ImportDone>;
  readonly parts: readonly Partial<ListingSnapshot>[];
  readonly rejected?: readonly Rejected[];
}
const summaryOf = ({ done: given, parts, rejected = [] }: Case): ImportSummary =>
  importSummary({ ...done, ...given }, { partitions: parts.map(part), rejected }, 3.25);

describe('importSummary', () => {
  const rows: [name: string, Case, Partial<ImportSummary>][] = [
    [
      'adds up the partitions',
      {
        parts: [
          { changed: 3, appeared: 2, unchanged: 1, late: 1 },
          { changed: 1, appeared: 1, unchanged: 4, gone: 2 },
        ],
      },
      { rows: 10, published: 10, changed: 4, appeared: 3, unchanged: 5, late: 1, gone: 2 },
    ],
    [
      'counts what either room rejected as not published',
      { done: { published: 9, rejected: 1 }, parts: [{}], rejected: [reject(4), reject(9)] },
      { rows: 10, published: 8, rejected: [reject(4), reject(9)] },
    ],
    [
      'is complete when the connector and every partition believe it',
      {
        done: { complete: true, reason: null },
        parts: [
          { complete: true, reason: null },
          { complete: true, reason: null },
        ],
      },
      { complete: true, reason: null },
    ],
    [
      'is not complete when one partition disbelieves, and says its reason',
      {
        done: { complete: true, reason: null },
        parts: [
          { complete: true, reason: null },
          { complete: false, reason: 'BACKWARDS: the file is older' },
        ],
      },
      { complete: false, reason: 'BACKWARDS: the file is older' },
    ],
    [
      "gives the connector's reason before a partition's",
      {
        done: { reason: 'TOO_FEW_ROWS: 10 rows' },
        parts: [{ complete: false, reason: 'TOO_FEW_ROWS: said again' }],
      },
      { complete: false, reason: 'TOO_FEW_ROWS: 10 rows' },
    ],
  ];
  test.each(rows)('%s', (_name, given, expected) => {
    expect(summaryOf(given)).toMatchObject(expected);
  });
});

describe('summaryText', () => {
  const complete: Partial<ListingSnapshot> = { complete: true, reason: null };
  const rows: [name: string, Case, lines: readonly string[]][] = [
    [
      'a first import',
      { parts: [{ changed: 10, appeared: 10 }] },
      [
        'rows read        10',
        'published        10',
        'unchanged         0',
        'changed          10  10 of them new',
        'rejected          0',
        'The board has it: snapshot import-7, 3.3 s. It closes nobody.',
      ],
    ],
    [
      'rejected rows, with number, lot and reason as far as they are known',
      {
        done: { rejected: 1, published: 9 },
        parts: [{ changed: 7 }],
        rejected: [reject(null), reject(3, '90000002'), reject(12)],
      },
      [
        'rows read        10',
        'published         7',
        'unchanged         0',
        'changed           7',
        'rejected          3',
        '  row ?: BAD_YEAR: it is no year',
        '  row 3 (90000002): BAD_YEAR: it is no year',
        '  row 12: BAD_YEAR: it is no year',
        'The board has it: snapshot import-7, 3.3 s. It closes nobody.',
      ],
    ],
    [
      'a complete file that is late and closes some',
      {
        done: { complete: true, reason: null, warnings: ['column added: Colour'] },
        parts: [{ ...complete, unchanged: 8, late: 2, gone: 4 }],
      },
      [
        'rows read        10',
        'published        10',
        'unchanged         8',
        'changed           0',
        'late              2  older than what is known',
        'gone              4  closed by this file',
        'rejected          0',
        'warning: column added: Colour',
        'The board has it: snapshot import-7, 3.3 s. It was declared complete.',
      ],
    ],
    [
      'a file that was declared complete and is not believed',
      { done: { reason: 'TOO_FEW_ROWS: 10 rows' }, parts: [{ unchanged: 10 }] },
      [
        'rows read        10',
        'published        10',
        'unchanged        10',
        'changed           0',
        'rejected          0',
        'The board has it: snapshot import-7, 3.3 s. It closes nobody: TOO_FEW_ROWS: 10 rows',
      ],
    ],
  ];
  test.each(rows)('%s', (_name, given, lines) => {
    expect(summaryText(summaryOf(given)).split('\n')).toEqual(lines);
  });

  test('prints 50 rejected rows and how many more there are', () => {
    const rejected = Array.from({ length: 53 }, (_, index) => reject(index + 2));
    const lines = summaryText(summaryOf({ done: { rows: 60 }, parts: [{}], rejected })).split('\n');
    expect(lines.filter((line) => line.startsWith('  row '))).toHaveLength(50);
    expect(lines).toContain('  … and 3 more: --json lists all of them');
  });
});
