import type { ArchivePart } from '@auction/gateway/contract';
import { monthsOf, sitesOf, size } from './parts-view.ts';

const part = (given: Partial<ArchivePart>): ArchivePart => ({
  ...{ month: '2026-08', part: 1, state: 'DONE', lots: 10, bytes: 1_000, sha256: 'ab' },
  ...{ sites: [{ site: 'copart', lots: 10 }], changedAt: 1 },
  ...given,
});

test('the files of a month together', () => {
  const months = monthsOf([
    part({ part: 2, state: 'WRITING', lots: null, bytes: null, sites: [], changedAt: 9 }),
    part({
      sites: [
        { site: 'gsa', lots: 4 },
        { site: 'copart', lots: 6 },
      ],
      changedAt: 5,
    }),
    part({ month: '2026-07' }),
  ]);
  expect(months).toEqual([
    {
      ...{ month: '2026-08', files: 2, lots: 10, bytes: 1_000, unfinished: 1, verifiedAt: 5 },
      restored: 0,
      sites: new Map([
        ['gsa', 4],
        ['copart', 6],
      ]),
    },
    {
      ...{ month: '2026-07', files: 1, lots: 10, bytes: 1_000, unfinished: 0, verifiedAt: 1 },
      restored: 0,
      sites: new Map([['copart', 10]]),
    },
  ]);
  expect(sitesOf(months)).toEqual(['copart', 'gsa']);
});

test('a file that was only written is not verified', () => {
  expect(monthsOf([part({ state: 'WRITTEN' })])[0]?.verifiedAt).toBeNull();
});

test('a file whose lots were brought back is verified, and not under way', () => {
  const [month] = monthsOf([part({ state: 'RESTORED', changedAt: 7 }), part({ part: 2 })]);
  expect(month).toMatchObject({ unfinished: 0, restored: 1, verifiedAt: 7 });
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [4_200, '4.2 kB'],
  [119_000_000, '119 MB'],
  [2_500_000_000, '2.5 GB'],
])('%d bytes are %s', (bytes, text) => {
  expect(size(bytes)).toBe(text);
});
