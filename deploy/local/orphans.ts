/** What a launcher that was killed left behind: only what its records prove to be ours is ended. */
import { setTimeout as delay } from 'node:timers/promises';
import { isOurs, launcherName, readRecords, removeRecord } from './pid-records.ts';
import type { PidRecord } from './pid-records.ts';
import type { Places } from './places.ts';
import { hasCode } from './problem.ts';
import { factsOf } from './process-facts.ts';
import type { Progress } from './progress.ts';

const endWithinMs = 20_000;
const lookEveryMs = 100;

const stillRuns = (record: PidRecord, places: Places): boolean =>
  isOurs(record, factsOf(record.pid), places.dataDir);

/** It may end between the look and the signal. */
function signal(record: PidRecord, name: NodeJS.Signals): void {
  try {
    process.kill(record.pid, name);
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error;
  }
}

async function areGone(records: readonly PidRecord[], places: Places): Promise<boolean> {
  const deadline = performance.now() + endWithinMs;
  while (records.some((record) => stillRuns(record, places))) {
    if (performance.now() > deadline) return false;
    await delay(lookEveryMs);
  }
  return true;
}

/** Postgres takes SIGTERM for "when everybody has left", SIGINT for "now". */
const endSignal = (record: PidRecord): NodeJS.Signals =>
  record.name === 'postgres' ? 'SIGINT' : 'SIGTERM';

/**
 * Ends the leftovers of this data folder, asks first and kills after 20 s; removes stale records.
 * Call only when no launcher of this folder runs.
 * @returns names of what was ended
 */
export async function endOrphans(places: Places, progress: Progress): Promise<string[]> {
  const records = readRecords(places.runDir).filter(({ name }) => name !== launcherName);
  const orphans = records.filter((record) => stillRuns(record, places));
  if (orphans.length > 0) {
    const names = orphans.map(({ name }) => name).join(', ');
    await progress.during(`ending what an earlier run left behind: ${names}`, async () => {
      for (const orphan of orphans) signal(orphan, endSignal(orphan));
      if (await areGone(orphans, places)) return;
      for (const orphan of orphans) if (stillRuns(orphan, places)) signal(orphan, 'SIGKILL');
      await areGone(orphans, places);
    });
  }
  for (const { name } of records) removeRecord(places.runDir, name);
  return orphans.map(({ name }) => name);
}
