import fc from 'fast-check';
import { JsonRecords } from './json-records.ts';

const options = { arrayKeys: ['Results', 'items'], recordBytesMax: 100_000 };

/** Records of a document that comes in chunks of the given size. */
function cut(text: string, chunkBytes = 7): { records: string[]; closed: boolean } {
  const reader = new JsonRecords(options);
  const bytes = Buffer.from(text);
  const records: string[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    for (const record of reader.push(bytes.subarray(at, at + chunkBytes))) {
      records.push(record.bytes.toString());
    }
  }
  return { records, closed: reader.isClosed };
}

test.each([
  ['an array under a key', '{"total": 2, "Results":[{"a":1}, {"b":"}]"}], "x":[{"c":1}]}', 2],
  ['a note before it', '{"_note":"Results [{ }]","Results":[{"a":1}]}', 1],
  ['a bare array', '[{"a":{"b":[1,{"c":2}]}},{"d":4}]', 2],
  ['JSON Lines', '{"a":1}\n{"b":2}\n\n{"c":"\\"}"}\n', 3],
  ['one object', '{"a":1,"b":[1,2]}', 1],
  ['an empty array', '{"Results":[]}', 0],
  ['a byte order mark', '\uFEFF[{"a":1}]', 1],
])('%s', (_, text, count) => {
  for (const size of [1, 3, 1_000]) {
    const { records, closed } = cut(text, size);
    expect(records.map((record) => typeof JSON.parse(record))).toEqual(Array(count).fill('object'));
    expect(closed).toBe(true);
  }
});

test.each([['{"Results":[{"a":1},{"b"'], ['[{"a":1}'], ['{"a":"']])('%s is not closed', (text) => {
  expect(cut(text).closed).toBe(false);
});

test('a record that is too long is cut, and the next one is whole', () => {
  const reader = new JsonRecords({ ...options, recordBytesMax: 10 });
  const found = [...reader.push(Buffer.from('[{"a":"0123456789"},{"b":1}]'))];
  expect(found.map(({ isTooLong, bytes }) => [isTooLong, bytes.length])).toEqual([
    [true, 10],
    [false, 7],
  ]);
});

test('records are the bytes they were, in any chunks', () => {
  const record = fc.dictionary(fc.string(), fc.jsonValue());
  fc.assert(
    fc.property(fc.array(record), fc.integer({ min: 1, max: 40 }), (records, size) => {
      const texts = records.map((one) => JSON.stringify(one));
      expect(cut(`{"n":1,"items":[${texts.join(' ,\n')}]}`, size)).toEqual({
        records: texts,
        closed: true,
      });
      expect(cut(texts.join('\n'), size).records).toHaveLength(records.length);
    }),
  );
});
