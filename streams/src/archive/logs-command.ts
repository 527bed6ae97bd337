/** `npm run archive -- logs|restore-logs`: old logs leave MongoDB for month files, and come back. */
import type { Config } from '../config.ts';
import { newMongo } from '../logging/mongo-client.ts';
import { openPool } from '../sinks/postgres-pool.ts';
import { archiveLogs, monthsBefore, restoreLogs } from './archive-logs.ts';
import type { LogArchive, LogReport } from './archive-logs.ts';
import type { Asked } from './asked.ts';
import { logKinds, LogPartStore } from './log-part-store.ts';
import type { LogKind } from './log-part-store.ts';
import { filesOf } from './open-archive.ts';
import type { Asker } from './part-store.ts';

type AskedOfLogs = Extract<Asked, { readonly command: 'logs' | 'restore-logs' }>;

const dayMs = 86_400_000;

/**
 * Logs of a kind stay as long as its retention says, whatever is asked for.
 * @param beforeAt epoch ms @param now epoch ms
 */
export const logsBefore = (
  kind: LogKind,
  beforeAt: number,
  now: number,
  { logDays }: Pick<Config, 'logDays'>,
): number => Math.min(beforeAt, Math.floor(now / dayMs) * dayMs - logDays[kind] * dayMs);

export interface OpenLogArchive {
  readonly archive: LogArchive;
  close(): Promise<void>;
}

/** @throws Error that names the missing variables */
export function openLogArchive(
  config: Config,
  asker: Asker,
  onStep: LogArchive['onStep'],
  onTrouble: (error: Error) => void,
): OpenLogArchive {
  const { postgresUrl, mongoUrl, archive } = config;
  if (postgresUrl === undefined || mongoUrl === undefined || archive === undefined) {
    throw new Error(
      'the archive of logs needs POSTGRES_URL, MONGO_URL, and ARCHIVE_DIR or ARCHIVE_S3_URL',
    );
  }
  const pool = openPool(postgresUrl, {
    ...{ applicationName: 'archive-logs', connectionMax: 2, onLostConnection: onTrouble },
  });
  const mongo = newMongo(mongoUrl, 'archive-logs');
  const files = filesOf(archive);
  const parts = new LogPartStore(pool, Date.now, asker);
  return {
    archive: { files, parts, database: mongo.db(), now: Date.now, onStep },
    async close() {
      await mongo.close();
      await pool.end();
      await files.close();
    },
  };
}

const unitOf = (kind: LogKind): string => (kind === 'audit' ? 'events' : 'lines');

/** @returns lines for people, and what programs read */
export async function workOnLogs(asked: AskedOfLogs, archive: LogArchive, config: Config) {
  const lines: string[] = [];
  const report: (LogReport | { kind: LogKind; month: string; lines: number })[] = [];
  if (asked.command === 'restore-logs') {
    const { month } = asked;
    for (const kind of asked.kinds) {
      const restored = await restoreLogs(kind, month, archive);
      lines.push(`${kind} of ${month}: ${restored} ${unitOf(kind)} can be searched again`);
      report.push({ kind, month, lines: restored });
    }
    const isNothing = report.every((each) => each.lines === 0);
    if (isNothing) throw new Error(`nothing of ${month} is archived`);
    return { ok: true, lines, report: { restored: report } };
  }
  for (const kind of logKinds) {
    const beforeAt = logsBefore(kind, asked.beforeAt, Date.now(), config);
    const until = new Date(beforeAt).toISOString().slice(0, 10);
    if (asked.dry) {
      const months = await monthsBefore(kind, beforeAt, archive);
      lines.push(`${kind} before ${until}: ${months.join(', ') || 'nothing'}`);
      continue;
    }
    const done = await archiveLogs(kind, beforeAt, archive);
    const what = `${done.lines} ${unitOf(kind)} in ${done.parts.length} files`;
    lines.push(`${kind} before ${until}: ${what}, ${done.bytes} bytes`);
    report.push(done);
  }
  return { ok: true, lines, report: { logs: report } };
}
