import { copartSalesdata } from '@auction/avro/layouts';
import type { CopartCell } from '@auction/avro/layouts';
import fc from 'fast-check';
import type { FeedRecord } from '../connector.ts';
import { columnNames } from './columns.ts';
import { aRow, aSalesFile, headerLine, someRows } from './fixtures/a-sales-file.ts';
import { SalesDataReader, lineBytesMax } from './sales-data-reader.ts';

interface Read {
  readonly records: FeedRecord[];
  readonly reader: SalesDataReader;
}

function read(file: Buffer, openLine: 'READ' | 'DISCARD' = 'READ', chunkBytes = 64 * 1024): Read {
  const reader = new SalesDataReader();
  const records: FeedRecord[] = [];
  // Payloads share memory with the chunk: copy what is kept.
  const keep = (record: FeedRecord): unknown =>
    records.push({ ...record, payload: Buffer.from(record.payload) });
  for (let from = 0; from < file.length; from += chunkBytes) {
    for (const record of reader.read(file.subarray(from, from + chunkBytes))) keep(record);
  }
  for (const record of reader.end(openLine)) keep(record);
  return { records, reader };
}

function cell(record: FeedRecord | undefined, name: CopartCell): string | undefined {
  return record?.kind === 'LISTING'
    ? record.cells[copartSalesdata.cells.indexOf(name)]
    : record?.reason;
}

/** `<lot number>` of a listing, `?<lot number> CODE` of an unreadable line. */
const summary = (record: FeedRecord): string =>
  record.kind === 'LISTING'
    ? record.siteListingId
    : `?${record.siteListingId ?? ''} ${record.reason.split(':')[0] ?? ''}`;

describe('rows', () => {
  const damaged = aRow({ lotNumber: '90000007', modelDetail: 'MARK' });
  // [what, line, what becomes of it]
  const rows: [string, string, string][] = [
    ['a whole row', aRow(), '90000001'],
    ['no sale date', aRow({ saleDate: '0', saleTime: '0' }), '90000001'],
    ['a raw quote', damaged.replace('"MARK"', '"96" HIGH ROOF"'), '90000007'],
    [
      'a doubled quote before a comma',
      damaged.replace('"MARK"', '"TRACK 120 X 1"",""').replace('"","",', '"",'),
      '90000007',
    ],
    [
      'a quote and a comma in a text',
      damaged.replace('"MARK"', '"BOX 6", LONG"'),
      '?90000007 COLUMN_COUNT',
    ],
    ['a column too few', damaged.replace('"MARK",', ''), '?90000007 COLUMN_COUNT'],
    [
      'columns shifted by two faults',
      damaged.replace('"MARK",', '') + ',""',
      '?90000007 KEY_COLUMN',
    ],
    ['the last quote open', damaged.replace(/""$/, '"x'), '?90000007 OPEN_QUOTE'],
    ['half a line', damaged.slice(0, 30), '? COLUMN_COUNT'],
    ['a lot number that is none', aRow({ lotNumber: 'N/A' }), '? KEY_COLUMN'],
    ['no lot number', aRow({ lotNumber: '' }), '? KEY_COLUMN'],
    ['a NUL byte', aRow({ color: 'BL\0CK' }), '?90000001 NUL_BYTE'],
    ['the header again', headerLine(), '? REPEATED_HEADER'],
    ['text', 'Service temporarily unavailable', '? COLUMN_COUNT'],
    [
      'a very long line',
      aRow({ specialNote: 'x'.repeat(lineBytesMax) }),
      '?90000001 LINE_TOO_LONG',
    ],
  ];
  test.each(rows)('%s', (_, line, expected) => {
    const { records } = read(aSalesFile([line, aRow({ lotNumber: '90000099' })]));
    expect(records.map(summary)).toEqual([expected, '90000099']);
    expect(records[0]?.payload).toEqual(Buffer.from(line).subarray(0, lineBytesMax));
    expect(records.map((record) => record.row)).toEqual([2, 3]);
  });

  test('blank lines are no rows', () => {
    expect(read(aSalesFile(['', aRow(), '  '])).records.map(summary)).toEqual(['90000001']);
  });

  test('padding and no-break spaces leave the cell and stay in the payload', () => {
    const line = aRow({ specialNote: '\u00A0REPAINTED\u00A0HOOD          ' });
    const [record] = read(aSalesFile([line])).records;
    expect(cell(record, 'specialNote')).toBe('REPAINTED HOOD');
    expect(record?.payload.toString('utf8')).toBe(line);
  });

  test('a line that is not UTF-8 is Latin-1, its neighbours are not', () => {
    const note = 'DÉBOSSELÉ';
    const file = Buffer.concat([
      aSalesFile([aRow({ specialNote: note })]),
      Buffer.from(`${aRow({ specialNote: note })}\r\n`, 'latin1'),
    ]);
    const { records } = read(file);
    expect(records.map((record) => cell(record, 'specialNote'))).toEqual([note, note]);
    expect(records.map((record) => record.kind === 'LISTING' && record.encoding)).toEqual([
      'utf-8',
      'latin1',
    ]);
  });

  test('a row of 49 columns leaves the younger cells empty', () => {
    const row = aRow({ trim: 'SE' }).split(',').slice(0, 49).join(',');
    const { records } = read(aSalesFile([row], headerLine(columnNames.slice(0, 49))));
    expect(cell(records[0], 'trim')).toBe('SE');
    expect(cell(records[0], 'announcements')).toBe('');
  });
});

describe('files', () => {
  test('a byte order mark belongs to no name', () => {
    const file = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), aSalesFile([aRow()])]);
    expect(read(file).records.map(summary)).toEqual(['90000001']);
  });

  test('nothing is read behind a header that was refused', () => {
    const { records, reader } = read(aSalesFile([aRow()], 'Lot URL,My bid,Lot #'));
    expect(records).toEqual([]);
    expect(reader.header).toMatchObject({ kind: 'REFUSED' });
  });

  const open: ['READ' | 'DISCARD', string[]][] = [
    ['READ', ['90000001', '90000002']],
    ['DISCARD', ['90000001']],
  ];
  test.each(open)('a last line without its end: %s', (openLine, expected) => {
    const file = aSalesFile(someRows(2)).subarray(0, -2);
    const { records, reader } = read(file, openLine);
    expect(records.map(summary)).toEqual(expected);
    expect(reader.lastLineEnded).toBe(false);
  });

  test('an open page of one line still has its header judged', () => {
    const { reader } = read(Buffer.from('<html>Request unsuccessful</html>'), 'DISCARD');
    expect(reader.header).toMatchObject({ reason: expect.stringMatching(/^HTML_PAGE/) });
  });

  test('however a line is broken, its neighbours are read as they are', () => {
    const damage = fc.string({ unit: fc.constantFrom('"', '""', ',', '","', 'x'), minLength: 1 });
    fc.assert(
      fc.property(
        fc.nat(aRow().length),
        damage,
        fc.integer({ min: 1, max: 999 }),
        (at, text, size) => {
          const row = aRow({ lotNumber: '90000002' });
          const broken = row.slice(0, at) + text + row.slice(at);
          const file = aSalesFile([aRow(), broken, aRow({ lotNumber: '90000003' })]);
          const { records } = read(file, 'READ', size);
          expect(records).toHaveLength(3);
          expect([records[0], records[2]].map((record) => record && summary(record))).toEqual([
            '90000001',
            '90000003',
          ]);
        },
      ),
    );
  });

  test('any texts come back, whatever quotes, commas and blanks they hold', () => {
    const text = fc.string({ unit: fc.constantFrom('"', ',', ' ', 'A', 'É', '7') });
    fc.assert(
      fc.property(text, text, (modelDetail, specialNote) => {
        const [record] = read(aSalesFile([aRow({ modelDetail, specialNote })])).records;
        expect(cell(record, 'modelDetail')).toBe(modelDetail.trim());
        expect(cell(record, 'specialNote')).toBe(specialNote.trim());
      }),
    );
  });
});
