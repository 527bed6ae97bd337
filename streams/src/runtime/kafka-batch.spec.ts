/** Our record batches against kafkajs' own encoder and decoder, and against what stock does wrong. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { crc32c } from './crc32c.ts';
import { decodeRecordBatches } from './kafka-batch-decoder.ts';
import type { AbortedTransaction, FetchedRange } from './kafka-batch-decoder.ts';
import { encodeRecordBatch, stampRecordBatch } from './kafka-batch-encoder.ts';
import type { OutgoingRecord, ProducerIdentity } from './kafka-batch-encoder.ts';
import { at, attribute, headerBytes } from './kafka-batch-layout.ts';
import {
  filterStock,
  readStockBatch,
  readStockRecordSet,
  stockBatch,
  stockRecord,
} from '../testing/stock-kafkajs.ts';

const plain: ProducerIdentity = { id: -1n, epoch: -1, isTransactional: false };
const range = (from = 0, aborted: readonly AbortedTransaction[] = []): FetchedRange => ({
  topic: 't',
  partition: 0,
  from,
  aborted,
});

function batchAt(
  baseOffset: number,
  records: readonly OutgoingRecord[],
  by: ProducerIdentity = plain,
): Buffer {
  const bytes = encodeRecordBatch(records, 1_700_000_000_000);
  stampRecordBatch(bytes, by, 0);
  bytes.writeBigInt64BE(BigInt(baseOffset), 0);
  return bytes;
}

const keyed = (...keys: readonly string[]): OutgoingRecord[] =>
  keys.map((key) => ({ key, value: Buffer.from('v') }));

const transactional = (id: number): ProducerIdentity => ({
  id: BigInt(id),
  epoch: 0,
  isTransactional: true,
});

/** A control batch, as the broker writes at the end of a transaction. */
function markerAt(offset: number, producerId: number, type: 'ABORT' | 'COMMIT'): Buffer {
  const key = type === 'ABORT' ? '\0\0\0\0' : '\0\0\0\u0001';
  const bytes = batchAt(offset, [{ key, value: Buffer.alloc(6) }], transactional(producerId));
  bytes.writeInt16BE(bytes.readInt16BE(at.attributes) | attribute.control, at.attributes);
  return bytes;
}

const keysOf = (bytes: Buffer, of: FetchedRange): string[] =>
  decodeRecordBatches(bytes, of).records.map(({ key }) => key);

const anyRecord = fc.record({
  key: fc.string({ unit: 'grapheme', maxLength: 40 }),
  value: fc.option(fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes))),
  headers: fc.option(
    fc.dictionary(
      fc.string({ maxLength: 12 }).map((name) => `x-${name}`),
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      { maxKeys: 4 },
    ),
    { nil: undefined },
  ),
});

const manyRecords = fc.array(anyRecord, { minLength: 1, maxLength: 60 });

test('kafkajs reads what we write', async () => {
  await fc.assert(
    fc.asyncProperty(manyRecords, async (records) => {
      const bytes = batchAt(0, records);
      if ((bytes.readInt16BE(at.attributes) & attribute.compression) !== 0) return; // it has no zstd
      const read = await readStockBatch(bytes);
      expect(read.map(({ key }) => key.toString())).toEqual(records.map(({ key }) => key));
      expect(read.map(({ value }) => value)).toEqual(records.map(({ value }) => value));
      const headers = read.map((each) =>
        Object.fromEntries(Object.entries(each.headers).map(([k, v]) => [k, v.toString()])),
      );
      expect(headers).toEqual(records.map((each) => ({ ...each.headers })));
    }),
    { numRuns: 100 },
  );
});

test('we read what we write, compressed or not', () => {
  fc.assert(
    fc.property(manyRecords, fc.nat({ max: 2 ** 40 }), (records, base) => {
      const { records: read, next } = decodeRecordBatches(batchAt(base, records), range(base));
      expect(read).toEqual(
        records.map(({ key, value, headers }, n) => ({
          ...{ topic: 't', partition: 0, offset: base + n, key, value },
          ...{ headers: { ...headers }, timestamp: 1_700_000_000_000 },
        })),
      );
      expect(next).toBe(base + records.length);
    }),
    { numRuns: 100 },
  );
});

test('we read what kafkajs writes, each record with its own time', async () => {
  const records = ['a', 'b', 'c'].map((key, n) =>
    stockRecord({ key, value: Buffer.from(key), offsetDelta: n, timestampDelta: n * 86_400_000 }),
  );
  const given = { records, lastOffsetDelta: 2, firstTimestamp: 1000, maxTimestamp: 172_801_000 };
  const buffer = await stockBatch(given);
  const read = decodeRecordBatches(buffer, range()).records;
  expect(read.map(({ key, timestamp }) => [key, timestamp])).toEqual([
    ['a', 1000],
    ['b', 86_401_000],
    ['c', 172_801_000],
  ]);
});

test("the checksum covers the batch from its attributes on, and is kafkajs'", async () => {
  const bytes = batchAt(0, keyed('a'));
  expect(bytes.readUInt32BE(at.checksum)).toBe(crc32c(bytes, at.attributes));
  const given = {
    records: [stockRecord({ key: 'k', value: 'v' })],
    firstTimestamp: 1,
    maxTimestamp: 1,
  };
  const theirs = await stockBatch(given);
  expect(theirs.readUInt32BE(at.checksum)).toBe(crc32c(theirs, at.attributes));
});

test('larger batches are compressed by zstd', () => {
  const records = Array.from({ length: 500 }, () => ({ key: 'k', value: Buffer.alloc(100, 'x') }));
  const bytes = batchAt(0, records);
  expect(bytes.readInt16BE(at.attributes) & attribute.compression).toBe(4);
  expect(bytes.length).toBeLessThan(5000);
});

test('gzip of other writers is read, an unknown compression is refused', () => {
  const bytes = batchAt(0, keyed('a', 'b'));
  const body = gzipSync(bytes.subarray(headerBytes));
  const zipped = Buffer.concat([bytes.subarray(0, headerBytes), body]);
  zipped.writeInt32BE(zipped.length - 12, at.length);
  zipped.writeInt16BE(1, at.attributes);
  expect(keysOf(zipped, range())).toEqual(['a', 'b']);
  zipped.writeInt16BE(3, at.attributes);
  expect(() => keysOf(zipped, range())).toThrow(/compression 3/);
});

test("records stamped by the broker's clock carry its time", () => {
  const bytes = batchAt(0, keyed('a'));
  bytes.writeInt16BE(bytes.readInt16BE(at.attributes) | attribute.logAppendTime, at.attributes);
  bytes.writeBigInt64BE(1234n, at.maxTimestamp);
  expect(decodeRecordBatches(bytes, range()).records[0]?.timestamp).toBe(1234);
});

test('a batch that begins before the wanted offset, and one cut off at the end', () => {
  const first = batchAt(10, keyed('a', 'b', 'c'));
  const second = batchAt(13, keyed('d'));
  const bytes = Buffer.concat([first, second.subarray(0, second.length - 1)]);
  const { records, next } = decodeRecordBatches(bytes, range(11));
  expect([records.map(({ key }) => key), next]).toEqual([['b', 'c'], 13]);
});

test('gaps left by compaction move the position', () => {
  const bytes = batchAt(5, keyed('a'));
  bytes.writeInt32BE(20, at.lastOffsetDelta); // the records behind it are compacted away
  expect(decodeRecordBatches(bytes, range(5)).next).toBe(26);
});

describe('aborted transactions (kafka.md section 11, number 1)', () => {
  // T1 (producer 1) runs from 5 to its abort at 20, T2 (producer 2) from 10 to its abort at 12.
  const bytes = Buffer.concat([
    batchAt(5, keyed('t1-a', 't1-b', 't1-c'), transactional(1)),
    batchAt(8, keyed('plain')),
    batchAt(10, keyed('t2-a', 't2-b'), transactional(2)),
    markerAt(12, 2, 'ABORT'),
    batchAt(13, keyed('t2-committed'), transactional(2)),
    markerAt(14, 2, 'COMMIT'),
    markerAt(20, 1, 'ABORT'),
    batchAt(21, keyed('t1-committed'), transactional(1)),
    markerAt(22, 1, 'COMMIT'),
  ]);
  const inOrderOfAbort = [
    { producerId: 2n, firstOffset: 10 },
    { producerId: 1n, firstOffset: 5 },
  ];

  test('are hidden, whatever order the broker lists them in', () => {
    const seen = ['plain', 't2-committed', 't1-committed'];
    expect(keysOf(bytes, range(0, inOrderOfAbort))).toEqual(seen);
    expect(keysOf(bytes, range(0, inOrderOfAbort.toReversed()))).toEqual(seen);
  });

  test('stock kafkajs shows them', async () => {
    const messages = await readStockRecordSet(bytes);
    const abortedTransactions = inOrderOfAbort.map(({ producerId, firstOffset }) => ({
      producerId: String(producerId),
      firstOffset: String(firstOffset),
    }));
    const seen = filterStock({ messages, abortedTransactions });
    const keys = seen.map(({ key }) => key.toString());
    expect(keys).toContain('t1-a');
  });

  test('a key of four zero bytes ends nothing here; stock takes it for an abort marker', async () => {
    const bytes = Buffer.concat([
      batchAt(0, keyed('\0\0\0\0', 'hidden'), transactional(1)),
      markerAt(2, 1, 'ABORT'),
    ]);
    expect(keysOf(bytes, range(0, [{ producerId: 1n, firstOffset: 0 }]))).toEqual([]);
    const messages = await readStockRecordSet(bytes);
    const abortedTransactions = [{ producerId: '1', firstOffset: '0' }];
    const seen = filterStock({ messages, abortedTransactions });
    expect(seen.map(({ key }) => key.toString())).toContain('hidden');
  });
});

test('a batch of 200,000 records is read; stock overflows the stack (number 5)', async () => {
  const records = Array.from({ length: 200_000 }, () => ({ key: 'k', value: null }));
  const bytes = batchAt(0, records);
  expect(decodeRecordBatches(bytes, range()).records).toHaveLength(200_000);
  // Stock cannot inflate zstd without a codec: give it the same records uncompressed.
  const raw = batchAt(0, records.slice(0, 20));
  const body = raw.subarray(headerBytes);
  const large = Buffer.concat([raw.subarray(0, headerBytes), ...Array<Buffer>(10_000).fill(body)]);
  large.writeInt32BE(large.length - 12, at.length);
  large.writeInt32BE(200_000, at.recordCount);
  await expect(readStockRecordSet(large)).rejects.toThrow(/call stack/);
});
