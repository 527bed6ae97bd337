import { copartSalesdata } from '@auction/avro/layouts';
import type { CopartCell } from '@auction/avro/layouts';
import { bindHeader } from './bind-header.ts';
import { cellOf, columnNames } from './columns.ts';
import { headerLine } from './fixtures/a-sales-file.ts';

/** The columns of 2015: no `Id`, none after `Make-an-Offer Eligible`, another name for the value. */
const names2015 = columnNames
  .slice(1, 45)
  .map((name) => (name === 'Est. Retail Value' ? 'Lot ACV' : name));

describe('names', () => {
  test('there is one for every cell, and it leads back', () => {
    expect(columnNames.map(cellOf)).toEqual([...copartSalesdata.cells]);
  });

  const spellings: [string, CopartCell][] = [
    ['LOT NUMBER', 'lotNumber'],
    ['lot_number ', 'lotNumber'],
    ['Lot ACV', 'retailValue'],
    ['Wholesale', 'copartSelect'],
    ['High Bid =non-vix, Sealed=Vix', 'highBid'],
  ];
  test.each(spellings)('%s', (name, cell) => {
    expect(cellOf(name)).toBe(cell);
  });
});

describe('headers we accept', () => {
  // [what, names, number of warnings]
  const rows: [string, readonly string[], number][] = [
    ['59 columns of 2025', columnNames, 0],
    ['49 columns of 2020', columnNames.slice(0, 49), 1],
    ['44 columns of 2015', names2015, 1],
    ['a renamed column', columnNames.map((n) => (n === 'Copart Select' ? 'Wholesale' : n)), 0],
    ['an added column', [...columnNames.slice(0, 20), 'Green Light', ...columnNames.slice(20)], 1],
    ['another order', [...columnNames].reverse(), 0],
    ['a column that is not required dropped', columnNames.filter((n) => n !== 'Color'), 1],
    [
      'a column renamed to something unknown',
      columnNames.map((n) => (n === 'Color' ? 'Paint' : n)),
      2,
    ],
  ];
  test.each(rows)('%s', (_, names, warningCount) => {
    const verdict = bindHeader(headerLine(names));
    if (!verdict.ok) throw new Error(verdict.reason);
    const { binding } = verdict;
    expect(binding.columnCount).toBe(names.length);
    expect(binding.warnings).toHaveLength(warningCount);
    copartSalesdata.cells.forEach((cell, index) => {
      const column = binding.columnOf[index] ?? -1;
      expect(column < 0 ? undefined : cellOf(names[column] ?? '')).toBe(
        column < 0 ? undefined : cell,
      );
    });
  });
});

describe('headers we refuse', () => {
  const searchExport =
    'Lot URL,Lot #,Est. Retail value,Sale date,Year,Make,Model,Engine type,Cylinders,VIN,Title code,' +
    'Odometer,Odometer description,Damage description,Current bid,My bid,Item number,Sale name,' +
    'Auto grade,Sale light,Announcements';
  const without = (name: string): string => headerLine(columnNames.filter((n) => n !== name));
  const rows: [string, string, RegExp][] = [
    ['the lot-search export', searchExport, /^WRONG_EXPORT: this is Copart's lot-search export/],
    ['a web page', '<!DOCTYPE html><html>', /^HTML_PAGE: /],
    ['JSON', ' {"lots":[]}', /^JSON_FILE: /],
    ['UTF-16', 'ÿþI\0d\0,\0', /^WRONG_ENCODING: /],
    ['a file of another site', 'id,stock,auction,branch', /^NOT_SALES_DATA: /],
    ['a data row', '1,2,"X - Y",20260101,"MONDAY",1200', /^NOT_SALES_DATA: /],
    ['no lot number', without('Lot number'), /^MISSING_COLUMN: required: Lot number$/],
    ['no currency', without('Currency Code'), /^MISSING_COLUMN: required: Currency Code$/],
    ['a column twice', headerLine([...columnNames, 'VIN']), /^DOUBLED_COLUMN: VIN$/],
  ];
  test.each(rows)('%s', (_, line, reason) => {
    const verdict = bindHeader(line);
    expect(verdict.ok ? 'accepted' : verdict.reason).toMatch(reason);
  });
});
