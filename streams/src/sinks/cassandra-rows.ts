/** How a record becomes a row of a history table. */

type Cell = string | number | readonly string[] | Buffer | null;

export interface HistoryColumn<Row> {
  readonly name: string;
  readonly value: (row: Row) => Cell;
}

export interface HistoryTable<Row> {
  readonly name: string;
  /** Values of the partition key in its order: `text` as string, `int` as number. */
  readonly partition: (row: Row) => readonly (string | number)[];
  /** Every column: all are written each time, so that a row is of one version throughout. */
  readonly columns: readonly HistoryColumn<Row>[];
  /** What orders writes of the same row; the higher one wins, whenever it arrives. */
  readonly timestamp: (row: Row) => number;
}

/** The prepared statement whose parameters are `insertValues`. */
export function insertCql<Row>({ name, columns }: HistoryTable<Row>): string {
  const names = columns.map((column) => column.name).join(', ');
  const marks = columns.map(() => '?').join(', ');
  return `INSERT INTO ${name} (${names}) VALUES (${marks}) USING TIMESTAMP ?`;
}

/** A missing value stays unset: written as null it would be a tombstone. */
export function insertValues<Row>(table: HistoryTable<Row>, row: Row): unknown[] {
  return [...table.columns.map(({ value }) => value(row) ?? undefined), table.timestamp(row)];
}
