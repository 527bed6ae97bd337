import { readCsv } from './csv-file.ts';
import type { Encoding } from './csv-file.ts';
import { csvText } from './csv-text.ts';

const withinMs = 2_000;
const growthMax = 100 * 1024 * 1024;

async function read(bytes: Buffer | string, encoding: Encoding = 'utf-8') {
  const result = await readCsv(Buffer.from(bytes), encoding);
  return result.ok
    ? [result.table.header, ...result.table.rows.map(({ cells }) => cells)]
    : result.message;
}

test.each<[what: string, bytes: Buffer | string, rows: string[][]]>([
  [
    'commas',
    'a,b\n1,2\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'semicolons and CR LF',
    'a;b\r\n1;2,5\r\n',
    [
      ['a', 'b'],
      ['1', '2,5'],
    ],
  ],
  [
    'tabs',
    'a\tb\n1\t2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'a byte order mark',
    '\uFEFFa,b\n1,2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'quotes around a break',
    'a,b\n"1\n2",3',
    [
      ['a', 'b'],
      ['1\n2', '3'],
    ],
  ],
  [
    'a delimiter in a quoted name',
    '"a,b,c";d\n1;2',
    [
      ['a,b,c', 'd'],
      ['1', '2'],
    ],
  ],
  ['rows of other lengths, empty lines', 'a,b\n1\n\n1,2,3', [['a', 'b'], ['1'], ['1', '2', '3']]],
])('%s', async (_what, bytes, rows) => {
  expect(await read(bytes)).toEqual(rows);
});

test('a named encoding is read as such, and UTF-8 is strict', async () => {
  const latin = Buffer.from('a\nM\xfcnchen', 'latin1');
  expect(await read(latin, 'windows-1252')).toEqual([['a'], ['München']]);
  expect(await read(latin)).toContain('is not written in utf-8');
});

test('lines are those of the file', async () => {
  const result = await readCsv(Buffer.from('a,b\n"1\n2",3\n\n4,5'), 'utf-8');
  expect(result.ok && result.table.rows.map(({ line }) => line)).toEqual([3, 5]);
});

test.each<[what: string, make: () => Buffer | string, says: string]>([
  ['nothing', () => '', 'has no rows'],
  ['a header only', () => 'a,b\n', 'has no rows'],
  ['a million rows', () => `a,b\n${'1,2\n'.repeat(1_000_000)}`, 'more than 10,000 rows'],
  ['an unclosed quote', () => `a,b\n"1,${'2,'.repeat(4_000_000)}`, 'not closed'],
  ['an unclosed quote at the end', () => 'a,b\n1,2\n3,"4', 'not closed'],
  ['100,000 columns', () => `${'a,'.repeat(30_000)}\n1`, 'more than 200 columns'],
  [
    'more columns than a record has room for',
    () => `${'a,'.repeat(100_000)}\n1`,
    'more than 64 KB',
  ],
  ['a cell of 1 MB', () => `a,b\n1,${'x'.repeat(1_000_000)}\n`, 'more than 64 KB'],
  ['NUL', () => 'a,b\n1,\u0000', 'NUL bytes'],
  ['UTF-16', () => Buffer.from('\uFEFFa,b\n1,2', 'utf16le'), 'NUL bytes'],
  ['a workbook', () => Buffer.from('PK\u0003\u0004\u0014\u0000', 'latin1'), 'NUL bytes'],
  ['a stray quote', () => 'a,b\n1"x"2,3\n', 'quotation mark'],
])('%s: refused in time and memory', async (_what, make, says) => {
  const bytes = Buffer.from(make());
  const before = process.memoryUsage().rss;
  const began = performance.now();
  expect(await read(bytes)).toContain(says);
  expect(performance.now() - began).toBeLessThan(withinMs);
  expect(process.memoryUsage().rss - before).toBeLessThan(growthMax);
});

test('others are answered while a big file is read', async () => {
  const reading = read(`a,b\n${`${'x'.repeat(900)},2\n`.repeat(10_000)}`);
  let longestMs = 0;
  let at = performance.now();
  const beat = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - at);
    at = performance.now();
  }, 5);
  expect(await reading).toHaveLength(10_001);
  clearInterval(beat);
  expect(longestMs).toBeLessThan(500);
});

test.each([
  ['=cmd|"/C calc"!A0', `"'=cmd|""/C calc""!A0"`],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\tx', `"'\tx"`],
  ['\rx', `"'\rx"`],
  ['  =1', "'  =1"],
  ['"=1"', `"'""=1"""`],
  [" '=1", "' '=1"],
  ['2018 Camry', '2018 Camry'],
  ['a,b', '"a,b"'],
  ['a;b', '"a;b"'],
  [-5, '-5'],
  [null, ''],
])('%j is written as %s', (cell, expected) => {
  expect(csvText([[cell]])).toBe(`\uFEFF${expected}\r\n`);
});
