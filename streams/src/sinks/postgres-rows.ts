/** Writes many rows by one statement: one array per column, unfolded side by side. */
import type pg from 'pg';

/** Objects stand in jsonb columns only. */
type Cell = string | number | Buffer | object | null;

export interface Column<Row> {
  readonly name: string;
  readonly type: 'text' | 'int' | 'bigint' | 'jsonb' | 'bytea';
  readonly value: (row: Row) => Cell;
}

export interface Table<Row> {
  readonly name: string;
  /** Columns of the primary key. */
  readonly key: readonly string[];
  readonly columns: readonly Column<Row>[];
  /**
   * Whether a row that exists is replaced, as SQL over `<table>` (held) and `excluded` (new);
   * null: rows are facts, and the first one stays.
   */
  readonly replaceWhen: string | null;
}

/** Rows by one statement at most; beyond this nothing gets quicker (kafka.md section 6). */
const STATEMENT_ROW_MAX = 1_000;

/** Postgres text cannot hold NUL, which a broken feed may well contain. */
export function withoutNul<T>(cell: T): T | string {
  return typeof cell === 'string' && cell.includes('\0') ? cell.replaceAll('\0', '') : cell;
}

/**
 * Documents go over as one JSON array: as elements of a text array every quote in them would be
 * escaped here and unescaped there, which costs more than all other columns together.
 */
function jsonArray(cells: readonly Cell[]): string {
  const text = JSON.stringify(cells);
  if (!text.includes('\\u0000')) return text;
  return JSON.stringify(cells, (_key, value: unknown) => withoutNul(value));
}

/** The statement `upsert` runs: columns as parameters in the table's order. */
export function upsertSql<Row>(table: Table<Row>): string {
  const names = table.columns.map(({ name }) => name);
  const arrays = table.columns.map(({ type }, index) =>
    type === 'jsonb'
      ? `json_array_elements($${index + 1}::json)`
      : `unnest($${index + 1}::${type}[])`,
  );
  const changed = names.filter((name) => !table.key.includes(name));
  const onConflict =
    table.replaceWhen === null
      ? 'DO NOTHING'
      : `DO UPDATE SET ${changed.map((name) => `${name} = excluded.${name}`).join(', ')} ` +
        `WHERE ${table.replaceWhen}`;
  return (
    `INSERT INTO ${table.name} (${names.join(', ')}) ` +
    `SELECT * FROM ROWS FROM (${arrays.join(', ')}) ` +
    `ON CONFLICT (${table.key.join(', ')}) ${onConflict}`
  );
}

/**
 * Writes rows under the table's replacement rule.
 * @param rows no key twice, sorted by key: two owners of a table then lock in the same order
 */
export async function upsert<Row>(
  client: pg.ClientBase,
  table: Table<Row>,
  rows: readonly Row[],
): Promise<void> {
  const text = upsertSql(table);
  for (let from = 0; from < rows.length; from += STATEMENT_ROW_MAX) {
    const part = rows.slice(from, from + STATEMENT_ROW_MAX);
    const values = table.columns.map(({ type, value }) => {
      const cells = part.map(value);
      return type === 'jsonb' ? jsonArray(cells) : cells.map(withoutNul);
    });
    await client.query({ name: `upsert ${table.name}`, text, values });
  }
}

/** Deletes rows of a table whose key is one text column. */
export async function deleteKeys<Row>(
  client: pg.ClientBase,
  table: Table<Row>,
  keys: readonly string[],
): Promise<void> {
  if (keys.length === 0) return;
  await client.query(`DELETE FROM ${table.name} WHERE ${table.key.join()} = ANY($1::text[])`, [
    keys,
  ]);
}
