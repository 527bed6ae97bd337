/** mongo-java-server on an H2 file: speaks wire version 8, so every client here is driver 6. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import type { Answer, Unit } from '../unit.ts';
import { versions } from '../versions.ts';
import { jvmFlags } from './context.ts';
import type { ServerContext } from './context.ts';

async function askMongo(port: number): Promise<Answer> {
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: 2000,
    maxPoolSize: 1,
  });
  try {
    // It does not know `hello`, and its own version is not in its answers; this one reads the store.
    await client.db('auction').listCollections().toArray();
    return {};
  } finally {
    await client.close();
  }
}

export function mongo(context: ServerContext): Unit {
  const port = context.ports.mongo;
  const folder = join(context.places.dataDir, 'mongo');
  const classpath = join(context.cacheDir, `mongo-${versions.mongo}`, '*');
  return {
    name: 'mongo',
    title: `Mongo-compatible server ${versions.mongo}`,
    kind: 'server',
    version: versions.mongo,
    port,
    needs: [],
    async launch() {
      await mkdir(folder, { recursive: true });
      return {
        command: context.java,
        args: [
          ...[...jvmFlags(32, 192), '-XX:TieredStopAtLevel=1', '-cp', classpath],
          join(import.meta.dirname, 'LocalMongo.java'),
          ...[String(port), join(folder, 'store.mv')],
        ],
        env: {},
        cwd: folder,
      };
    },
    ask: () => askMongo(port),
    stopSignal: 'SIGTERM',
    stopWithinMs: 10_000,
    readyWithinMs: 60_000,
  };
}
