/** Rows of a Postgres table against the last values of the topic it is made of. */
import type { RecordOf } from '@auction/avro/records';
import type { SchemaName, Topic } from '@auction/avro/topics';
import { withoutNul } from '../sinks/postgres-rows.ts';
import type { Table } from '../sinks/postgres-rows.ts';
import { differencesOf } from './difference.ts';
import type { CheckResult, Difference, Fields } from './difference.ts';
import { settled } from './settle.ts';
import { Tail } from './tail.ts';
import type { Verification } from './verification.ts';

const rowsAtOnce = 2_000;

/** @param keyColumn the table's key, a text column that holds the topic's key */
export async function checkTable<N extends SchemaName>(
  verification: Verification,
  topic: Topic<N>,
  table: Table<RecordOf<N>>,
  keyColumn: string,
): Promise<CheckResult> {
  const check = `Postgres ${table.name} = ${topic.name}`;
  const rows = new TableAndTopic(verification, topic, table, keyColumn);
  const differences: Difference[] = [];
  for (let partition = 0; partition < topic.partitions; partition += 1) {
    differences.push(...(await settled(() => rows.differing(partition), verification.settleMs)));
    verification.say(`${check}: partition ${partition}`);
  }
  differences.push(...(await settled(() => rows.surplus(), verification.settleMs)));
  return { check, compared: rows.keyCount, note: undefined, differences };
}

class TableAndTopic<N extends SchemaName> {
  readonly #verification: Verification;
  readonly #topic: Topic<N>;
  readonly #table: Table<RecordOf<N>>;
  readonly #keyColumn: string;
  readonly #keys = new Set<string>();
  readonly #tails = new Map<number, { tail: Tail; pending: Map<string, Buffer | null> }>();

  constructor(
    verification: Verification,
    topic: Topic<N>,
    table: Table<RecordOf<N>>,
    keyColumn: string,
  ) {
    this.#verification = verification;
    this.#topic = topic;
    this.#table = table;
    this.#keyColumn = keyColumn;
  }

  get keyCount(): number {
    return this.#keys.size;
  }

  /** Compares keys that changed since, or differed before; what agrees is not asked for again. */
  async differing(partition: number): Promise<Difference[]> {
    const { tail, pending } = this.#tailOf(partition);
    await tail.readOn();
    const differences: Difference[] = [];
    const keys = [...pending.keys()];
    for (let from = 0; from < keys.length; from += rowsAtOnce) {
      const part = keys.slice(from, from + rowsAtOnce);
      const found = await this.#rowsOf(part);
      for (const key of part) {
        const expected = this.#expected(pending.get(key) ?? null);
        const wrong = differencesOf(this.#table.name, key, expected, found.get(key));
        if (wrong.length === 0) pending.delete(key);
        differences.push(...wrong);
      }
    }
    return differences;
  }

  /** Rows of keys the topic does not have. */
  async surplus(): Promise<Difference[]> {
    const { rows } = await this.#verification.postgres.query<{ key: string }>(
      `SELECT ${this.#keyColumn} AS key FROM ${this.#table.name}`,
    );
    for (const { tail } of this.#tails.values()) await tail.readOn();
    return rows
      .filter(({ key }) => !this.#keys.has(key))
      .flatMap(({ key }) => differencesOf(this.#table.name, key, undefined, {}));
  }

  #tailOf(partition: number): { tail: Tail; pending: Map<string, Buffer | null> } {
    const known = this.#tails.get(partition);
    if (known) return known;
    const pending = new Map<string, Buffer | null>();
    const tail = new Tail(this.#verification, this.#topic.name, partition, ({ key, value }) => {
      pending.set(key, value);
      if (value === null) this.#keys.delete(key);
      else this.#keys.add(key);
    });
    const made = { tail, pending };
    this.#tails.set(partition, made);
    return made;
  }

  #expected(value: Buffer | null): Fields | undefined {
    if (value === null) return undefined;
    const decoded = this.#verification.codecs.of(this.#topic).decode(value);
    if (!decoded.ok) return { undecodable: decoded.detail };
    const row = decoded.value;
    return Object.fromEntries(
      this.#table.columns.map(({ name, value: cell }) => [name, withoutNul(cell(row))]),
    );
  }

  async #rowsOf(keys: readonly string[]): Promise<ReadonlyMap<string, Fields>> {
    const columns = this.#table.columns.map(({ name }) => name).join(', ');
    const { rows } = await this.#verification.postgres.query<Record<string, unknown>>(
      `SELECT ${columns} FROM ${this.#table.name} WHERE ${this.#keyColumn} = ANY($1::text[])`,
      [keys],
    );
    return new Map(rows.map((row) => [String(row[this.#keyColumn]), row]));
  }
}
