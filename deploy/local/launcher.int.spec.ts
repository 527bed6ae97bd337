/**
 * The launcher as people use it, on real servers: the small set of --servers-only --lite, for what is
 * proven here does not depend on which servers and services there are.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { attemptStart, freeGatewayPort, startLocal } from './local-instance.ts';
import type { LocalInstance, LocalOptions } from './local-instance.ts';
import { liveRecords } from './pid-records.ts';
import { placesIn } from './places.ts';
import { listenerOn } from './process-facts.ts';
import { runCommand } from './run-command.ts';

const small = ['--servers-only', '--lite'];
const secondStartMsMax = 30_000;
const runFile = join(import.meta.dirname, 'run.mjs');

let root = '';
let options: LocalOptions;
let first: LocalInstance;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'auction launcher ')); // with a space
  const port = await freeGatewayPort(8200);
  options = { dataDir: join(root, 'first'), port, flags: small };
  first = await startLocal(options);
}, 600_000);

afterAll(async () => {
  await first.stop();
  await rm(root, { recursive: true, force: true });
});

async function query(instance: LocalInstance, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: instance.instance.env['POSTGRES_URL'] });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function command(name: string, dataDir: string, ...args: string[]) {
  const lines: string[] = [];
  const all = [runFile, name, '--data-dir', dataDir, ...args];
  const { code } = await runCommand(process.execPath, all, { onLine: (line) => lines.push(line) });
  return { code, lines };
}

const serverCount = (dataDir: string): number =>
  liveRecords(placesIn(dataDir).runDir, dataDir).length;

test('shows every server with its facts', async () => {
  const { code, lines } = await command('status', first.dataDir, '--json');
  expect(code).toBe(0);
  const statuses = JSON.parse(lines.at(-1) ?? '') as Record<string, unknown>[];
  expect(statuses.map(({ name, healthy, port }) => ({ name, healthy, port }))).toEqual([
    { name: 'postgres', healthy: true, port: first.instance.ports.postgres },
    { name: 'kafka', healthy: true, port: first.instance.ports.kafka },
    { name: 'registry', healthy: true, port: first.instance.ports.registry },
  ]);
  for (const { pid, memory, version } of statuses) {
    expect([typeof pid, typeof version]).toEqual(['number', 'string']);
    expect(memory).toBeGreaterThan(10_000_000);
  }
});

test('a second launcher of the same folder is refused by name', async () => {
  const attempt = attemptStart(options);
  expect(await attempt.exited).toBe(1);
  expect(attempt.lines.at(-1)).toContain(`already runs in ${first.dataDir}`);
  expect(attempt.lines.at(-1)).toContain(`process ${first.pid}`);
});

test('a busy port is told with its number, its owner and what to set; nothing is started', async () => {
  const busy = first.instance.ports.kafka;
  const dataDir = join(root, 'busy');
  const port = await freeGatewayPort(options.port + 1);
  const attempt = attemptStart({ dataDir, port, flags: [...small, '--kafka-port', String(busy)] });
  expect(await attempt.exited).toBe(1);
  const owner = listenerOn(busy)?.pid ?? 'nobody';
  const told = attempt.lines.join('\n');
  expect(told).toContain(`Port ${busy} (kafka) is in use by process ${owner}`);
  expect(told).toContain('--kafka-port or AUCTION_KAFKA_PORT');
  expect(serverCount(dataDir)).toBe(0);
});

test('another instance runs beside it and stops without touching it', async () => {
  const port = await freeGatewayPort(options.port + 1);
  const second = await startLocal({ ...options, dataDir: join(root, 'second'), port });
  try {
    expect(second.instance.env['POSTGRES_URL']).not.toBe(first.instance.env['POSTGRES_URL']);
    await query(second, 'create table only_in_second (id int)');
    const tables = "select 1 from pg_tables where tablename = 'only_in_second'";
    expect(await query(first, tables)).toEqual([]);
  } finally {
    expect(await second.stop()).toBe(0);
  }
  expect(serverCount(second.dataDir)).toBe(0);
  expect(await query(first, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a server that is killed is started again', async () => {
  const { kafka } = first.instance.ports;
  const before = listenerOn(kafka)?.pid ?? 0;
  process.kill(before, 'SIGKILL');
  const deadline = performance.now() + 60_000;
  for (;;) {
    const { lines } = await command('status', first.dataDir);
    const line = lines.find((text) => text.startsWith('kafka')) ?? '';
    if (/ yes /.test(line) && !line.includes(` ${before} `)) break;
    if (performance.now() > deadline) throw new Error(`Kafka is not back: ${line}`);
    await delay(200);
  }
});

test('npm stop ends everything; the next start has the data and is quick', async () => {
  await query(first, 'create table kept (id int)');
  expect((await command('stop', first.dataDir)).code).toBe(0);
  expect(serverCount(first.dataDir)).toBe(0);
  expect((await command('status', first.dataDir)).code).toBe(1);
  const begunAt = performance.now();
  first = await startLocal(options);
  expect(performance.now() - begunAt).toBeLessThan(secondStartMsMax);
  expect(await query(first, 'select * from kept')).toEqual([]);
});

test('after kill -9 of the launcher the next start ends its orphans and has every row', async () => {
  await query(first, 'insert into kept values (7)');
  await first.kill();
  const begunAt = performance.now();
  first = await startLocal(options);
  expect(performance.now() - begunAt).toBeLessThan(secondStartMsMax);
  expect(await query(first, 'select * from kept')).toEqual([{ id: 7 }]);
  expect(serverCount(first.dataDir)).toBe(4); // three servers and the launcher
});

test('--reset wipes the data', async () => {
  await first.stop();
  first = await startLocal({ ...options, flags: [...small, '--reset'] });
  await expect(query(first, 'select * from kept')).rejects.toThrow('does not exist');
});
