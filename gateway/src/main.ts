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
import { inBackground } from './background.ts';
import { LiveSockets } from './accounts/live-sockets.ts';
import { Passwords } from './accounts/passwords.ts';
import { startAlertWork } from './alerts/alert-work.ts';
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
import { openCassandra } from './cassandra.ts';
import { readConfig } from './config.ts';
import type { Config } from './config.ts';
import { startEventWork } from './events/event-work.ts';
import { OwnEvents } from './events/own-events.ts';
import { eventSourceCount } from './events/robot-events.ts';
import { ImportStore } from './imports/import-store.ts';
import { importResumer } from './imports/run-import.ts';
import { resendApproved } from './limits/approved-bids.ts';
import { limitsSender } from './limits/limit-routes.ts';
import { openSmtp } from './mail/smtp.ts';
import { approvedOrders } from './placements/order-limits.ts';
import { PlacementStore } from './placements/placement-store.ts';
import { openPlacing } from './placements/open-placing.ts';
import { pushKeysFrom, pushSender } from './push/push-sender.ts';
import { openMongo } from './mongo.ts';
import { openPostgres } from './postgres.ts';
import { SellStore } from './selling/sell-store.ts';

const { version } = manifest;
const connectionMax = 10;
const stopWithinMs = 12_000;
/** Between two looks at imports whose gateway has ended. */
const importsMs = 5_000;
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
  const cassandra = config.cassandra && openCassandra(config.cassandra);
  const mongo = config.mongoUrl === undefined ? undefined : openMongo(config.mongoUrl);
  const board = new Board({ epoch: await readBoardEpoch(postgres), sourceCount, now });
  const metrics = boardMetrics(registry);
  const events = new OwnEvents(eventSourceCount, {
    rowOf: (lotId) => board.lots.hotRow(lotId),
    titleOf: (lotId) => board.lots.entries.get(lotId)?.lot.name,
    now,
  });
  const feed = new BoardFeed({
    board,
    events,
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
  const lots = board.lots;
  const postgresUrl = config.postgresAppUrl;
  const pushKeys = config.push && pushKeysFrom(config.push.privateKey, config.push.contact);
  const sendPush = pushKeys && pushSender(pushKeys);
  const stores = { postgres, postgresUrl };
  // Before the first letter is read: from there on none is missed.
  const alertWork = startAlertWork({ ...stores, events, lots, sendPush, now, logger });
  const opened = await openDesk({ log, codecs, logger, events, now });
  const stopEventWork = await startEventWork({ log, codecs, postgres, lots, events, now, logger });
  const placing = await openPlacing({ log, codecs, postgres, config, now });
  const store = new PlacementStore(postgres, now);
  const sendOrder = approvedOrders({ ...placing, store, postgres, now });
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
    sendLimits: limitsSender(opened.desk),
    resendApproved: () => resendApproved({ desk: opened.desk, postgres, sendOrder, now }),
    publicUrl: config.publicUrl,
    now,
    logger,
  });
  const sales = new SellStore(postgres);
  const imports = new ImportStore(postgres);
  const importing = { imports, sales, desk: opened.desk, logger, now };
  const stopImports = inBackground(
    { name: 'imports', everyMs: importsMs, work: importResumer(importing) },
    logger,
  );
  const desks = { desk: opened.desk, placing };
  const shared = { postgres, feed, ...desks, cassandra, mongo, logger, now };
  const parts = { ...shared, version, liveSockets, pushKeys };
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
    await stopImports();
    await stopAccountWork();
    await alertWork.stop();
    await stopEventWork();
    smtp.close();
    await auditWriter.close();
    await opened.close();
    await placing.close();
    await following.stop();
    await ops.close();
    await log.close();
    await cassandra?.close();
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
