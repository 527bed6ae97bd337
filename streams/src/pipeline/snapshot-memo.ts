/**
 * The open snapshots as text beside the position. The sets of seen listings are not in it: they are
 * rebuilt by replaying the input from each snapshot's start.
 */
import { z } from 'zod';
import { OpenSnapshots, openSnapshot } from '../domain/snapshot.ts';

const counts = z.object({
  listings: z.number(),
  changed: z.number(),
  appeared: z.number(),
  unchanged: z.number(),
  late: z.number(),
  notVehicles: z.number().default(0),
  dead: z.number(),
  gone: z.number(),
});

const memo = z.object({
  open: z.array(
    z.object({
      site: z.string(),
      delivery: z.string(),
      snapshotId: z.string(),
      sequence: z.number(),
      observedAt: z.number(),
      startedAt: z.number(),
      topic: z.string(),
      startOffset: z.number(),
      touchedAt: z.number(),
      oldRowCount: z.number(),
      whole: z.boolean(),
      counts,
    }),
  ),
  lastObservedAt: z.record(z.string(), z.number()),
});

export function memoOf(snapshots: OpenSnapshots): string {
  const open = snapshots.open().map((snapshot) => ({ ...snapshot, seen: undefined }));
  return JSON.stringify({ open, lastObservedAt: snapshots.lastObservedAt() });
}

/**
 * The snapshots of a memo, with empty sets: none counts as whole before its start was replayed.
 * @throws when the text is not of this form: state and program contradict each other
 */
export function snapshotsOf(text: string | null): OpenSnapshots {
  const snapshots = new OpenSnapshots();
  if (text === null) return snapshots;
  const { open, lastObservedAt } = memo.parse(JSON.parse(text));
  snapshots.restoreLastObservedAt(lastObservedAt);
  for (const { counts: countsSoFar, touchedAt, oldRowCount, ...start } of open) {
    const snapshot = openSnapshot(start);
    snapshots.begin({ ...snapshot, counts: countsSoFar, touchedAt, oldRowCount, whole: false });
  }
  return snapshots;
}
