/** A row of the sinks' `lot` table as pg gives it, made by the sink's own columns. */
import { lotTable } from '@auction/streams/sinks/lots-to-postgres';
import type { LotRow } from '../lots/lot-rows.ts';
import { aLot } from './a-lot.ts';

export const aLotRow = (given: Partial<LotRow> = {}): LotRow => ({
  // The columns of the table are those of LotRow, and more.
  ...(Object.fromEntries(
    lotTable.columns.map(({ name, value }) => [name, value(aLot())]),
  ) as LotRow),
  ...given,
});
