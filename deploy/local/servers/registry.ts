/** Apicurio registry with its Confluent-compatible API, on Postgres (its default store forgets). */
import { join } from 'node:path';
import type { Answer, Unit } from '../unit.ts';
import { versions } from '../versions.ts';
import { jvmFlags } from './context.ts';
import type { ServerContext } from './context.ts';
import { postgresPassword, postgresUser, registryDatabase } from './postgres-account.ts';

/** `GET /health/ready` answers 200 only when its database answers too. */
async function askRegistry(port: number): Promise<Answer> {
  const url = `http://127.0.0.1:${port}/health/ready`;
  const response = await fetch(url, { signal: AbortSignal.timeout(3000) });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`registry answers ${response.status}`);
  return {};
}

export function registry(context: ServerContext): Unit {
  const port = context.ports.registry;
  const lib = join(context.cacheDir, `registry-${versions.registry}`);
  return {
    name: 'registry',
    title: `Apicurio registry ${versions.registry}`,
    kind: 'server',
    version: versions.registry,
    port,
    needs: ['postgres'],
    launch: () =>
      Promise.resolve({
        command: context.java,
        args: [
          ...[...jvmFlags(64, 256), '-XX:TieredStopAtLevel=1'],
          '-Djava.util.logging.manager=org.jboss.logmanager.LogManager',
          '-Dquarkus.http.host=127.0.0.1',
          `-Dquarkus.http.port=${port}`,
          // Read by nobody but the launcher: it tells this process from another instance's.
          `-Dauction.data.dir=${context.places.dataDir}`,
          ...['-jar', join(lib, `apicurio-registry-app-${versions.registry}-runner.jar`)],
        ],
        env: {
          APICURIO_STORAGE_KIND: 'sql',
          APICURIO_STORAGE_SQL_KIND: 'postgresql',
          APICURIO_DATASOURCE_URL: `jdbc:postgresql://127.0.0.1:${context.ports.postgres}/${registryDatabase}`,
          APICURIO_DATASOURCE_USERNAME: postgresUser,
          APICURIO_DATASOURCE_PASSWORD: postgresPassword(context.places),
          APICURIO_DATASOURCE_JDBC_INITIAL_SIZE: '2',
          APICURIO_DATASOURCE_JDBC_MIN_SIZE: '2',
          APICURIO_DATASOURCE_JDBC_MAX_SIZE: '8',
        },
        cwd: lib,
      }),
    ask: () => askRegistry(port),
    stopSignal: 'SIGTERM',
    stopWithinMs: 10_000,
    readyWithinMs: 120_000,
  };
}
