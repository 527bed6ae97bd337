/**
 * Which processes are ours. A record is believed only when pid, start time, command line and data
 * folder all agree with what runs now: a reused pid is never touched.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { factsOf } from './process-facts.ts';
import type { ProcessFacts } from './process-facts.ts';

const recordSchema = z.object({
  name: z.string(),
  pid: z.int().positive(),
  startedAt: z.string(),
  commandLine: z.string(),
  dataDir: z.string(),
});
export type PidRecord = z.infer<typeof recordSchema>;

/** The launcher's own record; every other file in the run folder names a server or service. */
export const launcherName = 'launcher';

const fileOf = (runDir: string, name: string): string => join(runDir, `${name}.json`);

/** Writes a record whole or not at all. */
export function writeRecord(runDir: string, record: PidRecord): void {
  mkdirSync(runDir, { recursive: true });
  const file = fileOf(runDir, record.name);
  writeFileSync(`${file}.new`, `${JSON.stringify(record, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

export const removeRecord = (runDir: string, name: string): void => {
  rmSync(fileOf(runDir, name), { force: true });
};

/** All readable records of a run folder; an unreadable file counts as none. */
export function readRecords(runDir: string): PidRecord[] {
  let files: string[] = [];
  try {
    files = readdirSync(runDir).filter((file) => file.endsWith('.json'));
  } catch {
    return []; // never started here
  }
  return files.flatMap((file) => {
    try {
      return [recordSchema.parse(JSON.parse(readFileSync(join(runDir, file), 'utf8')))];
    } catch {
      return []; // half a file of a power cut: nothing it says can be trusted
    }
  });
}

/**
 * Is the process that runs under the recorded pid the one we started?
 * The command line may carry a prefix: between fork and exec it still shows setpriv's.
 */
export function isOurs(record: PidRecord, facts: ProcessFacts | undefined, dataDir: string): boolean {
  return (
    facts !== undefined &&
    record.dataDir === dataDir &&
    facts.pid === record.pid &&
    facts.startedAt === record.startedAt &&
    record.commandLine !== '' &&
    facts.commandLine.endsWith(record.commandLine) &&
    // The launcher alone chooses its data folder after it has started, so nothing outside shows it.
    (record.name === launcherName ||
      facts.dataDir === dataDir ||
      facts.commandLine.includes(dataDir))
  );
}

/** Records of this data folder whose process still runs, the launcher's included. */
export const liveRecords = (runDir: string, dataDir: string): PidRecord[] =>
  readRecords(runDir).filter((record) => isOurs(record, factsOf(record.pid), dataDir));
