/** Apache Cassandra, one node, in a JVM of its own (its state is static). macOS and Linux only. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client } from 'cassandra-driver';
import { historyNice } from '../unit.ts';
import type { Answer, Unit } from '../unit.ts';
import { versions } from '../versions.ts';
import { cassandraModuleFlags, cassandraYaml, logbackXml } from './cassandra-config.ts';
import { jvmFlags } from './context.ts';
import type { ServerContext } from './context.ts';

export const cassandraDatacenter = 'datacenter1';

async function askCassandra(port: number): Promise<Answer> {
  const client = new Client({
    contactPoints: [`127.0.0.1:${port}`],
    localDataCenter: cassandraDatacenter,
    pooling: { warmup: false },
    socketOptions: { connectTimeout: 2000, readTimeout: 4000 },
  });
  try {
    const rows = await client.execute('select release_version from system.local');
    return { version: String(rows.first().get('release_version')) };
  } finally {
    await client.shutdown();
  }
}

const systemProperties = (folder: string): string[] =>
  Object.entries({
    'cassandra-foreground': 'yes',
    'cassandra.storagedir': folder,
    'cassandra.triggers_dir': join(folder, 'triggers'),
    'cassandra.config': pathToFileURL(join(folder, 'cassandra.yaml')).href,
    'logback.configurationFile': pathToFileURL(join(folder, 'logback.xml')).href,
    'cassandra.skip_wait_for_gossip_to_settle': 0,
    'cassandra.initial_token': 0,
    'cassandra.ring_delay_ms': 1000,
    'cassandra.superuser_setup_delay_ms': 0,
  }).map(([key, value]) => `-D${key}=${value}`);

export function cassandra(context: ServerContext): Unit {
  const port = context.ports.cassandra;
  const folder = join(context.places.dataDir, 'cassandra');
  const lib = join(context.cacheDir, `cassandra-${versions.cassandra}`);
  return {
    name: 'cassandra',
    title: `Cassandra ${versions.cassandra}`,
    kind: 'server',
    version: versions.cassandra,
    port,
    needs: [],
    async launch() {
      await mkdir(join(folder, 'triggers'), { recursive: true });
      const ports = {
        native: port,
        storage: context.ports['cassandra-storage'],
        sslStorage: context.ports['cassandra-ssl-storage'],
      };
      await writeFile(join(folder, 'cassandra.yaml'), cassandraYaml(folder, ports));
      await writeFile(join(folder, 'logback.xml'), logbackXml);
      // C1 alone halves the start; the agent rules out a class archive, so this is the lever left.
      const jvm = [...jvmFlags(320, 320), '-Xss512k', '-XX:TieredStopAtLevel=1'];
      return {
        command: context.java,
        args: [
          ...cassandraModuleFlags(join(lib, 'jamm-0.4.0.jar')),
          ...[...jvm, '-XX:+PerfDisableSharedMem', ...systemProperties(folder)],
          ...['-cp', join(lib, '*'), 'org.apache.cassandra.service.CassandraDaemon'],
        ],
        env: {},
        cwd: folder,
        nice: historyNice,
      };
    },
    ask: () => askCassandra(port),
    stopSignal: 'SIGTERM',
    stopWithinMs: 20_000,
    readyWithinMs: 180_000,
  };
}
