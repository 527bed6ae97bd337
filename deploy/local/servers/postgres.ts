/** PostgreSQL from the binaries npm brings; two databases, the product's and the registry's. */
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { Problem } from '../problem.ts';
import { factsOf } from '../process-facts.ts';
import { runCommand } from '../run-command.ts';
import type { Answer, RunAs, Unit } from '../unit.ts';
import { versions } from '../versions.ts';
import type { ServerContext } from './context.ts';
import {
  auctionDatabase,
  postgresPassword,
  postgresUrl,
  postgresUser,
  registryDatabase,
} from './postgres-account.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { postgresRunAs } from './postgres-user.ts';

const answerWithinMs = 3000;

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: answerWithinMs,
    query_timeout: answerWithinMs,
  });
  // A connection cut between two queries is told here too; the query that follows tells it again.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const askPostgres = (url: string): Promise<Answer> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ version: string }>(
      "select current_setting('server_version') as version",
    );
    return { version: rows[0]?.version ?? versions.postgres };
  });

const makeDatabases = (url: string): Promise<void> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ datname: string }>('select datname from pg_database');
    const existing = new Set(rows.map(({ datname }) => datname));
    for (const name of [auctionDatabase, registryDatabase]) {
      if (!existing.has(name)) await client.query(`create database ${name}`);
    }
  });

/**
 * Makes the cluster beside its place and renames it: a half-made one is never taken for a whole one.
 * initdb wants the password in a file its user can read.
 */
async function makeCluster(
  folder: string,
  binaries: PostgresBinaries,
  password: string,
  runAs: RunAs | undefined,
): Promise<void> {
  const made = join(folder, 'data.new');
  const passwordFile = join(folder, 'password.new');
  await rm(made, { recursive: true, force: true });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (runAs) await chown(passwordFile, runAs.uid, runAs.gid);
  const { code, tail } = await runCommand(
    binaries.initdb,
    [
      ...['-D', made, '-U', postgresUser, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
      ...['--encoding=UTF8', '--locale=C', '--no-sync'],
    ],
    { cwd: folder, ...(runAs ? { runAs } : {}) },
  );
  await rm(passwordFile);
  if (code !== 0) throw new Problem(`initdb failed:\n${tail.join('\n')}`);
  await rename(made, join(folder, 'data'));
}

/** Postgres clears a dead one's file itself; it cannot know that a living pid is not a Postgres. */
async function removeStalePidFile(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const pid = Number(text?.split('\n')[0]);
  if (!Number.isInteger(pid)) return;
  const facts = factsOf(pid);
  if (!facts?.commandLine.includes(data)) await rm(file, { force: true });
}

const settings = (port: number, lite: boolean): string[] =>
  Object.entries({
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: lite ? '32MB' : '128MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
  }).flatMap(([key, value]) => ['-c', `${key}=${value}`]);

export function postgres(context: ServerContext): Unit {
  const port = context.ports.postgres;
  const folder = join(context.places.dataDir, 'postgres');
  const data = join(folder, 'data');
  /** Every cluster has this database; the two others are made through it. */
  const url = postgresUrl(port, context.places, 'postgres');
  return {
    name: 'postgres',
    title: `PostgreSQL ${versions.postgres}`,
    kind: 'server',
    version: versions.postgres,
    port,
    needs: [],
    async launch() {
      const binaries = postgresBinaries();
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const runAs = postgresRunAs([binaries.folder, context.places.dataDir]);
      if (runAs) await chown(folder, runAs.uid, runAs.gid);
      if (!existsSync(data)) {
        await makeCluster(folder, binaries, postgresPassword(context.places), runAs);
      }
      await removeStalePidFile(data);
      return {
        command: binaries.postgres,
        args: ['-D', data, ...settings(port, context.lite)],
        env: {},
        cwd: folder,
        ...(runAs ? { runAs } : {}),
      };
    },
    ask: () => askPostgres(url),
    whenUp: () => makeDatabases(url),
    stopSignal: 'SIGINT',
    stopWithinMs: 15_000,
    readyWithinMs: 60_000,
  };
}
