/** Cassandra as the gateway reads it: history and archive. It writes nothing there. */
import { Client, policies, types } from 'cassandra-driver';
import { StoreAway } from './stores.ts';

export interface CassandraAddress {
  readonly contactPoints: readonly string[];
  readonly datacenter: string;
  readonly keyspace: string;
}

export interface Cassandra {
  /** @throws StoreAway */
  rows(cql: string, values: readonly unknown[]): Promise<types.Row[]>;
  close(): Promise<void>;
}

/** Connects at the first question; a restarted server is found again within a second. */
export function openCassandra(address: CassandraAddress): Cassandra {
  const client = new Client({
    contactPoints: [...address.contactPoints],
    localDataCenter: address.datacenter,
    keyspace: address.keyspace,
    policies: { reconnection: new policies.reconnection.ConstantReconnectionPolicy(1_000) },
    queryOptions: { prepare: true, isIdempotent: true },
    socketOptions: { connectTimeout: 3_000, readTimeout: 5_000 },
  });
  return {
    async rows(cql, values) {
      try {
        return (await client.execute(cql, [...values])).rows;
      } catch (error) {
        throw new StoreAway('Cassandra', error);
      }
    },
    close: () => client.shutdown(),
  };
}

/** A bigint cell as a number, exact up to 2^53; null where it is empty. */
export function numberOf(cell: unknown): number | null {
  if (cell instanceof types.Long) return cell.toNumber();
  return typeof cell === 'number' ? cell : null;
}
export const textOf = (cell: unknown): string => (typeof cell === 'string' ? cell : '');
