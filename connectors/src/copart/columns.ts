/** Which column of Copart's sales data is which cell of our layout, by normalised header name. */
import { copartSalesdata } from '@auction/avro/layouts';
import type { CopartCell } from '@auction/avro/layouts';

/** The site's own names of 2025, in its order; one for each cell of the layout. */
// prettier-ignore
export const columnNames = [
  'Id', 'Yard number', 'Yard name', 'Sale Date M/D/CY', 'Day of Week', 'Sale time (HHMM)',
  'Time Zone', 'Item#', 'Lot number', 'Vehicle Type', 'Year', 'Make', 'Model Group',
  'Model Detail', 'Body Style', 'Color', 'Damage Description', 'Secondary Damage',
  'Sale Title State', 'Sale Title Type', 'Has Keys-Yes or No', 'Lot Cond. Code', 'VIN',
  'Odometer', 'Odometer Brand', 'Est. Retail Value', 'Repair cost', 'Engine', 'Drive',
  'Transmission', 'Fuel Type', 'Cylinders', 'Runs/Drives', 'Sale Status',
  'High Bid =non-vix,Sealed=Vix', 'Special Note', 'Location city', 'Location state',
  'Location ZIP', 'Location country', 'Currency Code', 'Image Thumbnail', 'Create Date/Time',
  'Grid/Row', 'Make-an-Offer Eligible', 'Buy-It-Now Price', 'Image URL', 'Trim',
  'Last Updated Time', 'Rentals', 'Copart Select', 'Seller Name', 'Offsite Address1',
  'Offsite State', 'Offsite City', 'Offsite Zip', 'Sale Light', 'AutoGrade', 'Announcements',
] as const;

/** Names other years used for the same column. */
const otherNames: Readonly<Record<string, CopartCell>> = {
  'Lot ACV': 'retailValue',
  Wholesale: 'copartSelect',
};

/** Without these a row cannot be placed, so a file that lacks one is refused as a whole. */
export const requiredCells: readonly CopartCell[] = [
  'lotNumber',
  'make',
  'locationCity',
  'locationState',
  'saleDate',
  'currencyCode',
];

/** Header names are compared by letters and digits only: case, blanks and punctuation drift. */
export function normalisedName(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

const cellByName: ReadonlyMap<string, CopartCell> = new Map([
  ...copartSalesdata.cells.map(
    (cell, index) => [normalisedName(columnNames[index] ?? ''), cell] as const,
  ),
  ...Object.entries(otherNames).map(([name, cell]) => [normalisedName(name), cell] as const),
]);

/** @returns the cell a header name stands for; undefined for a column we do not know */
export function cellOf(headerName: string): CopartCell | undefined {
  return cellByName.get(normalisedName(headerName));
}

/** The site's name of a cell, for messages. */
export function nameOf(cell: CopartCell): string {
  return columnNames[copartSalesdata.cells.indexOf(cell)] ?? cell;
}
