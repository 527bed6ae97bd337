import { IdSet } from './id-set.ts';
import { gateReason, holdReason, spoiltReason } from './snapshots.ts';
import type { Census, FileFacts, HeldFile, LastComplete } from './snapshots.ts';

const observedAt = 1_900_000_000_000;
const facts: FileFacts = {
  fault: null,
  header: { kind: 'ACCEPTED', warnings: [] },
  bytes: 600_000,
  lastLineEnded: true,
  rows: 1_000,
  rejected: 0,
  doubled: 0,
  observedAt,
  newestUpdateAt: observedAt - 60_000,
};
const last: LastComplete = { observedAt, newestUpdateAt: observedAt - 60_000 };

describe('the completeness gate', () => {
  const rows: [name: string, given: Partial<FileFacts>, reason: RegExp | null][] = [
    ['a good file', {}, null],
    ['a transfer fault', { fault: 'CUT_SHORT: half' }, /^CUT_SHORT: half$/],
    ['no bytes', { bytes: 0, rows: 0 }, /^EMPTY_FILE: the file has no bytes/],
    ['blank lines only', { header: { kind: 'PENDING' }, rows: 0 }, /^EMPTY_FILE: .*blank/],
    ['a header only', { rows: 0 }, /^HEADER_ONLY: /],
    ['a last line without its end', { lastLineEnded: false }, /^LAST_LINE_OPEN: /],
    ['exactly 0.5 % rejected', { rejected: 5 }, null],
    ['more than 0.5 % rejected', { rejected: 6 }, /^TOO_MANY_REJECTED: 6 of 1000 rows/],
    ['repeated ids are no unreadable rows', { rejected: 105, doubled: 100 }, null],
    ['more than 10 % of them', { rejected: 101, doubled: 101 }, /^TOO_MANY_DOUBLED: 101 of 1000/],
    ['exactly as many rows as are expected', { rows: 100 }, null],
    ['one row fewer', { rows: 99 }, /^TOO_FEW_ROWS: 99 rows, at least 100/],
    [
      'dated 5 s before the last one: the same by its clock',
      { observedAt: observedAt - 5_000 },
      null,
    ],
    ['dated earlier', { observedAt: observedAt - 5_001 }, /^OLDER_FILE: dated 2030-/],
    ['newest update an hour back', { newestUpdateAt: observedAt - 60_000 - 3_600_000 }, null],
    [
      'further back',
      { newestUpdateAt: observedAt - 60_001 - 3_600_000 },
      /^OLDER_FILE: its newest/,
    ],
    ['no update stamps', { newestUpdateAt: null }, null],
  ];
  test.each(rows)('%s', (_name, given, reason) => {
    const found = gateReason({ ...facts, ...given }, 100, last);
    if (reason === null) expect(found).toBeNull();
    else expect(found).toMatch(reason);
  });
});

/** Lots 0 to 999, without those of the half-open range. */
function lots(withoutFrom: number, withoutTo: number): IdSet {
  const ids = new IdSet();
  for (let id = 0; id < 1_000; id += 1) {
    if (id < withoutFrom || id >= withoutTo) ids.add(String(40_000_000 + id));
  }
  return ids;
}
const census = (ids: IdSet): Census => ({ ids, count: ids.size });
const file = (sha256: string, ids: IdSet): HeldFile => ({ sha256, ...census(ids) });
const counted = (sha256: string, count: number): HeldFile => ({ sha256, ids: null, count });

test.each<[doubled: number, reason: RegExp | null]>([
  [1, null],
  [2, /^TOO_MANY_DOUBLED: 2 of 9 rows/],
])('%i repeated of nine rows', (doubled, reason) => {
  const found = spoiltReason({ rows: 9, rejected: doubled, doubled });
  if (reason === null) expect(found).toBeNull();
  else expect(found).toMatch(reason);
});

describe('the hold rule', () => {
  const all = census(lots(0, 0));
  const later = /^MASS_VANISH: \d+ of 1000 .*waiting for a second, different file/;
  const byHand = /^MASS_VANISH: \d+ of 1000 .*by hand only/;
  interface Case {
    readonly name: string;
    readonly file: HeldFile;
    readonly last?: Census | null;
    readonly held?: HeldFile;
    readonly isApproved?: boolean;
    readonly reason: RegExp | null;
  }
  const rows: Case[] = [
    { name: 'the first file ever', file: file('a', lots(0, 900)), last: null, reason: null },
    {
      name: 'after an empty one',
      file: file('a', lots(0, 900)),
      last: counted('z', 0),
      reason: null,
    },
    { name: 'nothing gone', file: file('a', lots(0, 0)), reason: null },
    { name: 'just below 10 %', file: file('a', lots(0, 99)), reason: null },
    { name: 'exactly 10 %', file: file('a', lots(0, 100)), reason: later },
    { name: 'exactly 30 %', file: file('a', lots(0, 300)), reason: later },
    { name: 'above 30 %', file: file('a', lots(0, 301)), reason: byHand },
    {
      name: 'the same file again is no second opinion',
      file: file('a', lots(0, 100)),
      held: file('a', lots(0, 100)),
      reason: later,
    },
    {
      name: 'another file without the same lots',
      file: file('b', lots(0, 100)),
      held: file('a', lots(0, 100)),
      reason: null,
    },
    {
      name: 'another file that agrees on 90 %',
      file: file('b', lots(10, 110)),
      held: file('a', lots(0, 100)),
      reason: null,
    },
    {
      name: 'another file that agrees on less',
      file: file('b', lots(11, 111)),
      held: file('a', lots(0, 100)),
      reason: later,
    },
    {
      name: 'two files without more than 30 %',
      file: file('b', lots(0, 301)),
      held: file('a', lots(0, 301)),
      reason: byHand,
    },
    {
      name: 'and a person has said so',
      file: file('b', lots(0, 301)),
      held: file('a', lots(0, 301)),
      isApproved: true,
      reason: null,
    },
    {
      name: 'a person has said so of a file that lacked others',
      file: file('b', lots(0, 301)),
      held: file('a', lots(500, 801)),
      isApproved: true,
      reason: byHand,
    },
    {
      name: 'a word for a file nobody held',
      file: file('a', lots(0, 301)),
      isApproved: true,
      reason: byHand,
    },
    { name: 'ids lost: by number, just below', file: counted('a', 901), reason: null },
    { name: 'ids lost: by number, exactly 10 %', file: counted('a', 900), reason: later },
    {
      name: 'ids lost: any other file is a second one',
      file: counted('b', 900),
      held: counted('a', 900),
      reason: null,
    },
  ];
  test.each(rows)(
    '$name',
    ({ file: given, last: before = all, held = null, isApproved = false, reason }) => {
      const found = holdReason(given, before, held, isApproved);
      if (reason === null) expect(found).toBeNull();
      else expect(found).toMatch(reason);
    },
  );
});
