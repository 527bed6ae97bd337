/** Which ended lots may leave, and what is left of them. */
import type { LotStatus } from './external-lot.ts';
import { archiveMonth, purged } from './purge.ts';

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
  expect(stub).toEqual(leaves ? { ...purge, fetchSeq: 3, firstSeenAt: 5 } : undefined);
});

test.each([
  { endsAt: Date.UTC(2026, 7, 31, 23, 59), month: '2026-08' },
  { endsAt: Date.UTC(2026, 8, 1), month: '2026-09' },
  { endsAt: null, month: '2026-01' },
])('$endsAt is of $month', ({ endsAt, month }) => {
  expect(archiveMonth({ endsAt, observedAt: Date.UTC(2026, 0, 9) })).toBe(month);
});
