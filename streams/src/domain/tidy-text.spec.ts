import { tidyText } from './tidy-text.ts';

it.each<[cell: string, expected: string | null]>([
  ['CAMRY', 'CAMRY'],
  ['REPOSSESSION                ', 'REPOSSESSION'],
  ['2.0L  4', '2.0L 4'],
  ['\u00a0VEH\u00a0SITUE\u00a0\u00a0ICI', 'VEH SITUE ICI'],
  ['A\tB', 'A B'],
  ['Véhicule accidenté', 'Véhicule accidenté'],
  ['', null],
  [' ', null],
  ['None', null],
  ['N/A', null],
  ['—', null],
  ['-', null],
  ['NONE SO FAR', 'NONE SO FAR'],
])('%j is %j', (cell, expected) => {
  expect(tidyText(cell)).toBe(expected);
});
