/** The gateway: listens, keeps the board's clock ticking, answers on its internal port, drains. */
import { allTopics, topics } from '@auction/avro/topics';
import { connectKafka, kafkaLog } from '@auction/streams/runtime/kafka-log';
import { openServiceLog } from '@auction/streams/logging/service-log';
import { errorFields } from '@auction/streams/runtime/logger';
import { answerJson, createMetrics, startOpsServer } from '@auction/streams/runtime/ops-server';
import { openCodecs } from '@auction/streams/runtime/registry';
import manifest from '../package.json' with { type: 'json' };
import { startAccountWork } from './accounts/account-work.ts';
import { seedDemoAccounts } from './accounts/demo-accounts.ts';
import { LiveSockets } from './accounts/live-sockets.ts';
import { Passwords } from './accounts/passwords.ts';
import { buildApp } from './app.ts';
import { roleFault } from './app-role.ts';
import { auditTopicWriter } from './audit/to-topic.ts';
import { BoardFeed, tickMs } from './board/board-feed.ts';
import { boardMetrics } from './board/board-metrics.ts';
import { openDesk } from './bids/open-desk.ts';
import { Board } from './board/board.ts';
import { limits } from './board-protocol.ts';
import { sayGoodbye } from './board/farewell.ts';
import { foldBoard, sourceCount } from './board/fold-board.ts';
import { readBoardEpoch } from './board/board-epoch.ts';
import { readConfig } from './config.ts';
import type { Config } from './config.ts';
import { openHistory } from './history/history-store.ts';
import { openSmtp } from './mail/smtp.ts';
import { openMongo } from './mongo.ts';
import { openPostgres } from './postgres.ts';

const { version } = manifest;
const connectionMax = 10;
const stopWithinMs = 12_000;
/** Of these, for telling everybody to come back. */
const farewellMs = 5_000;

const levels = { error: 'error', warn: 'warn', info: 'info', debug: 'debug' } as const;
const levelOf = (level: Config['logLevel']) =>
  level in levels ? levels[level as keyof typeof levels] : 'info';

async function run(config: Config): Promise<void> {
  const now = Date.now;
  const registry = createMetrics();
  const serviceLog = openServiceLog({
    ...{ service: 'gateway', version, metrics: registry },
    ...{ level: levelOf(config.logLevel), mongoUrl: config.mongoUrl },
  });
  const { logger } = serviceLog;
  const prefix = config.topicPrefix;
  const brokers = config.kafkaBrokers;
  const log = kafkaLog(connectKafka({ brokers, clientId: 'gateway', topicPrefix: prefix, logger }));
  const codecs = await openCodecs(config.schemaRegistryUrl, allTopics, { prefix });
  const postgres = openPostgres({
    url: config.postgresAppUrl,
    connectionMax,
    onIdleError: (error) => logger.warn('a Postgres connection was cut', errorFields(error)),
  });
  const fault = await roleFault((text) => postgres.query(text));
  if (fault !== undefined)
    throw new Error(`POSTGRES_APP_URL: its role ${fault}; run the migration`);
  if (config.demoAccounts) await seedDemoAccounts(postgres, new Passwords(), now());
  const history = config.cassandra && openHistory(config.cassandra);
  const mongo = config.mongoUrl === undefined ? undefined : openMongo(config.mongoUrl);
  const board = new Board({ epoch: await readBoardEpoch(postgres), sourceCount, now });
  const metrics = boardMetrics(registry);
  const feed = new BoardFeed({
    board,
    metrics,
    random: Math.random,
    clock: () => performance.now(),
    limits: {
      ...limits,
      socketsPerUser: config.socketsPerSession,
      socketsPerAddress: config.socketsPerAddress,
    },
  });
  const following = foldBoard({
    board,
    log,
    codecs,
    onTrouble: (error) => logger.warn('the board goes on after trouble', errorFields(error)),
    onUnreadable: (topic, detail) => logger.error('unreadable record', { topic, detail }),
  });
  let isCaughtUp = false;
  following.caughtUp.then(
    () => {
      isCaughtUp = true;
    },
    () => undefined, // stopped before it was there
  );
  const ticking = setInterval(() => feed.tick(now()), tickMs);
  const opened = await openDesk({ log, codecs, logger, now });
  const liveSockets = new LiveSockets();
  const smtp = openSmtp(config.smtpUrl, config.mailFrom);
  const auditWriter = auditTopicWriter(log, codecs);
  const stopAccountWork = startAccountWork({
    sweepMs: config.sweepMs,
    postgres,
    postgresUrl: config.postgresAppUrl,
    sockets: liveSockets,
    sendMail: smtp.send,
    writeAudit: auditWriter.write,
    publicUrl: config.publicUrl,
    now,
    logger,
  });
  const parts = {
    postgres,
    feed,
    desk: opened.desk,
    history,
    mongo,
    logger,
    now,
    version,
    liveSockets,
  };
  const app = await buildApp({ ...config, ...parts });
  await app.listen({ host: config.host, port: config.port });
  const ops = await startOpsServer({
    host: config.opsHost,
    port: config.opsPort,
    name: 'gateway',
    version,
    metrics: registry,
    logger,
    isHealthy: () => ({ ok: true }),
    isReady: () => ({
      ok: isCaughtUp && !feed.isLeaving,
      details: { lots: board.lots.entries.size },
    }),
    routes: {
      'GET /board/position': (_request, response) => {
        const lots = board.position.offsets.slice(0, topics.lots.partitions);
        answerJson(response, 200, { lots });
      },
      'GET /report': (_request, response) => {
        const publishToFrameMs = metrics.publishToFrame.summary();
        const clients = feed.connections.size;
        answerJson(response, 200, { lots: board.lots.entries.size, clients, publishToFrameMs });
      },
    },
  });
  const stop = async (): Promise<void> => {
    setTimeout(() => process.exit(1), stopWithinMs).unref();
    await sayGoodbye(feed, farewellMs);
    clearInterval(ticking);
    await app.close();
    await stopAccountWork();
    smtp.close();
    await auditWriter.close();
    await opened.close();
    await following.stop();
    await ops.close();
    await log.close();
    await history?.close();
    await mongo?.close();
    await postgres.close();
    await serviceLog.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
  logger.info('ready', { port: config.port });
}

try {
  await run(readConfig());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
