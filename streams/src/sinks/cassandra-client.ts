/** Connections to Cassandra, as sinks, checks and migrations use them. */
import { Client, policies, types } from 'cassandra-driver';

export interface CassandraOptions {
  /** `host:port`. */
  readonly contactPoints: readonly string[];
  readonly datacenter: string;
  readonly keyspace: string;
}

/**
 * A client that finds a restarted server again within seconds: the driver's default would wait up
 * to ten minutes. Missing values are sent as unset, because a null would be a tombstone.
 */
export function newClient(
  options: CassandraOptions,
  { withoutKeyspace = false }: { readonly withoutKeyspace?: boolean } = {},
): Client {
  return new Client({
    contactPoints: [...options.contactPoints],
    localDataCenter: options.datacenter,
    ...(withoutKeyspace ? {} : { keyspace: options.keyspace }),
    policies: { reconnection: new policies.reconnection.ConstantReconnectionPolicy(1_000) },
    queryOptions: {
      consistency: types.consistencies.localQuorum,
      isIdempotent: true,
      prepare: true,
    },
    socketOptions: { connectTimeout: 5_000, readTimeout: 12_000 },
    encoding: { useUndefinedAsUnset: true },
  });
}

/** A bigint cell as a number, exact up to 2^53; undefined where the cell is empty. */
export function numberOf(cell: unknown): number | undefined {
  if (cell instanceof types.Long) return cell.toNumber();
  return typeof cell === 'number' ? cell : undefined;
}
