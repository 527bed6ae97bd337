/** The copy of log lines on a real server: nothing doubled, nothing lost that was not counted. */
import { createLogger } from '../runtime/logger.ts';
import { withBackends } from '../testing/backends.ts';
import { eventually } from '../testing/eventually.ts';
import { openMongoStore } from '../testing/mongo-store.ts';
import type { MongoStore } from '../testing/mongo-store.ts';
import { linesOf, LogCopy } from './log-copy.ts';
import { logCollections, chunkIdsOf } from './log-documents.ts';
import type { ChunkDocument, MinuteDocument } from './log-documents.ts';
import { mongoLogStore } from './mongo-log-store.ts';

withBackends(import.meta.filename, ['mongo'], ({ mongoUrl }) => {
  let mongo: MongoStore;
  beforeAll(async () => {
    mongo = await openMongoStore(mongoUrl);
  });
  afterAll(() => mongo.close());
  beforeEach(() => mongo.empty(...Object.values(logCollections)));

  const minutes = () =>
    mongo.database.collection<MinuteDocument>(logCollections.minutes).find().toArray();

  /** Lines found the way a search finds them: minute, then its documents, then their blocks. */
  async function found(): Promise<string[]> {
    const ids = (await minutes()).flatMap((minute) => chunkIdsOf(minute, () => true));
    const chunks = await mongo.database
      .collection<ChunkDocument>(logCollections.chunks)
      .find({ _id: { $in: ids } })
      .toArray();
    return chunks.flatMap(({ parts }) => Object.values(parts).flat());
  }

  const counted = async () =>
    (await minutes())
      .flatMap(({ writers }) => Object.values(writers))
      .reduce((sum, { counts }) => sum + linesOf(counts), 0);

  test('two processes of one name, and a connection cut again and again', async () => {
    const writers = [1, 2].map(() => {
      const store = mongoLogStore(mongo.url, 'spec');
      const copy = new LogCopy({ store, blockLines: 20, lingerMs: 5 });
      const write = (): void => undefined;
      const onLine = copy.push.bind(copy);
      return {
        copy,
        logger: createLogger({ service: 's', version: '1', level: 'info', write, onLine }),
      };
    });
    for (let n = 0; n < 400; n += 1) {
      writers[n % 2]?.logger.info(`line ${n}`, { n });
      if (n % 100 === 50) {
        await new Promise((resolve) => setTimeout(resolve, 30));
        mongo.cut();
      }
    }
    await eventually(() => expect(writers.map(({ copy }) => copy.stats.waiting)).toEqual([0, 0]), {
      withinMs: 60_000,
    });
    for (const { copy } of writers) await copy.close();
    const lines = await found();
    const numbers = lines.map((line) => (JSON.parse(line) as { n: number }).n);
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 400 }, (_, n) => n));
    expect(await counted()).toBe(400);
  });

  test('no server at all: what is said counts as dropped, and closing ends', async () => {
    const store = mongoLogStore('mongodb://127.0.0.1:9/none?directConnection=true', 'spec');
    const copy = new LogCopy({ store });
    for (let n = 0; n < 25; n += 1) copy.push({ at: n, level: 'info', text: '{}' });
    await copy.close(100);
    expect(copy.stats).toMatchObject({ copied: 0, dropped: 25 });
  });
});
