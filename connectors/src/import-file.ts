/**
 * `npm run import -- SITE FILE`: sends a file through the running connector, waits until the board
 * has it and tells what became of every row. Progress goes to stderr. Exit code 1: refused, or not
 * done in time.
 */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { deadTopic, rawTopic, topics } from '@auction/avro/topics';
import { connectKafka, kafkaLog } from '@auction/streams/runtime/kafka-log';
import type { Log } from '@auction/streams/runtime/log';
import { silentLogger } from '@auction/streams/runtime/logger';
import { openCodecs } from '@auction/streams/runtime/registry';
import { importConfig } from './config.ts';
import type { ImportConfig } from './config.ts';
import { importArguments } from './imports/arguments.ts';
import type { ImportArguments } from './imports/arguments.ts';
import { awaitBoard } from './imports/board.ts';
import { awaitOutcome, readFrom } from './imports/outcome.ts';
import { progressOn } from './imports/progress.ts';
import type { Progress } from './imports/progress.ts';
import { sendFile } from './imports/send-file.ts';
import { importSummary, summaryText } from './imports/summary.ts';
import type { ImportSummary } from './imports/summary.ts';

type Imported =
  | { readonly ok: true; readonly summary: ImportSummary }
  /** @property reason for people */
  | { readonly ok: false; readonly reason: string };

const retryEveryMs = 1_000;
const failed = (reason: string): Imported => ({ ok: false, reason });

async function importFile(
  args: ImportArguments,
  config: ImportConfig,
  progress: Progress,
): Promise<Imported> {
  const path = resolve(args.path);
  const file = await stat(path).catch(() => undefined);
  if (!file) return failed(`There is no file ${path}.`);
  if (!file.isFile()) return failed(`${path} is no file.`);
  const { KAFKA_BROKERS: brokers, TOPIC_PREFIX: topicPrefix } = config;
  const clientId = 'import-file';
  const log = kafkaLog(connectKafka({ brokers, clientId, topicPrefix, logger: silentLogger }));
  try {
    return await throughTheSystem(log, args, { path, bytes: file.size }, config, progress);
  } finally {
    await log.close();
  }
}

async function throughTheSystem(
  log: Log,
  args: ImportArguments,
  file: { readonly path: string; readonly bytes: number },
  config: ImportConfig,
  progress: Progress,
): Promise<Imported> {
  const begunAt = Date.now();
  const deadlineAt = begunAt + config.IMPORT_LIMIT_MS;
  const read = [topics.listingsSnapshots, deadTopic(rawTopic(args.site), 'normalise-listings')];
  const prefix = config.TOPIC_PREFIX;
  const codecs = await openCodecs(config.SCHEMA_REGISTRY_URL, read, { prefix });
  const from = await patiently(progress, deadlineAt, () => readFrom(log, args.site));
  progress.step('sending the file');
  const sent = await sendFile({
    ...args,
    ...file,
    connectorUrl: config.CONNECTOR_URLS.get(args.site) ?? config.CONNECTOR_URL,
    token: config.INTERNAL_TOKEN,
    onProgress: (rows) => progress.say(`published ${rows} rows`),
    onRetry: (reason) => progress.say(`${reason}: trying again`),
    deadlineAt,
  });
  if (!sent.ok) return failed(sent.reason);
  const { snapshotId, rows, reason } = sent.done;
  if (rows === 0) return failed(reason ?? 'the file has no rows');
  progress.step('waiting for normalise-listings');
  const outcome = await patiently(progress, deadlineAt, () =>
    awaitOutcome(log, codecs, args.site, snapshotId, from, deadlineAt),
  );
  if (!outcome) return failed(`normalise-listings has not finished ${snapshotId} in time`);
  const gatewayOpsUrl = config.GATEWAY_OPS_URL;
  const onStep = (step: string): void => progress.step(`waiting for ${step}`);
  const missing = await patiently(progress, deadlineAt, () =>
    awaitBoard(log, { gatewayOpsUrl, deadlineAt, onStep }),
  );
  if (missing !== undefined) return failed(`The file is published, but ${missing}.`);
  return {
    ok: true,
    summary: importSummary(sent.done, outcome, (Date.now() - begunAt) / 1_000),
  };
}

/** The broker may be restarting: what only asks is asked again until the time is over. */
async function patiently<T>(
  progress: Progress,
  deadlineAt: number,
  ask: () => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > deadlineAt) throw error;
      progress.say('Kafka does not answer: asking again');
      await delay(retryEveryMs);
    }
  }
}

async function main(argv: readonly string[]): Promise<number> {
  const parsed = importArguments(argv, Date.now());
  if (!parsed.ok) {
    console.error(parsed.text);
    return 1;
  }
  const progress = progressOn(process.stderr, Date.now);
  const imported = await importFile(parsed.value, importConfig(), progress);
  progress.end();
  if (!imported.ok) {
    console.error(`Not imported: ${imported.reason}`);
    if (parsed.value.isJson) console.log(JSON.stringify({ error: imported.reason }));
    return 1;
  }
  const { summary } = imported;
  console.log(parsed.value.isJson ? JSON.stringify(summary) : summaryText(summary));
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
