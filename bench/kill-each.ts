/**
 * `npm run chaos:import`: kills every server and every service once, with -9, in the middle of an
 * import, waits until the import has finished by itself, and lets `verify` compare everything.
 * Starts an instance of its own on other ports and in a temporary folder.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { launcher, startInstance } from './instance.ts';
import type { RunningInstance } from './instance.ts';

interface Round {
  readonly killed: string;
  readonly afterMs: number;
  readonly seconds: number;
  readonly imported: string;
  readonly verified: string;
}

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8390' },
    rows: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const rows = Number(values.rows);

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A lot number stands bare before the quoted vehicle type and the year in the simulator's rows. */
const lotNumber = /,(\d{8}),"[A-Z]",\d{4},/;

/** The simulator's file with other lot numbers, so that a round brings only new listings. */
function fileOfRound(sample: readonly string[], round: number): string {
  const [header = '', ...lines] = sample.filter((line) => line !== '');
  const renumbered = Array.from({ length: rows }, (_, at) => {
    const line = lines[at % lines.length] ?? '';
    const number = lotNumber.exec(line)?.[1];
    const next = String(20_000_000 + round * rows + at);
    return number === undefined ? line : line.replaceAll(number, next);
  });
  return `${[header, ...renumbered].join('\r\n')}\r\n`;
}

async function simulatedFile(instance: RunningInstance): Promise<string[]> {
  const key = readFileSync(join(instance.dataDir, 'secrets', 'copart-auth-key'), 'utf8').trim();
  const base = instance.env['SIMULATOR_URL'] ?? '';
  const response = await fetch(`${base}/FTPLSTDM/salesdata.cgi?authKey=${encodeURIComponent(key)}`);
  if (!response.ok) throw new Error(`the simulator answers ${response.status}`);
  return (await response.text()).split('\r\n');
}

async function waitUntilHealthy(instance: RunningInstance, withinMs: number): Promise<void> {
  const deadlineAt = Date.now() + withinMs;
  for (;;) {
    const sick = (await instance.status()).filter(({ healthy }) => !healthy);
    if (sick.length === 0) return;
    const names = sick.map(({ name }) => name).join(', ');
    if (Date.now() > deadlineAt) throw new Error(`not healthy again: ${names}`);
    await delay(500);
  }
}

async function killDuringImport(
  instance: RunningInstance,
  name: string,
  file: string,
  afterMs: number,
): Promise<Round> {
  const begunAt = performance.now();
  const importing = launcher(['import', 'copart', file, '--json'], instance.dataDir);
  await delay(afterMs);
  const pid = (await instance.status()).find((unit) => unit.name === name)?.pid;
  if (pid) process.kill(pid, 'SIGKILL');
  const imported = await importing;
  const seconds = (performance.now() - begunAt) / 1000;
  await waitUntilHealthy(instance, 120_000);
  const verified = await launcher(['verify', '--json'], instance.dataDir);
  if (verified.code !== 0)
    console.error(verified.stdout.slice(-4000), verified.stderr.slice(-2000));
  if (imported.code !== 0) console.error(imported.stderr.slice(-2000));
  return {
    killed: pid ? name : `${name} (was not running)`,
    afterMs: Math.round(afterMs),
    seconds: Number(seconds.toFixed(1)),
    imported: imported.code === 0 ? 'finished' : `exit ${imported.code}`,
    verified: verified.code === 0 ? 'no difference' : `exit ${verified.code}`,
  };
}

const folder = mkdtempSync(join(tmpdir(), 'auction-chaos-'));
const instance = await startInstance({ port: Number(values.port), dataDir: join(folder, 'data') });
const chance = seeded(Number(values.seed));
const rounds: Round[] = [];
let exitCode = 1;
try {
  console.log(`seed ${values.seed}, ${rows} rows a round`);
  const sample = await simulatedFile(instance);
  const names = (await instance.status())
    .map(({ name }) => name)
    .filter((name) => values.only === undefined || values.only.split(',').includes(name));
  for (const [at, name] of names.entries()) {
    const file = join(folder, `round-${at}.csv`);
    writeFileSync(file, fileOfRound(sample, at));
    const round = await killDuringImport(instance, name, file, 500 + chance() * 2500);
    rounds.push(round);
    console.log(`${name}: import ${round.imported} in ${round.seconds} s, ${round.verified}`);
    rmSync(file);
  }
  const isClean = ({ imported, verified }: Round): boolean =>
    imported === 'finished' && verified === 'no difference';
  console.table(rounds);
  exitCode = rounds.length > 0 && rounds.every(isClean) ? 0 : 1;
} finally {
  await instance.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(exitCode);
