/**
 * Where integration specs find real servers: addresses from the environment, names of their own for
 * every spec file, so that files may run side by side and a broken run leaves nothing in the way.
 */
import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';

export interface Backends {
  readonly brokers: readonly string[];
  readonly registryUrl: string;
  readonly postgresUrl: string;
  readonly cassandra: { readonly contactPoints: readonly string[]; readonly dataCenter: string };
  /** A database of this spec file's own. */
  readonly mongoUrl: string;
  /** For topics, groups and subjects of this spec file. */
  readonly prefix: string;
  /** For databases and keyspaces of this spec file. */
  readonly name: string;
}

type Backend = 'kafka' | 'registry' | 'postgres' | 'cassandra' | 'mongo';

const variables: Readonly<Record<Backend, string>> = {
  kafka: 'KAFKA_BROKERS',
  registry: 'SCHEMA_REGISTRY_URL',
  postgres: 'POSTGRES_URL',
  cassandra: 'CASSANDRA_CONTACT_POINTS',
  mongo: 'MONGO_URL',
};

const list = (text: string | undefined): string[] => (text ?? '').split(',').filter(Boolean);

function databaseOf(url: string | undefined, name: string): string {
  if (!url) return '';
  const own = new URL(url);
  own.pathname = `/${name}`;
  return own.href;
}

function found(specFile: string): Backends {
  const env = process.env;
  const spec = basename(specFile).replace(/\..*$/, '');
  const unique = randomBytes(4).toString('hex');
  const name = `${spec.replaceAll('-', '_')}_${unique}`;
  return {
    brokers: list(env['KAFKA_BROKERS']),
    registryUrl: env['SCHEMA_REGISTRY_URL'] ?? '',
    postgresUrl: env['POSTGRES_URL'] ?? '',
    cassandra: {
      contactPoints: list(env['CASSANDRA_CONTACT_POINTS']),
      dataCenter: env['CASSANDRA_DATACENTER'] ?? 'datacenter1',
    },
    mongoUrl: databaseOf(env['MONGO_URL'], name),
    prefix: `${spec}-${unique}.`,
    name,
  };
}

/**
 * Declares specs that need real servers. Without them the specs are skipped and the reason is said;
 * with REQUIRE_INTEGRATION=1 that is a failure.
 * @param specFile `import.meta.filename`
 * @param declare declares the tests with the addresses and names to use
 */
export function withBackends(
  specFile: string,
  needs: readonly Backend[],
  declare: (backends: Backends) => void,
): void {
  const missing = needs.map((need) => variables[need]).filter((name) => !process.env[name]);
  if (missing.length === 0) {
    declare(found(specFile));
    return;
  }
  const reason = `needs a server: set ${missing.join(', ')}`;
  if (process.env['REQUIRE_INTEGRATION'] === '1') {
    test('has its servers', () => {
      throw new Error(reason);
    });
    return;
  }
  process.stderr.write(`${basename(specFile)} skipped: ${reason}\n`);
  test.skip(reason, () => undefined);
}
