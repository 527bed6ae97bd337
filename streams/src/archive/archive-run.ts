/** A run of the archiver: parts that an earlier run left behind first, then month after month. */
import { archivePart, DamagedPart, lotsPerPart, verifyFile } from './archive-part.ts';
import type { ArchiveWorld } from './archive-part.ts';
import type { Manifest } from './manifest.ts';
import { restoredBefore } from './restore-part.ts';

export interface ArchiveReport {
  readonly lots: number;
  readonly bytes: number;
  readonly stayed: number;
  readonly parts: readonly Manifest[];
}

/**
 * Archives every ended lot older than `beforeAt`, and parts that were brought back before
 * `restoredBeforeAt`.
 * @param beforeAt epoch ms
 * @param restoredBeforeAt epoch ms; absent: all of them
 * @throws DamagedPart, or what a store throws: the next run goes on
 */
export async function archiveBefore(
  beforeAt: number,
  world: ArchiveWorld,
  restoredBeforeAt = Infinity,
): Promise<ArchiveReport> {
  const done: Manifest[] = [];
  const keep = (manifest: Manifest | undefined): boolean => {
    if (manifest !== undefined) done.push(manifest);
    return manifest !== undefined;
  };
  for (const row of await world.parts.unfinished()) keep(await archivePart(row, world));
  for (const row of await restoredBefore(beforeAt, world)) {
    if (row.changedAt >= restoredBeforeAt) continue;
    if (row.manifest !== null) await world.parts.move(row, 'VERIFIED', row.manifest);
    keep(await archivePart({ ...row, state: 'VERIFIED' }, world));
  }
  for (const { month, lots } of await world.parts.months(beforeAt)) {
    // What stays is still there afterwards: no more rounds than lots were counted before.
    for (let rounds = Math.ceil(lots / lotsPerPart); rounds > 0; rounds -= 1) {
      if (!keep(await archivePart(await world.parts.begin(month, beforeAt), world))) break;
    }
  }
  return {
    lots: done.reduce((sum, { rows }) => sum + rows, 0),
    bytes: done.reduce((sum, { bytes }) => sum + bytes, 0),
    stayed: done.reduce((sum, { stayed }) => sum + stayed.length, 0),
    parts: done,
  };
}

/** Every file of the archive against its manifest. @returns what is damaged, one line each */
export async function damagedParts({
  parts,
  files,
}: Pick<ArchiveWorld, 'parts' | 'files'>): Promise<string[]> {
  const damaged: string[] = [];
  for (const row of await parts.all()) {
    if (row.manifest === null) continue;
    try {
      await verifyFile(row, row.manifest, files);
    } catch (error) {
      if (!(error instanceof DamagedPart)) throw error;
      damaged.push(error.message);
    }
  }
  return damaged;
}
