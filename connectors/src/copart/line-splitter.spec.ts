import fc from 'fast-check';
import { LineSplitter } from './line-splitter.ts';
import type { Line } from './line-splitter.ts';

const text = (line: Line): string => line.bytes.toString('latin1');

/** Lines of a text cut into chunks of `size` bytes, the open one behind them. */
function split(input: string, size: number, lineBytesMax = 1_000): Line[] {
  const bytes = Buffer.from(input, 'latin1');
  const splitter = new LineSplitter(lineBytesMax);
  const lines: Line[] = [];
  for (let from = 0; from < bytes.length; from += size) {
    lines.push(...splitter.push(bytes.subarray(from, from + size)));
  }
  const rest = splitter.rest();
  return rest ? [...lines, rest] : lines;
}

describe('lines', () => {
  const rows: [string, string, string[]][] = [
    ['LF', 'a\nb\n', ['a', 'b']],
    ['CRLF', 'a\r\nb\r\n', ['a', 'b']],
    ['an open last line', 'a\nb', ['a', 'b']],
    ['empty lines', '\n\r\n\n', ['', '', '']],
    ['a carriage return inside', 'a\rb\n', ['a\rb']],
    ['nothing', '', []],
    ['an open quote', '"a\nb"\n', ['"a', 'b"']],
  ];
  test.each(rows)('%s, however the bytes arrive', (_, input, expected) => {
    for (const size of [1, 2, 3, 100]) expect(split(input, size).map(text)).toEqual(expected);
  });

  test('numbers start at 1', () => {
    expect(split('a\nb\nc', 2).map((line) => line.number)).toEqual([1, 2, 3]);
  });

  test('a line over the limit is cut and marked; the next one is whole', () => {
    const cut = [
      { text: 'aaaa', tooLong: true },
      { text: 'bbbb', tooLong: false },
    ];
    for (const size of [1, 3, 8, 100]) {
      const lines = split('aaaaaaaaaa\nbbbb\n', size, 4);
      expect(lines.map((line) => ({ text: text(line), tooLong: line.tooLong }))).toEqual(cut);
    }
  });

  test('chunks never change the lines', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '\r', '\n') }),
        fc.nat(6),
        (input, size) => {
          expect(split(input, size + 1).map(text)).toEqual(split(input, 1_000).map(text));
        },
      ),
    );
  });
});
