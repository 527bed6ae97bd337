/** Invented rows of the sites that answer in JSON, with a valid default for what a test does not name. */
import type { Layout } from '@auction/avro/site-layouts';
import { CellRow, cellIndex } from '../domain/cell-row.ts';

/** A row of a layout: given cells, the rest empty. */
export function aRow<N extends string>(
  { cells: names }: Layout<N>,
  given: Partial<Readonly<Record<N, string>>>,
): CellRow<N> {
  return new CellRow(
    cellIndex(names),
    names.map((name) => given[name] ?? ''),
  );
}
