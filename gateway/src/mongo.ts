/** The gateway's way to MongoDB: short waits, one error for every outage. */
import type { MongoClient } from 'mongodb';
import { newMongo } from '@auction/streams/logging/mongo-client';
import { StoreAway } from './stores.ts';

const connectionMax = 4;

export interface Mongo {
  readonly client: MongoClient;
  /** @throws StoreAway for whatever the driver throws */
  ask<T>(question: (client: MongoClient) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Connects at the first question. */
export function openMongo(url: string): Mongo {
  const client = newMongo(url, 'gateway', connectionMax);
  return {
    client,
    async ask(question) {
      try {
        return await question(client);
      } catch {
        // Reads only: a server that was restarted, or moved a page while it was read, answers again.
        return question(client).catch((error: unknown) => {
          throw new StoreAway('MongoDB', error);
        });
      }
    },
    close: () => client.close(),
  };
}

/** @throws StoreAway where the installation has none */
export function requireMongo(mongo: Mongo | undefined): Mongo {
  if (mongo) return mongo;
  throw new StoreAway('MongoDB', 'this installation runs without it');
}
