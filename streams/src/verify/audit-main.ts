/** `npm run audit:verify [-- --json] [--settle-ms N]`: exit code 1 when an event is missing or altered. */
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { archivedAudit } from '../archive/archive-logs.ts';
import { LogPartStore } from '../archive/log-part-store.ts';
import { filesOf } from '../archive/open-archive.ts';
import { readConfig } from '../config.ts';
import { newMongo } from '../logging/mongo-client.ts';
import { openPool } from '../sinks/postgres-pool.ts';
import { isAllThere, verifyAudit, writtenEnds } from './verify-audit.ts';
import type { WriterReport } from './verify-audit.ts';

const shownMax = 20;
const againAfterMs = 1_000;

function textOf({ writerId, events, lastSeq, faults }: WriterReport): string {
  const verdict = faults.length === 0 ? 'the chain holds' : `${faults.length} FAULTS`;
  const shown = faults.slice(0, shownMax).map((fault) => `    ${fault}`);
  const rest = faults.length - shown.length;
  const more = rest > 0 ? [`    and ${rest} more`] : [];
  return [`${writerId}: ${events} events up to ${lastSeq}, ${verdict}`, ...shown, ...more].join(
    '\n',
  );
}

async function verify(json: boolean, settleMs: number): Promise<boolean> {
  const { postgresUrl, mongoUrl, archive } = readConfig();
  if (postgresUrl === undefined) throw new Error('POSTGRES_URL is missing');
  if (mongoUrl === undefined)
    throw new Error('this installation has no MongoDB, and no audit in it');
  const postgres = openPool(postgresUrl, {
    applicationName: 'audit-verify',
    connectionMax: 1,
    onLostConnection: (error) => console.error(`Postgres: ${error.message}`),
  });
  const mongo = newMongo(mongoUrl, 'audit-verify');
  const files = archive && filesOf(archive);
  const parts = new LogPartStore(postgres, Date.now);
  const archived = files && (() => archivedAudit({ files, parts }));
  try {
    const ends = await writtenEnds(postgres);
    const deadlineAt = performance.now() + settleMs;
    let reports = await verifyAudit(mongo, ends, archived);
    while (!isAllThere(reports, ends) && performance.now() < deadlineAt) {
      await delay(againAfterMs);
      reports = await verifyAudit(mongo, ends, archived);
    }
    const ok = reports.every(({ faults }) => faults.length === 0);
    console.log(json ? JSON.stringify({ ok, writers: reports }) : reports.map(textOf).join('\n'));
    if (!json) console.log(ok ? 'nothing is missing, nothing was altered' : 'the audit has faults');
    return ok;
  } finally {
    await mongo.close();
    await files?.close();
    await postgres.end();
  }
}

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    'settle-ms': { type: 'string', default: '30000' },
  },
});
try {
  const settleMs = Number(values['settle-ms']);
  if (!Number.isSafeInteger(settleMs)) throw new Error('--settle-ms takes whole milliseconds');
  process.exit((await verify(values.json, settleMs)) ? 0 : 1);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
