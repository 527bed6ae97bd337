/**
 * `npm run report [-- --json]`: what a running instance has done since its data began: lots, raw
 * records, what was suppressed, dead letters by reason, and how long a change takes to a frame.
 */
import { parseArgs } from 'node:util';
import { rawTopic, sites } from '@auction/avro/topics';
import { readConfig, readGatewayUrls } from '../config.ts';
import { connectKafka, kafkaLog } from '../runtime/kafka-log.ts';
import type { Log } from '../runtime/log.ts';
import { silentLogger } from '../runtime/logger.ts';
import { openPool } from '../sinks/postgres-pool.ts';
import { watchBoard } from './watch-board.ts';

interface Latency {
  readonly count: number;
  /** ms; null: no frame was sent yet. */
  readonly p50: number | null;
  readonly p99: number | null;
}

interface Report {
  readonly lotsOnBoard: number;
  readonly clients: number;
  /** Over all sites, markers and unreadable lines included. */
  readonly rawRecords: number;
  readonly snapshots: number;
  readonly listingsRead: number;
  readonly versionsWritten: number;
  readonly unchangedSuppressed: number;
  readonly deadLetters: readonly { readonly reason: string; readonly count: number }[];
  readonly publishToFrameMs: Latency;
}

async function rawRecords(log: Log): Promise<number> {
  const ends = await Promise.all(sites.map(({ site }) => log.ends(rawTopic(site).name)));
  return ends.flat().reduce((sum, end) => sum + end, 0);
}

interface BoardReport {
  readonly lots: number;
  readonly clients: number;
  readonly publishToFrameMs: Latency;
}

async function askBoard(): Promise<BoardReport> {
  const answer = await fetch(`${readGatewayUrls().ops}/report`);
  if (!answer.ok) throw new Error(`the gateway answers ${answer.status}`);
  return (await answer.json()) as BoardReport;
}

const watchMs = 30_000;
const changesMin = 200;

/** Frames are sent only to people who watch: while nobody does, we watch ourselves. */
async function boardReport(): Promise<BoardReport> {
  const before = await askBoard();
  if (before.publishToFrameMs.count >= changesMin) return before;
  console.error(`watching the board for up to ${watchMs / 1000} s: few frames were sent yet`);
  await watchBoard(readGatewayUrls().board, watchMs, async () => {
    const { count } = (await askBoard()).publishToFrameMs;
    return count >= changesMin;
  });
  return askBoard();
}

async function report(): Promise<Report> {
  const config = readConfig();
  if (config.postgresUrl === undefined) throw new Error('POSTGRES_URL is missing');
  const { kafkaBrokers: brokers, topicPrefix } = config;
  const log = kafkaLog(
    connectKafka({ brokers, clientId: 'report', topicPrefix, logger: silentLogger }),
  );
  const postgres = openPool(config.postgresUrl, {
    applicationName: 'report',
    connectionMax: 1,
    onLostConnection: (error) => console.error(`Postgres: ${error.message}`),
  });
  try {
    const board = await boardReport();
    const { rows: sums } = await postgres.query<Record<string, number>>(
      `SELECT count(DISTINCT (site, snapshot_id))::bigint AS snapshots,
         coalesce(sum((doc->>'listings')::bigint), 0)::bigint AS listings,
         coalesce(sum((doc->>'changed')::bigint), 0)::bigint AS changed,
         coalesce(sum((doc->>'unchanged')::bigint), 0)::bigint AS unchanged FROM site_snapshot`,
    );
    const { rows: dead } = await postgres.query<{ reason: string; count: number }>(
      `SELECT code AS reason, count(*)::bigint AS count FROM reject GROUP BY code ORDER BY 2 DESC, 1`,
    );
    return {
      lotsOnBoard: board.lots,
      clients: board.clients,
      rawRecords: await rawRecords(log),
      snapshots: sums[0]?.['snapshots'] ?? 0,
      listingsRead: sums[0]?.['listings'] ?? 0,
      versionsWritten: sums[0]?.['changed'] ?? 0,
      unchangedSuppressed: sums[0]?.['unchanged'] ?? 0,
      deadLetters: dead,
      publishToFrameMs: board.publishToFrameMs,
    };
  } finally {
    await postgres.end();
    await log.close();
  }
}

function textOf(from: Report): string {
  const { p50, p99, count } = from.publishToFrameMs;
  const latency =
    p50 === null || p99 === null
      ? 'no lot changed while we watched'
      : `p50 ${p50} ms, p99 ${p99} ms over ${count} changes`;
  const dead = from.deadLetters.map(({ reason, count: times }) => `${reason} ${times}`).join(', ');
  const rows: readonly (readonly [string, string])[] = [
    ['lots on the board', String(from.lotsOnBoard)],
    ['people watching', String(from.clients)],
    ['raw records', String(from.rawRecords)],
    ['snapshots', String(from.snapshots)],
    ['listings read', String(from.listingsRead)],
    ['versions written', String(from.versionsWritten)],
    ['unchanged, suppressed', String(from.unchangedSuppressed)],
    ['dead letters', dead === '' ? 'none' : dead],
    ['publish to frame', latency],
  ];
  return rows.map(([name, value]) => `${name.padEnd(24)}${value}`).join('\n');
}

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
try {
  const made = await report();
  console.log(values.json ? JSON.stringify(made, undefined, 2) : textOf(made));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
