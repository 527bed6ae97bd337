/**
 * Rows -> CSV that spreadsheets do not take for formulas: a cell that starts with = + - @ TAB or CR,
 * also behind quotes or blanks, gets a `'` in front. Numbers stay numbers. Source: ops-security.md 5.
 */
export type Cell = string | number | null;

const formula = /^[\s"']*[=+\-@\t\r]/;

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = formula.test(cell) || /^[\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** @returns RFC 4180 with a byte order mark, by which spreadsheets know UTF-8 */
export const csvText = (rows: readonly (readonly Cell[])[]): string =>
  `\uFEFF${rows.map((row) => row.map(cellText).join(',')).join('\r\n')}\r\n`;
