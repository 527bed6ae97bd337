/**
 * Which processes are ours. A record is believed only when pid, start time, command line and data
 * folder all agree with what runs now: a reused pid is never touched.
 */
import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { z } from 'zod';
import { hasCode } from './problem.ts';
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
export function isOurs(
  record: PidRecord,
  facts: ProcessFacts | undefined,
  dataDir: string,
): boolean {
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

/** The launcher of this data folder, when it runs. */
export const liveLauncher = (runDir: string, dataDir: string): PidRecord | undefined =>
  liveRecords(runDir, dataDir).find(({ name }) => name === launcherName);

const claimAttemptsMax = 3;

/**
 * Makes this process the only launcher of a data folder, even when two begin at the same moment.
 * @returns the launcher that already runs; undefined when the claim is ours
 */
export function claimLauncher(runDir: string, dataDir: string): PidRecord | undefined {
  const facts = factsOf(process.pid);
  assert(facts, 'this process runs');
  const { pid, startedAt, commandLine } = facts;
  const record = { name: launcherName, pid, startedAt, commandLine, dataDir };
  const own = join(runDir, `${launcherName}.${pid}.claim`); // not .json: it is no record yet
  writeFileSync(own, `${JSON.stringify(record, undefined, 2)}\n`, { mode: 0o600 });
  try {
    for (let attempt = 1; attempt <= claimAttemptsMax; attempt += 1) {
      try {
        linkSync(own, fileOf(runDir, launcherName)); // fails when the name is taken
        return undefined;
      } catch (error) {
        const other = liveLauncher(runDir, dataDir);
        if (other) return other;
        if (!hasCode(error, 'EEXIST')) throw error;
        removeRecord(runDir, launcherName); // left by a launcher that was killed
      }
    }
    throw new Error(`${fileOf(runDir, launcherName)} cannot be replaced`);
  } finally {
    rmSync(own, { force: true });
  }
}

/** Records of this data folder whose process still runs, the launcher's included. */
export const liveRecords = (runDir: string, dataDir: string): PidRecord[] =>
  readRecords(runDir).filter((record) => isOurs(record, factsOf(record.pid), dataDir));
