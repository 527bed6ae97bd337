/** `npm run status`: asks every server and service of a running instance the launcher's own question. */
import type { Config } from './config.ts';
import { readInstance } from './instance.ts';
import type { Instance } from './instance.ts';
import { liveLauncher, liveRecords } from './pid-records.ts';
import { placesIn } from './places.ts';
import type { Places } from './places.ts';
import { memoryOf } from './process-facts.ts';
import type { Unit } from './unit.ts';
import { unitsOf } from './units.ts';

export interface UnitStatus {
  readonly name: string;
  readonly healthy: boolean;
  readonly version: string;
  readonly port: number;
  /** undefined while it is down. */
  readonly pid: number | undefined;
  /** Resident bytes; 0 while it is down. */
  readonly memory: number;
}

const megabyte = 1024 ** 2;

/** Nothing is started here, so nothing that only a start needs is known. */
const onlyAsked = {
  java: '',
  cacheDir: '',
  feed: { lots: 0, writeIntervalMs: 0, pollIntervalMs: 0, realSite: false },
};

async function statusOf(unit: Unit, pid: number | undefined): Promise<UnitStatus> {
  const answer = await unit.ask().catch(() => undefined);
  return {
    name: unit.name,
    healthy: pid !== undefined && answer !== undefined,
    version: answer?.version ?? unit.version,
    port: unit.port,
    pid,
    memory: pid === undefined ? 0 : memoryOf(pid),
  };
}

/** @returns every server and service, asked at the same time */
export function statusesOf(places: Places, instance: Instance): Promise<UnitStatus[]> {
  const pids = new Map(
    liveRecords(places.runDir, places.dataDir).map(({ name, pid }) => [name, pid]),
  );
  const units = unitsOf({ ...instance, places, ...onlyAsked });
  return Promise.all(units.map((unit) => statusOf(unit, pids.get(unit.name))));
}

/** Columns of equal width, names to the left and numbers to the right. */
export function statusTable(statuses: readonly UnitStatus[]): string {
  const rows = statuses.map(({ name, healthy, version, port, pid, memory }) => [
    name,
    healthy ? 'yes' : 'NO',
    version,
    String(port),
    String(pid ?? '-'),
    `${(memory / megabyte).toFixed(0)} MB`,
  ]);
  const table = [['name', 'healthy', 'version', 'port', 'pid', 'memory'], ...rows];
  const widths = [0, 1, 2, 3, 4, 5].map((column) =>
    Math.max(...table.map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column < 3 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ');
  return table.map(line).join('\n');
}

/** @returns exit code: 1 when nothing runs */
export async function status(config: Config): Promise<number> {
  const places = placesIn(config.dataDir);
  const launcher = liveLauncher(places.runDir, places.dataDir);
  const instance = launcher && readInstance(places);
  if (!instance) {
    if (config.json) console.log('[]');
    console.error(`Auction Manager does not run in ${places.dataDir}: npm start`);
    return 1;
  }
  const statuses = await statusesOf(places, instance);
  if (config.json) {
    console.log(JSON.stringify(statuses.map((one) => ({ ...one, pid: one.pid ?? null }))));
    return 0;
  }
  const total = statuses.reduce((sum, { memory }) => sum + memory, 0);
  console.log(`Auction Manager ${instance.version} at ${instance.url}: ${instance.state}`);
  console.log(statusTable(statuses));
  console.log(`${statuses.length} processes, ${(total / megabyte).toFixed(0)} MB`);
  return 0;
}
