/** Keeps blocks of log lines in MongoDB. Writing a block again changes nothing. */
import { randomBytes } from 'node:crypto';
import { logCollections, chunkId } from './log-documents.ts';
import type { ChunkDocument, MinuteDocument } from './log-documents.ts';
import type { LogStore } from './log-copy.ts';
import { newMongo } from './mongo-client.ts';

/** @param service name of the process; two processes of one name are two writers */
export function mongoLogStore(url: string, service: string): LogStore {
  const client = newMongo(url, `${service}-logs`, 1);
  const database = client.db();
  const chunks = database.collection<ChunkDocument>(logCollections.chunks);
  const minutes = database.collection<MinuteDocument>(logCollections.minutes);
  const writer = `w${randomBytes(6).toString('hex')}`;
  return {
    async write({ minute, chunk, part, lines, counts }) {
      await chunks.updateOne(
        { _id: chunkId(minute, writer, chunk) },
        { $set: { minute, service, [`parts.p${part}`]: lines } },
        { upsert: true },
      );
      await minutes.updateOne(
        { _id: minute },
        { $set: { [`writers.${writer}`]: { service, chunks: chunk + 1, counts } } },
        { upsert: true },
      );
    },
    close: () => client.close(),
  };
}
