/** Workers of several sites in this process on a real log: each takes files as `npm run import` gives them. */
import { allTopics } from '@auction/avro/topics';
import type { Site } from '@auction/avro/topics';
import { connectKafka, kafkaLog } from '@auction/streams/runtime/kafka-log';
import type { Log } from '@auction/streams/runtime/log';
import { silentLogger } from '@auction/streams/runtime/logger';
import { openCodecs } from '@auction/streams/runtime/registry';
import type { Codecs } from '@auction/streams/runtime/registry';
import type { Backends } from '@auction/streams/testing/backends';
import { temporaryFolder } from '@auction/streams/testing/temporary-folder';
import { FeedWorker } from '../feed-worker.ts';
import { awaitOutcome, readFrom } from '../imports/outcome.ts';
import { importSummary } from '../imports/summary.ts';
import type { ImportSummary } from '../imports/summary.ts';
import { knownSites } from '../sites.ts';
import { noRateLimit, testLimits } from './feed-harness.ts';
import { fileOf } from './file-imports.ts';

const outcomeWithinMs = 60_000;

export interface RealImports {
  readonly log: Log;
  readonly codecs: Codecs;
  /**
   * Imports a file, undeclared, and waits until the normaliser has met its end in every partition.
   * @param observedAt age of the file, epoch ms
   * @throws when it was refused, or the normaliser does not get there
   */
  take(site: Site, bytes: Buffer, observedAt: number): Promise<ImportSummary>;
  close(): Promise<void>;
}

/** Topics and schemas are there already. */
export async function openRealImports(
  { brokers, prefix, registryUrl }: Backends,
  sites: readonly Site[],
): Promise<RealImports> {
  const kafka = { brokers, clientId: prefix, topicPrefix: prefix, logger: silentLogger };
  const log = kafkaLog(connectKafka(kafka));
  const codecs = await openCodecs(registryUrl, allTopics, { prefix });
  const workers = new Map<Site, FeedWorker>();
  for (const site of sites) workers.set(site, await workerOf(site, log, codecs));
  return {
    log,
    codecs,
    async take(site, bytes, observedAt) {
      const worker = workers.get(site);
      if (worker === undefined) throw new Error(`no worker of ${site}`);
      const startedAt = Date.now();
      const from = await readFrom(log, site);
      const options = { isComplete: false, onProgress: () => undefined };
      const { end, identity, warnings, isPublished } = await worker.importFile(
        fileOf({ text: bytes }, observedAt),
        options,
      );
      if (!isPublished) throw new Error(end.reason ?? 'the file was refused');
      const { snapshotId, sequence } = identity;
      const deadlineAt = Date.now() + outcomeWithinMs;
      const outcome = await awaitOutcome(log, codecs, site, snapshotId, from, deadlineAt);
      if (outcome === undefined) throw new Error(`${snapshotId} was not normalised in time`);
      const done = { kind: 'done', snapshotId, sequence, observedAt, ...end } as const;
      const seconds = (Date.now() - startedAt) / 1_000;
      return importSummary({ ...done, warnings: [...warnings], ends: [] }, outcome, seconds);
    },
    async close() {
      await Promise.all([...workers.values()].map((worker) => worker.close()));
      await log.close();
    },
  };
}

function workerOf(site: Site, log: Log, codecs: Codecs): Promise<FeedWorker> {
  const now = Date.now;
  const surroundings = { limits: testLimits, rate: noRateLimit, now, random: Math.random };
  return FeedWorker.open({
    ...{ log, codecs, logger: silentLogger, isPolling: false, rowsMin: 1, now },
    feed: knownSites[site].feed({}, surroundings),
    pace: { intervalMs: 5_000, backoffMaxMs: 60_000 },
    rawFolder: temporaryFolder(),
    random: Math.random,
  });
}
