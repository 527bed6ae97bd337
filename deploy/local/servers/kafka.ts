/** Apache Kafka in KRaft mode, one node that is broker and controller. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Unit } from '../unit.ts';
import { versions } from '../versions.ts';
import { jvmFlags } from './context.ts';
import type { ServerContext } from './context.ts';
import { askCoordinators, askKafka } from './kafka-question.ts';
import { renderProperties } from './properties.ts';

const run = promisify(execFile);

/**
 * A static quorum, not `--standalone`: that writes host and port into the metadata log, and a later
 * change of port breaks it (KIP-1347). The two session settings make a broker that was killed with -9
 * accept itself again after 3 s instead of 9 s.
 */
export const serverProperties = (port: number, controllerPort: number, dataDir: string): string =>
  renderProperties({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': dataDir,
    'auto.create.topics.enable': false,
    'group.initial.rebalance.delay.ms': 0,
    'offsets.topic.num.partitions': 3,
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.num.partitions': 3,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'log.cleaner.dedupe.buffer.size': 8_388_608,
    'log.segment.bytes': 33_554_432,
    'num.network.threads': 2,
    'num.io.threads': 4,
    'broker.session.timeout.ms': 3000,
    'broker.heartbeat.interval.ms': 500,
  });

/** Not one that begins with a dash: the format tool would take it for a flag. */
function newClusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? newClusterId() : id;
}

/** A cluster id is 16 random bytes in URL-safe base64; it stays with the data. */
async function clusterIdIn(folder: string): Promise<string> {
  const file = join(folder, 'cluster-id');
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch {
    const id = newClusterId();
    await writeFile(file, `${id}\n`);
    return id;
  }
}

export function kafka(context: ServerContext): Unit {
  const port = context.ports.kafka;
  const folder = join(context.places.dataDir, 'kafka');
  const classpath = join(context.cacheDir, `kafka-${versions.kafka}`, '*');
  const properties = join(folder, 'server.properties');
  return {
    name: 'kafka',
    title: `Kafka ${versions.kafka}`,
    kind: 'server',
    version: versions.kafka,
    port,
    needs: [],
    async launch() {
      await mkdir(folder, { recursive: true });
      const data = join(folder, 'data');
      await writeFile(properties, serverProperties(port, context.ports['kafka-controller'], data));
      // Another JVM of two seconds, so only while the folder is new or its making was cut short.
      if (!existsSync(join(data, 'meta.properties'))) {
        const format = ['format', '-t', await clusterIdIn(folder), '-c', properties];
        await run(context.java, [
          ...['-XX:TieredStopAtLevel=1', '-cp', classpath, 'kafka.tools.StorageTool'],
          ...[...format, '--ignore-formatted'],
        ]);
      }
      const heap = context.lite ? jvmFlags(128, 256) : jvmFlags(256, 384);
      const logging = [
        '-Dorg.slf4j.simpleLogger.showDateTime=true',
        '-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS',
      ];
      return {
        command: context.java,
        args: [...heap, ...logging, '-cp', classpath, 'kafka.Kafka', properties],
        env: {},
        cwd: folder,
      };
    },
    ask: () => askKafka(port),
    whenUp: () => askCoordinators(port),
    stopSignal: 'SIGTERM',
    stopWithinMs: 15_000,
    readyWithinMs: 90_000,
  };
}
