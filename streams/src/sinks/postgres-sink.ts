/**
 * A sink whose rows, position and epoch change in one Postgres transaction (kafka.md section 6): a
 * batch counts exactly once, and a former owner of a partition writes nothing.
 */
import type pg from 'pg';
import type { Topic } from '@auction/avro/topics';
import type { LogBatch } from '../runtime/log.ts';
import { FencedError, type Sink } from '../runtime/sink.ts';
import { inTransaction } from './postgres-transaction.ts';

export interface Projection {
  /** Consumer group, and the sink's name in `sink_offset`. */
  readonly name: string;
  readonly topics: readonly Topic[];
  /** Writes what a batch changes, inside the sink's transaction. */
  write(client: pg.ClientBase, batch: LogBatch): Promise<void>;
}

/** A partition we own: the epoch of our ownership, and where we believe the store is. */
interface Hold {
  readonly epoch: number;
  next: number;
}

const takeOver = `
  INSERT INTO sink_offset AS held (sink, topic, part, next_offset, epoch) VALUES ($1, $2, $3, 0, 1)
  ON CONFLICT (sink, topic, part) DO UPDATE SET epoch = held.epoch + 1
  RETURNING next_offset, epoch`;
const advance = `
  UPDATE sink_offset SET next_offset = $4
  WHERE sink = $1 AND topic = $2 AND part = $3 AND epoch = $5 AND next_offset = $6`;
const position = `
  SELECT next_offset, epoch FROM sink_offset WHERE sink = $1 AND topic = $2 AND part = $3`;

interface PositionRow {
  readonly next_offset: number;
  readonly epoch: number;
}

/** @param pool see postgres-pool.ts; several partitions are written at once, one connection each */
export function postgresSink(pool: pg.Pool, projection: Projection): Sink {
  const holds = new Map<string, Hold>();
  const slot = (topic: string, partition: number): string => `${topic}/${partition}`;

  async function take(topic: string, partition: number): Promise<number> {
    const { rows } = await pool.query<PositionRow>(takeOver, [projection.name, topic, partition]);
    const row = rows[0];
    if (!row) throw new Error(`taking ${slot(topic, partition)} over returned no position`);
    holds.set(slot(topic, partition), { epoch: row.epoch, next: row.next_offset });
    return row.next_offset;
  }

  /** @returns false when an earlier attempt, whose answer was lost, had committed the batch */
  async function advanced(client: pg.ClientBase, hold: Hold, batch: LogBatch): Promise<boolean> {
    const where = [projection.name, batch.topic, batch.partition];
    const moved = await client.query(advance, [...where, batch.next, hold.epoch, hold.next]);
    if (moved.rowCount === 1) return true;
    const { rows } = await client.query<PositionRow>(position, where);
    const row = rows[0];
    if (row?.epoch !== hold.epoch) {
      throw new FencedError(`${projection.name}: ${slot(batch.topic, batch.partition)} was taken`);
    }
    if (row.next_offset === batch.next) return false;
    throw new Error(
      `${projection.name}: the store is at ${row.next_offset} of ` +
        `${slot(batch.topic, batch.partition)}, expected ${hold.next} or ${batch.next}`,
    );
  }

  async function write(batch: LogBatch): Promise<void> {
    const hold = holds.get(slot(batch.topic, batch.partition));
    if (!hold) throw new FencedError(`${projection.name}: partition was never taken`);
    if (batch.next <= hold.next) return;
    const records = batch.records.filter(({ offset }) => offset >= hold.next);
    const client = await pool.connect();
    let broken: boolean = true;
    try {
      await inTransaction(client, async () => {
        if (await advanced(client, hold, batch))
          await projection.write(client, { ...batch, records });
      });
      hold.next = batch.next;
      broken = false;
    } finally {
      client.release(broken);
    }
  }

  return { name: projection.name, topics: projection.topics, take, write };
}
