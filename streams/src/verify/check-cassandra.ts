/** Rows of a Cassandra history table against every version still in the topic's log. */
import { types } from 'cassandra-driver';
import type { Client } from 'cassandra-driver';
import type { RecordOf } from '@auction/avro/records';
import type { SchemaName, Topic } from '@auction/avro/topics';
import type { HistoryTable } from '../sinks/cassandra-rows.ts';
import { differencesOf } from './difference.ts';
import type { CheckResult, Difference, Fields } from './difference.ts';
import { settled } from './settle.ts';
import { Tail } from './tail.ts';
import type { Verification } from './verification.ts';

const partitionsAtOnce = 64;

export interface HistoryCheck<N extends SchemaName> {
  readonly topic: Topic<N>;
  readonly table: HistoryTable<RecordOf<N>>;
  /** Columns of the partition key; the clustering key is `version`. */
  readonly keyColumns: readonly string[];
}

export async function checkHistory<N extends SchemaName>(
  verification: Verification,
  client: Client,
  { topic, table, keyColumns }: HistoryCheck<N>,
): Promise<CheckResult> {
  const check = `Cassandra ${table.name} = versions in ${topic.name}`;
  const differences: Difference[] = [];
  let compared = 0;
  let older = 0;
  for (let partition = 0; partition < topic.partitions; partition += 1) {
    const pair = new HistoryAndLog(verification, client, { topic, table, keyColumns }, partition);
    differences.push(...(await settled(() => pair.differing(), verification.settleMs)));
    compared += pair.versionCount;
    older += pair.olderCount;
    verification.say(`${check}: partition ${partition}, ${pair.versionCount} versions`);
  }
  const note =
    older > 0 ? `${older} versions are in the table and no longer in the log` : undefined;
  return { check, compared, note, differences };
}

/** A bigint as a number, null as absent: what the sink was given. */
const plain = (cell: unknown): unknown => (cell instanceof types.Long ? cell.toNumber() : cell);

class HistoryAndLog<N extends SchemaName> {
  readonly #verification: Verification;
  readonly #client: Client;
  readonly #of: HistoryCheck<N>;
  readonly #tail: Tail;
  /** Versions to compare, by key: number to expected row. */
  readonly #pending = new Map<string, Map<number, Fields>>();
  versionCount = 0;
  olderCount = 0;

  constructor(verification: Verification, client: Client, of: HistoryCheck<N>, partition: number) {
    this.#verification = verification;
    this.#client = client;
    this.#of = of;
    this.#tail = new Tail(verification, of.topic.name, partition, ({ key, value }) => {
      if (value !== null) this.#expect(key, value);
    });
  }

  #expect(key: string, value: Buffer): void {
    const decoded = this.#verification.codecs.of(this.#of.topic).decode(value);
    if (!decoded.ok) return; // set aside by the sink, see the table unreadable_record
    const row = decoded.value;
    const versions = this.#pending.get(key) ?? new Map<number, Fields>();
    this.#pending.set(key, versions);
    const cells = this.#of.table.columns.map(({ name, value: cell }) => [name, cell(row)]);
    versions.set(this.#of.table.timestamp(row), Object.fromEntries(cells) as Fields);
    this.versionCount += 1;
  }

  async differing(): Promise<Difference[]> {
    await this.#tail.readOn();
    const keys = [...this.#pending.keys()];
    const differences: Difference[] = [];
    for (let from = 0; from < keys.length; from += partitionsAtOnce) {
      const part = keys.slice(from, from + partitionsAtOnce);
      differences.push(...(await Promise.all(part.map((key) => this.#compare(key)))).flat());
    }
    return differences;
  }

  async #compare(key: string): Promise<Difference[]> {
    const versions = this.#pending.get(key) ?? new Map<number, Fields>();
    const [first] = versions.values();
    if (!first) return [];
    const found = await this.#rowsOf(first);
    const differences = [...versions].flatMap(([version, expected]) =>
      differencesOf(this.#of.table.name, `${key} version ${version}`, expected, found.get(version)),
    );
    if (differences.length === 0) {
      this.olderCount += [...found.keys()].filter((version) => !versions.has(version)).length;
      this.#pending.delete(key);
    }
    return differences;
  }

  async #rowsOf(of: Fields): Promise<ReadonlyMap<number, Fields>> {
    const { table, keyColumns } = this.#of;
    const names = table.columns.map(({ name }) => name);
    const where = keyColumns.map((name) => `${name} = ?`).join(' AND ');
    const { rows } = await this.#client.execute(
      `SELECT ${names.join(', ')} FROM ${table.name} WHERE ${where}`,
      keyColumns.map((name) => of[name]),
      { prepare: true, fetchSize: 5_000 },
    );
    return new Map(
      rows.map((row) => [
        Number(plain(row.get('version'))),
        Object.fromEntries(
          names.map((name) => [name, withEmptyLists(plain(row.get(name)), of[name])]),
        ),
      ]),
    );
  }
}

/** Cassandra gives an empty list back as null. */
const withEmptyLists = (cell: unknown, expected: unknown): unknown =>
  cell === null && Array.isArray(expected) ? [] : cell;
