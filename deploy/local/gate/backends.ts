/**
 * Which servers the integration tests run on: URLs from the environment, containers when asked for, else
 * the real servers of a local instance. Specs read the same variables in every case.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../config.ts';
import { freeGatewayPort, startLocal } from '../local-instance.ts';
import { containerBackends } from './containers.ts';

/** What a spec needs to reach the servers. */
export const backendVariables = [
  'KAFKA_BROKERS',
  'SCHEMA_REGISTRY_URL',
  'POSTGRES_URL',
  'CASSANDRA_CONTACT_POINTS',
  'CASSANDRA_DATACENTER',
  'MONGO_URL',
] as const;
export type BackendEnv = Readonly<Record<(typeof backendVariables)[number], string>>;

export interface Backends {
  readonly env: Readonly<Record<string, string>>;
  readonly kind: string;
  release(): Promise<void>;
}

/** First candidate for ports of the gate's own instances, away from the ones people use. */
export const gatePorts = 8600;

/** The six variables when all are set; undefined when none is. @throws when only some are */
export function backendsIn(env: Environment): BackendEnv | undefined {
  const set = backendVariables.filter((name) => env[name]);
  if (set.length === 0) return undefined;
  const unset = backendVariables.filter((name) => !env[name]);
  if (unset.length > 0) {
    throw new Error(`${set.join(', ')} set but not ${unset.join(', ')}: set all of them, or none`);
  }
  const values = backendVariables.map((name) => [name, env[name]]);
  return Object.fromEntries(values) as BackendEnv; // every name was found above
}

/** A data folder that is gone afterwards. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'auction-gate-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

async function localBackends(onLine: (line: string) => void): Promise<Backends> {
  const folder = await temporaryFolder();
  try {
    const local = await startLocal({
      dataDir: join(folder.path, 'data'),
      port: await freeGatewayPort(gatePorts),
      flags: ['--servers-only'],
      onLine,
    });
    return {
      env: local.instance.env,
      kind: 'local servers',
      async release() {
        await local.stop();
        await folder.remove();
      },
    };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

/** @param onLine takes progress of what is being started */
export async function backends(
  env: Environment,
  asked: { readonly containers: boolean },
  onLine: (line: string) => void,
): Promise<Backends> {
  const running = backendsIn(env);
  if (running) return { env: running, kind: 'servers of the environment', release: async () => {} };
  return asked.containers ? containerBackends(onLine) : localBackends(onLine);
}
