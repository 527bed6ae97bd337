/** Connections to MongoDB, as the log copy, the audit sink and jobs use them. */
import { MongoClient } from 'mongodb';
import { patchMongo } from './mongo-patches.ts';

patchMongo();

/**
 * A client that gives up within seconds: whoever waits for logs or audit tries again, nobody else
 * waits. Connects at the first question. The database is the one the URL names.
 * @param poolMax connections at most
 */
export const newMongo = (url: string, appName: string, poolMax = 2): MongoClient =>
  new MongoClient(url, {
    appName,
    maxPoolSize: poolMax,
    serverSelectionTimeoutMS: 5_000,
    connectTimeoutMS: 5_000,
    socketTimeoutMS: 20_000,
    ignoreUndefined: true,
  });
