/** Which ended lots may leave, and what is left of them. */
import type { LotStatus } from './external-lot.ts';
import { archiveMonth, purged, purgedAgain, restored } from './purge.ts';

const purge = { month: '2026-08', version: 7, checksum: 'ab' };

test.each<{ status: LotStatus; version: number; leaves: boolean }>([
  { status: 'SOLD', version: 7, leaves: true },
  { status: 'NOT_SOLD', version: 7, leaves: true },
  { status: 'WITHDRAWN', version: 7, leaves: true },
  { status: 'ENDED', version: 7, leaves: true },
  { status: 'SOLD', version: 8, leaves: false }, // something happened since
  { status: 'SOLD', version: 6, leaves: false },
  { status: 'OPEN', version: 7, leaves: false },
  { status: 'SCHEDULED', version: 7, leaves: false },
  { status: 'ENDING_UNCONFIRMED', version: 7, leaves: false },
  { status: 'PENDING_APPROVAL', version: 7, leaves: false },
  { status: 'COUNTERED', version: 7, leaves: false },
  { status: 'UNKNOWN', version: 7, leaves: false },
])('$status in version $version: leaves $leaves', ({ status, version, leaves }) => {
  const stub = purged({ status, version, firstSeenAt: 5 }, 3, purge);
  const expected = { ...purge, fetchSeq: 3, firstSeenAt: 5, restored: false };
  expect(stub).toEqual(leaves ? expected : undefined);
});

test.each([
  { endsAt: Date.UTC(2026, 7, 31, 23, 59), month: '2026-08' },
  { endsAt: Date.UTC(2026, 8, 1), month: '2026-09' },
  { endsAt: null, month: '2026-01' },
])('$endsAt is of $month', ({ endsAt, month }) => {
  expect(archiveMonth({ endsAt, observedAt: Date.UTC(2026, 0, 9) })).toBe(month);
});

const away = { ...purge, fetchSeq: 3, firstSeenAt: 5, restored: false };

test.each<{ stands: boolean; status: LotStatus; version: number; comes: boolean }>([
  { stands: false, status: 'SOLD', version: 7, comes: true },
  { stands: false, status: 'SOLD', version: 6, comes: false }, // another end of the same lot
  { stands: false, status: 'SOLD', version: 8, comes: false },
  { stands: false, status: 'OPEN', version: 7, comes: false },
  { stands: true, status: 'SOLD', version: 7, comes: false }, // once is enough
])('restored while it stands $stands, $status in version $version: $comes', (row) => {
  const stub = { ...away, restored: row.stands };
  expect(restored(stub, row)).toEqual(row.comes ? { ...stub, restored: true } : undefined);
});

test.each([
  { stands: true, version: 7, leaves: true },
  { stands: true, version: 8, leaves: false },
  { stands: false, version: 7, leaves: false },
])('purged again while it stands $stands, version $version: $leaves', (row) => {
  const stub = { ...away, restored: row.stands };
  const left = purgedAgain(stub, { month: '2026-08', version: row.version, checksum: 'cd' });
  expect(left).toEqual(row.leaves ? { ...away, checksum: 'cd' } : undefined);
});
