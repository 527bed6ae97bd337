/**
 * An archived month back on the board: DONE -> RESTORING -> RESTORED. File and Cassandra keep the lots,
 * so archiving the part again is purging them once more, and nothing is written twice. Killed at any
 * step, it is asked for again.
 */
import { inGroups, lookEveryMs, lotsInFile, verifyFile } from './archive-part.ts';
import type { ArchiveWorld } from './archive-part.ts';
import { textIn } from './archived-lot.ts';
import type { ArchivedLot } from './archived-lot.ts';
import type { Manifest } from './manifest.ts';
import { boundsOf } from './part-store.ts';
import type { PartRow } from './part-store.ts';

export interface RestoreReport {
  readonly month: string;
  /** Lots that stand again, now or by an earlier run. */
  readonly lots: number;
  /** Lots with a newer end elsewhere in the archive, or on sale again. */
  readonly passedOver: number;
}

/** Parts of a month that can be brought back. @throws when there are none, or some are unfinished */
export async function restorable(
  { parts }: Pick<ArchiveWorld, 'parts'>,
  month: string,
): Promise<PartRow[]> {
  const ofMonth = (await parts.all()).filter((row) => row.month === month);
  const unfinished = ofMonth.find(({ state }) =>
    ['WRITING', 'WRITTEN', 'VERIFIED'].includes(state),
  );
  if (unfinished) {
    throw new Error(`${month}, part ${unfinished.part} is being archived: let it be done first`);
  }
  if (ofMonth.length === 0) throw new Error(`nothing of ${month} is archived`);
  return ofMonth;
}

/** @throws DamagedPart before anything is asked, or what a store throws: run it again */
export async function restoreMonth(month: string, world: ArchiveWorld): Promise<RestoreReport> {
  let lots = 0;
  let rows = 0;
  for (const row of await restorable(world, month)) {
    const { manifest } = row;
    if (manifest === null) throw new Error(`part ${month}/${row.part} has lost its manifest`);
    rows += manifest.rows;
    lots += await restorePart(row, manifest, world);
  }
  return { month, lots, passedOver: rows - lots };
}

async function restorePart(row: PartRow, manifest: Manifest, world: ArchiveWorld): Promise<number> {
  await verifyFile(row, manifest, world.files);
  if (row.state === 'DONE') await world.parts.move(row, 'RESTORING', manifest);
  world.onStep(row, 'restore begun');
  let count = 0;
  for await (const group of inGroups(lotsInFile(row, world.files))) {
    // A lot that was run again stands in the archive under its last end only.
    const lots = await world.tables.lastEnds(group);
    count += lots.length;
    if (row.state === 'RESTORED') continue;
    await world.parts.addRestored(row, lots);
    await world.restore(lots, row.month);
    await untilThere(lots, world);
  }
  if (row.state !== 'RESTORED') await world.parts.move(row, 'RESTORED', manifest);
  world.onStep(row, 'restored');
  return count;
}

async function untilThere(lots: readonly ArchivedLot[], world: ArchiveWorld): Promise<void> {
  const ids = lots.map((lot) => textIn(lot, 'lot_id'));
  for (const until = world.now() + world.purgeWithinMs; ;) {
    const standing = await world.parts.standing(ids);
    const waiting = ids.filter((id) => !standing.has(id));
    if (waiting.length === 0) return;
    if (world.now() > until) {
      throw new Error(
        `${waiting.length} lots have not come back to the board, ${waiting[0]} among them: ` +
          'run the restore again later',
      );
    }
    await world.pause(lookEveryMs);
  }
}

/**
 * Brought-back parts that are to go again: those whose whole month lies before.
 * @param beforeAt epoch ms
 */
export async function restoredBefore(
  beforeAt: number,
  { parts }: Pick<ArchiveWorld, 'parts'>,
): Promise<PartRow[]> {
  return (await parts.all()).filter(({ state, month, beforeAt: archivedBefore }) => {
    const isBack = state === 'RESTORED' || state === 'RESTORING';
    return isBack && Math.min(boundsOf(month)[1], archivedBefore) <= beforeAt;
  });
}
