/**
 * Reads Kafka's record batches in one pass. kafkajs builds an object and int64 values per record and
 * filters record by record (kafka.md section 11, numbers 12 and 13); its filter shows aborted records
 * (number 1) and its reader overflows the stack on large batches (number 5).
 */
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import {
  at,
  attribute,
  bytesBeforeLength,
  compression,
  headerBytes,
  magic,
} from './kafka-batch-layout.ts';
import { WireReader } from './kafka-wire.ts';
import type { Headers, LogRecord } from './log.ts';

/** Type in the key of the one record of a control batch; 1 is a commit. */
const abortMarker = 0;

/** An aborted transaction with records in a fetched range. */
export interface AbortedTransaction {
  readonly producerId: bigint;
  readonly firstOffset: number;
}

export interface FetchedRange {
  readonly topic: string;
  readonly partition: number;
  /** Offset asked for: the broker answers whole batches, which may begin earlier. */
  readonly from: number;
  readonly aborted: readonly AbortedTransaction[];
}

const noHeaders: Headers = Object.freeze({});

function inflated(body: Buffer, kind: number): Buffer {
  if (kind === compression.none) return body;
  if (kind === compression.zstd) return zstdDecompressSync(body);
  if (kind === compression.gzip) return gunzipSync(body);
  throw new Error(`record batch with unsupported compression ${kind}`);
}

function readHeaders(reader: WireReader): Headers {
  const count = reader.varint();
  if (count === 0) return noHeaders;
  const headers: Record<string, string> = {};
  for (let n = 0; n < count; n += 1) {
    const name = reader.text(reader.varint());
    const length = reader.varint();
    headers[name] = length < 0 ? '' : reader.text(length);
  }
  return headers;
}

/** Fields of a batch that reading needs. */
interface BatchFacts {
  readonly baseOffset: number;
  readonly attributes: number;
  readonly baseTimestamp: number;
  readonly maxTimestamp: number;
}

function readRecord(reader: WireReader, of: FetchedRange, batch: BatchFacts): LogRecord {
  const length = reader.varint();
  const end = reader.at + length;
  reader.at += 1; // attributes, unused by Kafka
  const timestampDelta = reader.varint();
  const offset = batch.baseOffset + reader.varint();
  const keyLength = reader.varint();
  const key = keyLength < 0 ? '' : reader.text(keyLength);
  const valueLength = reader.varint();
  const value = valueLength < 0 ? null : reader.slice(valueLength);
  const headers = readHeaders(reader);
  reader.at = end;
  const isBrokersClock = (batch.attributes & attribute.logAppendTime) !== 0;
  const timestamp = isBrokersClock ? batch.maxTimestamp : batch.baseTimestamp + timestampDelta;
  return { topic: of.topic, partition: of.partition, offset, key, value, headers, timestamp };
}

/** Decides per batch whether its transaction was aborted; batches come in offset order. */
class AbortFilter {
  /** By first offset: the broker lists them in order of abort. */
  readonly #waiting: AbortedTransaction[];
  readonly #current = new Set<bigint>();

  constructor(aborted: readonly AbortedTransaction[]) {
    this.#waiting = aborted.toSorted((a, b) => a.firstOffset - b.firstOffset);
  }

  /** @returns whether a transactional batch of this producer is to be hidden */
  hides(producerId: bigint, lastOffset: number): boolean {
    for (let next = this.#waiting[0]; next && next.firstOffset <= lastOffset;) {
      this.#current.add(next.producerId);
      this.#waiting.shift();
      next = this.#waiting[0];
    }
    return this.#current.has(producerId);
  }

  /** A transaction of this producer ends here. */
  ends(producerId: bigint): void {
    this.#current.delete(producerId);
  }
}

/** Type of the one record of a control batch: int16 version, int16 type as its key. */
function markerType(body: Buffer): number {
  const reader = new WireReader(body);
  reader.varint();
  reader.at += 1;
  reader.varint();
  reader.varint();
  reader.varint();
  reader.int16();
  return reader.int16();
}

/**
 * Reads the batches of a fetch response; a batch cut off at the end is left for the next fetch.
 * Values are views of the fetched (or inflated) buffer: copy what is kept for long.
 * @returns committed records from the offset asked for, and where reading goes on
 * @throws on a compression nobody configured, or bytes that are no record batch
 */
export function decodeRecordBatches(
  bytes: Buffer,
  of: FetchedRange,
): { readonly records: LogRecord[]; readonly next: number } {
  const records: LogRecord[] = [];
  const filter = new AbortFilter(of.aborted);
  let next = of.from;
  for (let from = 0; from + headerBytes <= bytes.length;) {
    const end = from + bytesBeforeLength + bytes.readInt32BE(from + at.length);
    if (end > bytes.length) break;
    const format = bytes.readInt8(from + at.magic);
    if (format !== magic) throw new Error(`record batch of unknown format ${format}`);
    next = Math.max(next, readBatch(bytes.subarray(from, end), of, filter, records));
    from = end;
  }
  return { records, next };
}

/** @returns offset behind the batch */
function readBatch(
  batch: Buffer,
  of: FetchedRange,
  filter: AbortFilter,
  records: LogRecord[],
): number {
  const baseOffset = Number(batch.readBigInt64BE(0));
  const attributes = batch.readInt16BE(at.attributes);
  const lastOffset = baseOffset + batch.readInt32BE(at.lastOffsetDelta);
  const producerId = batch.readBigInt64BE(at.producerId);
  const isHidden = filter.hides(producerId, lastOffset);
  const body = batch.subarray(headerBytes);
  if (attributes & attribute.control) {
    if (markerType(body) === abortMarker) filter.ends(producerId);
    return lastOffset + 1;
  }
  if (isHidden && attributes & attribute.transactional) return lastOffset + 1;
  const baseTimestamp = Number(batch.readBigInt64BE(at.baseTimestamp));
  const maxTimestamp = Number(batch.readBigInt64BE(at.maxTimestamp));
  const reader = new WireReader(inflated(body, attributes & attribute.compression));
  const facts = { baseOffset, attributes, baseTimestamp, maxTimestamp };
  for (let count = batch.readInt32BE(at.recordCount); count > 0; count -= 1) {
    const record = readRecord(reader, of, facts);
    if (record.offset >= of.from) records.push(record);
  }
  return lastOffset + 1;
}
