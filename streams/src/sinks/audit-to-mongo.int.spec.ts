import { topics } from '@auction/avro/topics';
import { silentLogger } from '../runtime/logger.ts';
import { localCodecs } from '../runtime/registry.ts';
import { anAuditEvent } from '../testing/an-audit-event.ts';
import { withBackends } from '../testing/backends.ts';
import { openMongoStore } from '../testing/mongo-store.ts';
import { sinkContract } from '../testing/sink-contract.ts';
import { auditCollection, auditToMongo, indexAudit } from './audit-to-mongo.ts';

const codecs = localCodecs([topics.auditEvents]);

withBackends(import.meta.filename, ['mongo'], ({ mongoUrl }) => {
  sinkContract('audit-to-mongo', async () => {
    const store = await openMongoStore(mongoUrl);
    await indexAudit(store.client);
    return {
      topic: topics.auditEvents,
      keeps: 'HISTORY',
      open: () => auditToMongo(store.client, codecs, silentLogger),
      record: (n, version) => {
        const event = anAuditEvent({ eventId: `event-${n}-${version}`, writerSeq: n + 1 });
        return { key: `actor-${n}`, value: codecs.of(topics.auditEvents).encode(event) };
      },
      rows: () => store.rows(auditCollection),
      empty: () => store.empty(auditCollection),
      cutDuring: (write) => store.cutDuring(auditCollection, write),
      close: store.close,
    };
  });
});
