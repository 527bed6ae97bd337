import fc from 'fast-check';
import { repaired, splitFields } from './split-fields.ts';

describe('fields of a line', () => {
  // [what, line, fields]
  const rows: [string, string, string[]][] = [
    ['bare', 'a,b,c', ['a', 'b', 'c']],
    ['quoted', '"a","b c",3', ['a', 'b c', '3']],
    ['empty ones', '"",,""', ['', '', '']],
    ['an empty line', '', ['']],
    ['a comma at the end', 'a,', ['a', '']],
    [
      'a comma inside quotes',
      '"High Bid =non-vix,Sealed=Vix",1',
      ['High Bid =non-vix,Sealed=Vix', '1'],
    ],
    ['a doubled quote', '"6"" LIFT",1', ['6" LIFT', '1']],
    ['a doubled quote at the end', '"LIFT 6""",1', ['LIFT 6"', '1']],
    ['only a doubled quote', '"""",1', ['"', '1']],
    ['a raw quote inside', '"96" HIGH ROOF","x"', ['96" HIGH ROOF', 'x']],
    ['two raw quotes inside', '"THE "BIG" ONE","x"', ['THE "BIG" ONE', 'x']],
    ['a quote inside a bare field', 'a"b,c', ['a"b', 'c']],
    ['blanks kept', ' a ,"b  "', [' a ', 'b  ']],
  ];
  test.each(rows)('%s', (_, line, values) => {
    expect(splitFields(line)).toEqual({ values, closed: true });
  });

  test('a quote that is never closed: the fields before it, and said so', () => {
    expect(splitFields('a,"b,c')).toEqual({ values: ['a'], closed: false });
  });

  test('the repair reads a doubled quote before ," as one, but not an empty field', () => {
    const line = '"TRACK 120 X 1"","","",7';
    expect(splitFields(line).values).not.toHaveLength(4);
    expect(repaired(line)).toBe('"TRACK 120 X 1","","",7');
    expect(splitFields(repaired(line)).values).toEqual(['TRACK 120 X 1', '', '', '7']);
  });

  test('whatever is quoted properly comes back as it was', () => {
    const field = fc.string({ unit: fc.constantFrom('"', ',', ' ', 'a', 'É', '7', '\u00A0') });
    fc.assert(
      fc.property(fc.array(field, { minLength: 1 }), (values) => {
        const line = values.map((value) => `"${value.replaceAll('"', '""')}"`).join(',');
        expect(splitFields(line)).toEqual({ values, closed: true });
      }),
    );
  });
});
