/** The report over feed samples: the real ones where they are at hand, made ones always. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sampleData } from '@auction/streams/testing/sample-data';
import { temporaryFolder } from '@auction/streams/testing/temporary-folder';
import { aRow, aSalesFile } from '../copart/fixtures/a-sales-file.ts';
import { feedSamples } from './feed-samples.ts';
import type { Sample } from './feed-samples.ts';
import { feedsReport } from './feeds-report.ts';
import { feedsReportText } from './feeds-report-text.ts';

const damaged = aSalesFile([
  aRow({ lotNumber: '91000001' }),
  aRow({ lotNumber: '91000002', currencyCode: 'GOLD' }),
  aRow({ lotNumber: '91000003' }),
]);
const file = 'copart/made.csv';
const made = { file, site: 'copart', fate: 'IMPORTED', rows: 3 } as const;
const gold = { row: 3, code: 'BAD_CURRENCY', shows: /"?GOLD"?/ };
const unexplainedReject = "row 3: BAD_CURRENCY: currencyCode is 'GOLD'";

function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

test.each<[what: string, sample: Sample, unexplained: string[]]>([
  ['a defect that is known and there', { ...made, defects: [gold] }, []],
  ['a reject nobody has described', made, [unexplainedReject]],
  ['a defect of another row', { ...made, defects: [{ ...gold, row: 2 }] }, [unexplainedReject]],
  [
    'another code than described',
    { ...made, defects: [{ ...gold, code: 'BAD_YEAR' }] },
    [unexplainedReject],
  ],
  [
    'a described defect the row does not show',
    { ...made, defects: [{ ...gold, shows: /SILVER/ }] },
    [unexplainedReject],
  ],
  [
    'rows that were lost on the way',
    { ...made, rows: 4, defects: [gold] },
    ['3 rows read, 4 are there'],
  ],
  [
    'a file that should have been refused',
    { file, site: 'copart', fate: 'REFUSED', code: 'JSON_FILE', why: 'another thing' },
    [unexplainedReject, 'not refused, though it is another thing'],
  ],
  [
    'a refusal nobody has described',
    { file, site: 'gsa', fate: 'IMPORTED', rows: 3 },
    [expect.stringMatching(/^refused: [A-Z_]+: /)],
  ],
])('%s', async (_what, sample, unexplained) => {
  const report = await feedsReport(folderWith({ [file]: damaged }), [sample]);
  expect(report.files.map((one) => one.unexplained)).toEqual([unexplained]);
  expect(report.unexplained).toBe(unexplained.length);
});

test('a file nobody has described is unexplained', async () => {
  const folder = folderWith({ [file]: damaged, 'new/one.csv': 'a,b' });
  const report = await feedsReport(folder, [{ ...made, defects: [gold] }]);
  expect(report.files.map((one) => [one.file, one.unexplained])).toEqual([
    [file, []],
    ['new/one.csv', ['nobody has said what this file is']],
  ]);
});

test('rejects stand below their file with reason and rows, the sum comes last', async () => {
  const text = feedsReportText(await feedsReport(folderWith({ [file]: damaged }), [made]));
  expect(text).toMatch(/^copart\/made.csv +3 +2 +2 +0 +0 +0 +1$/m);
  expect(text).toMatch(/^ {4}rejected, BAD_CURRENCY, NOT EXPLAINED: rows 3$/m);
  expect(text).toMatch(/\n1 files, 3 rows read, 1 rejected\nunexplained: 1$/);
});

const readme = sampleData('README.md');
(readme === undefined ? test.skip : test)(
  'the real samples: every file goes the way described, no reject is unexplained',
  async () => {
    const report = await feedsReport(dirname(readme ?? ''), feedSamples);
    expect(report.files.flatMap((one) => one.unexplained)).toEqual([]);
    expect(report.files).toHaveLength(feedSamples.length);
    expect(report).toMatchObject({ rows: 26_076, rejected: 3, unexplained: 0 });
  },
  180_000,
);
