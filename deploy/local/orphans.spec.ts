/** Real processes, but cheap ones: `sleep` stands for a server a killed launcher left behind. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endOrphans } from './orphans.ts';
import { readRecords, writeRecord } from './pid-records.ts';
import type { PidRecord } from './pid-records.ts';
import { makePlaces, placesIn } from './places.ts';
import type { Places } from './places.ts';
import { factsOf } from './process-facts.ts';
import { Progress } from './progress.ts';

const quiet = new Progress(() => undefined);
const commandLine = 'sleep 60';
let places: Places;
let started: ChildProcess[] = [];

beforeEach(() => {
  places = placesIn(mkdtempSync(join(tmpdir(), 'auction orphans ')));
  makePlaces(places);
});
afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
  started = [];
  rmSync(places.dataDir, { recursive: true });
});

/** Starts a process as a launcher does and records it, with what the test changes of the record. */
async function aRecorded(name: string, change: Partial<PidRecord> = {}): Promise<ChildProcess> {
  const env = { PATH: process.env['PATH'], AUCTION_DATA_DIR: places.dataDir };
  const child = spawn('sleep', ['60'], { env, stdio: 'ignore', detached: true });
  started.push(child);
  await new Promise((resolve) => child.once('spawn', resolve));
  const facts = factsOf(child.pid ?? 0);
  if (!facts) throw new Error('the process has no facts');
  const { pid, startedAt } = facts;
  const record = { name, pid, startedAt, commandLine, dataDir: places.dataDir };
  writeRecord(places.runDir, { ...record, ...change });
  return child;
}

const isRunning = (child: ChildProcess): boolean => factsOf(child.pid ?? 0) !== undefined;

test('ends what its records prove to be left behind, and forgets it', async () => {
  const kafka = await aRecorded('kafka');
  const gateway = await aRecorded('gateway');
  expect((await endOrphans(places, quiet)).sort()).toEqual(['gateway', 'kafka']);
  expect([isRunning(kafka), isRunning(gateway)]).toEqual([false, false]);
  expect(readRecords(places.runDir)).toEqual([]);
});

const strangers: { says: string; change: Partial<PidRecord> }[] = [
  { says: 'that began at another time', change: { startedAt: 'another boot/1' } },
  { says: 'with another command line', change: { commandLine: 'java kafka.Kafka' } },
  { says: 'of another data folder', change: { dataDir: '/elsewhere' } },
];
test.each(strangers)('leaves a process alone $says', async ({ change }) => {
  const child = await aRecorded('kafka', change);
  expect(await endOrphans(places, quiet)).toEqual([]);
  expect(isRunning(child)).toBe(true);
  expect(readRecords(places.runDir)).toEqual([]);
});
