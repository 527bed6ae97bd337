/**
 * What a running instance tells other commands (status, stop, import, verify, archive ...): its shape, its
 * ports and how its servers are reached. The file holds secrets and is readable by its owner alone.
 */
import { sites } from '@auction/avro/topics';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { cassandraDatacenter } from './servers/cassandra.ts';
import { postgresAppUrl, postgresUrl } from './servers/postgres-account.ts';
import type { Places } from './places.ts';
import { portNames, portsFrom } from './ports.ts';
import type { Ports } from './ports.ts';
import { secretIn } from './secrets.ts';

/** What was asked for at the start and stays so while the instance lives. */
export interface Shape {
  readonly lite: boolean;
  readonly simulators: boolean;
  readonly serversOnly: boolean;
}

const instanceSchema = z.strictObject({
  state: z.enum(['starting', 'live', 'stopping']),
  version: z.string(),
  url: z.url(),
  lite: z.boolean(),
  simulators: z.boolean(),
  serversOnly: z.boolean(),
  ports: z.partialRecord(z.enum(portNames), z.int()),
  env: z.record(z.string(), z.string()),
});

export type InstanceState = z.infer<typeof instanceSchema>['state'];
export interface Instance extends Shape {
  readonly state: InstanceState;
  readonly version: string;
  /** The board's address. */
  readonly url: string;
  readonly ports: Ports;
  /** Environment by which processes of ours find this instance. */
  readonly env: Readonly<Record<string, string>>;
}

export const gatewayUrl = (ports: Ports): string => `http://127.0.0.1:${ports.gateway}`;

/** How the servers are reached: the environment every process of ours understands. */
export function serverEnv(places: Places, ports: Ports, lite: boolean): Record<string, string> {
  const always = {
    TOPIC_PREFIX: '',
    KAFKA_BROKERS: `127.0.0.1:${ports.kafka}`,
    SCHEMA_REGISTRY_URL: `http://127.0.0.1:${ports.registry}/apis/ccompat/v7`,
    POSTGRES_URL: postgresUrl(ports.postgres, places),
    POSTGRES_APP_URL: postgresAppUrl(ports.postgres, places),
  };
  if (lite) return always;
  return {
    ...always,
    CASSANDRA_CONTACT_POINTS: `127.0.0.1:${ports.cassandra}`,
    CASSANDRA_DATACENTER: cassandraDatacenter,
    CASSANDRA_KEYSPACE: 'auction',
    MONGO_URL: `mongodb://127.0.0.1:${ports.mongo}/auction?directConnection=true`,
  };
}

/** The servers, and where our own services are reached from inside. */
export const instanceEnv = (
  places: Places,
  ports: Ports,
  lite: boolean,
): Record<string, string> => ({
  ...serverEnv(places, ports, lite),
  ARCHIVE_DIR: join(places.dataDir, 'archive'),
  INTERNAL_TOKEN: secretIn(places, 'internal-token'),
  GATEWAY_URL: gatewayUrl(ports),
  GATEWAY_OPS_URL: `http://127.0.0.1:${ports['gateway-ops']}`,
  CONNECTOR_URL: `http://127.0.0.1:${ports['connector-copart-ops']}`,
  MAIL_URL: `http://127.0.0.1:${ports.mail}`,
  CONNECTOR_URLS: sites
    .filter(({ site }) => site !== 'copart')
    .map(({ site }) => `${site}=http://127.0.0.1:${ports['connector-sites-ops']}`)
    .join(','),
  SIMULATOR_URL: `http://127.0.0.1:${ports.simulator}`,
  SIMULATOR_CONTROL_URL: `http://127.0.0.1:${ports['simulator-control']}`,
});

/** Writes the file whole or not at all. */
export function writeInstance(places: Places, instance: Instance): void {
  const file = `${places.instanceFile}.new`;
  writeFileSync(file, `${JSON.stringify(instance, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(file, places.instanceFile);
}

export const removeInstance = (places: Places): void => {
  rmSync(places.instanceFile, { force: true });
};

/** @returns undefined when nothing was started here, or nothing readable is left of it */
export function readInstance(places: Places): Instance | undefined {
  try {
    const read = instanceSchema.parse(JSON.parse(readFileSync(places.instanceFile, 'utf8')));
    return { ...read, ports: portsFrom(read.ports) };
  } catch {
    return undefined;
  }
}
