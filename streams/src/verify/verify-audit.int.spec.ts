/** Whatever is done to the audit behind its back is found. */
import type { Db } from 'mongodb';
import type { ChainPoint } from '@auction/avro/audit-chain';
import type { AuditEvent } from '@auction/avro/records';
import { auditCollection, auditDocument } from '../sinks/audit-to-mongo.ts';
import type { AuditDocument } from '../sinks/audit-to-mongo.ts';
import { anAuditChain, anAuditEvent } from '../testing/an-audit-event.ts';
import { withBackends } from '../testing/backends.ts';
import { openMongoStore } from '../testing/mongo-store.ts';
import type { MongoStore } from '../testing/mongo-store.ts';
import { isAllThere, verifyAudit } from './verify-audit.ts';

const events = ['connector', 'gateway'].flatMap((writerId) =>
  anAuditChain(8, (n) => ({ writerId, eventId: `${writerId}-${n}` })),
);
const endOf = (writerId: string): ChainPoint => {
  const last = events.findLast((event) => event.writerId === writerId);
  return { seq: last?.writerSeq ?? 0, hash: last?.hash ?? '' };
};
const ends = new Map(['connector', 'gateway'].map((name) => [name, endOf(name)]));

withBackends(import.meta.filename, ['mongo'], ({ mongoUrl }) => {
  let mongo: MongoStore;
  beforeAll(async () => {
    mongo = await openMongoStore(mongoUrl);
  });
  afterAll(() => mongo.close());
  const collection = (database: Db) => database.collection<AuditDocument>(auditCollection);
  beforeEach(async () => {
    await mongo.empty(auditCollection);
    // In no order: partitions of the topic come as they come.
    await collection(mongo.database).insertMany(events.map(auditDocument).reverse());
  });

  const forged = (given: Partial<AuditEvent>): AuditDocument => auditDocument(anAuditEvent(given));

  test.each<[string, (database: Db) => Promise<unknown>, readonly string[]]>([
    ['nothing', async () => undefined, []],
    [
      'an event taken out',
      (database) => collection(database).deleteOne({ _id: 'gateway-3' }),
      ['gateway: event 4 follows 2: 1 missing'],
    ],
    [
      'the last two taken out',
      (database) => collection(database).deleteMany({ _id: { $in: ['gateway-7', 'gateway-8'] } }),
      ['gateway: events 7 to 8 are missing'],
    ],
    [
      'a whole writer taken out',
      (database) => collection(database).deleteMany({ writerId: 'connector' }),
      ['connector: events 1 to 8 are missing'],
    ],
    [
      'an event altered',
      (database) =>
        collection(database).updateOne({ _id: 'gateway-5' }, { $set: { actorId: 'eve' } }),
      ['gateway: event 5 was changed'],
    ],
    [
      'an event altered and its hash made good',
      async (database) => {
        const { previousHash } = events.find(({ eventId }) => eventId === 'gateway-5') ?? {};
        const given = { eventId: 'gateway-5', writerSeq: 5, actorId: 'eve' };
        const { _id, ...fields } = forged({ ...given, previousHash: previousHash ?? '' });
        await collection(database).replaceOne({ _id }, fields);
      },
      ['gateway: event 6 does not know the one before'],
    ],
    [
      'an event put in',
      (database) => collection(database).insertOne(forged({ eventId: 'forged', writerSeq: 5 })),
      ['gateway: number 5 was given twice', 'gateway: event 6 does not know the one before'],
    ],
  ])('%s', async (_name, tamper, expected) => {
    await tamper(mongo.database);
    const reports = await verifyAudit(mongo.client, ends);
    const found = reports.flatMap(({ writerId, faults }) =>
      faults.map((fault) => `${writerId}: ${fault}`),
    );
    if (expected.length === 2) expect(found.length).toBeGreaterThan(0);
    else expect(found).toEqual(expected);
    expect(reports.map(({ writerId }) => writerId)).toEqual(['connector', 'gateway']);
  });

  test('what is still on its way is no fault yet', async () => {
    await collection(mongo.database).deleteOne({ _id: 'gateway-8' });
    const reports = await verifyAudit(mongo.client, ends);
    expect(isAllThere(reports, ends)).toBe(false);
    await collection(mongo.database).insertOne(auditDocument(events.at(-1)!));
    expect(isAllThere(await verifyAudit(mongo.client, ends), ends)).toBe(true);
  });
});
