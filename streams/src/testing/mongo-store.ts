/** A database of its own in the MongoDB of the integration tests. */
import type { Db, MongoClient } from 'mongodb';
import { newMongo } from '../logging/mongo-client.ts';
import { openCutProxy } from './cut-proxy.ts';
import { eventually } from './eventually.ts';

export interface MongoStore {
  /** Way round the proxy. */
  readonly database: Db;
  /** For the code under test; its connections are the ones that are cut. */
  readonly client: MongoClient;
  /** URL through the proxy. */
  readonly url: string;
  /** Cuts the connections; new ones are let through. */
  readonly cut: () => void;
  /** All documents as JSON, in an order of their own. */
  readonly rows: (collection: string) => Promise<string[]>;
  readonly empty: (...collections: string[]) => Promise<void>;
  readonly cutDuring: (collection: string, write: () => Promise<void>) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** @param url names the database, which `close` drops */
export async function openMongoStore(url: string): Promise<MongoStore> {
  const proxy = await openCutProxy(new URL(url).host);
  const through = new URL(url);
  through.host = `127.0.0.1:${proxy.port}`;
  const admin = newMongo(url, 'spec');
  const client = newMongo(through.href, 'under-test');
  const database = admin.db();
  const rows = async (collection: string): Promise<string[]> => {
    const found = await database.collection(collection).find().toArray();
    return found.map((row) => JSON.stringify(row)).sort();
  };
  async function cutDuring(collection: string, write: () => Promise<void>): Promise<void> {
    const before = (await rows(collection)).length;
    const writing = Promise.allSettled([write()]);
    await eventually(async () => {
      if ((await rows(collection)).length === before) throw new Error('nothing was written yet');
    });
    proxy.cut();
    await writing;
  }
  return {
    ...{ database, client, rows, cutDuring, url: through.href, cut: proxy.cut },
    empty: async (...collections) => {
      for (const name of ['sink_offset', 'unreadable_record', ...collections]) {
        await database.collection(name).deleteMany({});
      }
    },
    close: async () => {
      await client.close();
      await proxy.close();
      await database.dropDatabase();
      await admin.close();
    },
  };
}
