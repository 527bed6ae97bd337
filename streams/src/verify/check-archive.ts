/**
 * Archived lots against their manifests: file and Cassandra hold what the manifest says, and none of
 * them stands on the board in the archived version unless it was brought back. Needs no topic, so it
 * can be asked long after their retention.
 */
import { archivedFaults } from '../archive/archive-part.ts';
import type { ArchiveWorld } from '../archive/archive-part.ts';
import type { PartRow } from '../archive/part-store.ts';
import type { CheckResult, Difference } from './difference.ts';
import { settled } from './settle.ts';

type Archive = Pick<ArchiveWorld, 'files' | 'parts' | 'tables'>;

const check = 'archive = its manifests';

/** @param archive undefined: this installation has none */
export async function checkArchive(
  archive: Archive | undefined,
  settleMs: number,
): Promise<CheckResult> {
  if (archive === undefined) {
    return { check, compared: 0, note: 'this installation has no archive', differences: [] };
  }
  const rows = await archive.parts.all();
  const done = rows.filter(({ state }) => state === 'DONE' || state === 'RESTORED');
  const differences: Difference[] = [];
  for (const row of done) {
    differences.push(...(await settled(() => differencesOfPart(row, archive), settleMs)));
  }
  const compared = done.reduce((sum, { manifest }) => sum + (manifest?.rows ?? 0), 0);
  const underWay = rows.length - done.length;
  const note = underWay > 0 ? `${underWay} parts are under way and were left out` : undefined;
  return { check, compared, note, differences };
}

async function differencesOfPart(row: PartRow, archive: Archive): Promise<Difference[]> {
  const key = `${row.month}, part ${row.part}`;
  const faults = await archivedFaults(row, archive);
  return faults.map(({ field, expected, found }) => ({
    ...{ where: 'archive', key, field, expected, found },
  }));
}
