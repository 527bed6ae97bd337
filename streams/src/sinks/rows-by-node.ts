/**
 * Rows on their way to Cassandra, packed into requests by the node that keeps them first. A request for
 * each row costs the server, and us, about twice as much; rows of several nodes in one request would
 * only be passed on between them. The Spark Cassandra Connector packs alike
 * (`spark.cassandra.output.batch.grouping.key`). Unlogged: every row is a fact of its own.
 */
import type { Client, Host } from 'cassandra-driver';

/** One row to be written. */
export interface RowWrite {
  readonly query: string;
  readonly params: readonly unknown[];
  /** Values of the partition key in its order: `text` as string, `int` as number. */
  readonly partition: readonly (string | number)[];
}

/** Cassandra refuses a batch over partitions from 50 KiB on (`batch_size_fail_threshold`). */
const packBytesMax = 20_000;

/**
 * Packs rows; those of one node keep their order.
 * @param client is connected if it is not yet
 * @returns groups for `writePack`, none empty
 */
export async function packedByNode(
  client: Client,
  rows: readonly RowWrite[],
): Promise<RowWrite[][]> {
  if (rows.length === 0) return [];
  await client.connect();
  const open = new Map<string, { rows: RowWrite[]; bytes: number }>();
  const packs: RowWrite[][] = [];
  for (const row of rows) {
    const node = nodeOf(client, row);
    const bytes = bytesOf(row);
    const pack = open.get(node);
    if (pack === undefined || pack.bytes + bytes > packBytesMax) {
      const fresh = { rows: [row], bytes };
      packs.push(fresh.rows);
      open.set(node, fresh);
    } else {
      pack.rows.push(row);
      pack.bytes += bytes;
    }
  }
  return packs;
}

/** Writes a pack in one request. @throws what the driver throws; again, it is the same rows */
export async function writePack(client: Client, pack: readonly RowWrite[]): Promise<void> {
  const [only] = pack;
  if (only !== undefined && pack.length === 1) {
    await client.execute(only.query, [...only.params], { prepare: true });
    return;
  }
  const statements = pack.map(({ query, params }) => ({ query, params: [...params] }));
  await client.batch(statements, { prepare: true, logged: false });
}

/**
 * Writes rows, at most `atOnce` requests under way.
 * @throws the first failure; nothing new is begun after it
 */
export async function writeRows(
  client: Client,
  rows: readonly RowWrite[],
  atOnce: number,
): Promise<void> {
  const packs = (await packedByNode(client, rows)).values();
  let isBroken = false;
  // Each lane takes the next pack when its last one is written.
  const lane = async (): Promise<void> => {
    for (const pack of packs) {
      if (isBroken) return;
      await writePack(client, pack).catch((error: unknown) => {
        isBroken = true;
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

/** Address of the first replica; the same for all while the driver does not know the ring. */
function nodeOf(client: Client, { partition }: RowWrite): string {
  // null, which its types do not say, where the driver has not read the keyspace yet.
  const replicas = client.getReplicas(client.keyspace, routingKey(partition)) as Host[] | null;
  return replicas?.[0]?.address ?? '';
}

/**
 * A partition key as Cassandra hashes it: one value by itself, several each as length, bytes and a zero
 * (native protocol, and `CompositeType` of Cassandra).
 */
export function routingKey(partition: readonly (string | number)[]): Buffer {
  const values = partition.map(bytesOfValue);
  const [only] = values;
  if (only !== undefined && values.length === 1) return only;
  return Buffer.concat(
    values.flatMap((value) => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(value.length);
      return [length, value, Buffer.alloc(1)];
    }),
  );
}

function bytesOfValue(value: string | number): Buffer {
  if (typeof value === 'string') return Buffer.from(value);
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

/** About what a row adds to a request; fixed parts of its encoding are a few bytes a value. */
function bytesOf({ params }: RowWrite): number {
  return params.reduce<number>((sum, value) => {
    if (typeof value === 'string') return sum + Buffer.byteLength(value) + 4;
    if (Buffer.isBuffer(value)) return sum + value.length + 4;
    return sum + (Array.isArray(value) ? value.join('').length + 4 * value.length : 12);
  }, 0);
}
