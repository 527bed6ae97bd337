/**
 * Writes Kafka's record batch in one pass over one buffer. kafkajs builds every record from nested
 * encoders; that was a quarter of the CPU (kafka.md section 11, number 14).
 */
import { constants, zstdCompressSync } from 'node:zlib';
import { crc32c } from './crc32c.ts';
import {
  at,
  attribute,
  bytesBeforeLength,
  compression,
  headerBytes,
  magic,
} from './kafka-batch-layout.ts';
import { varintBytes, writeVarint } from './kafka-wire.ts';
import type { Headers } from './log.ts';

/** Smaller bodies are not worth compressing. */
const compressFromBytes = 512;
const zstdOptions = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

export interface OutgoingRecord {
  readonly key: string;
  readonly value: Buffer | null;
  readonly headers?: Headers | undefined;
}

export interface ProducerIdentity {
  /** The broker's producer id; int64, so a bigint. */
  readonly id: bigint;
  readonly epoch: number;
  readonly isTransactional: boolean;
}

const headerSize = (name: string, text: string): number => {
  const nameBytes = Buffer.byteLength(name);
  const textBytes = Buffer.byteLength(text);
  return varintBytes(nameBytes) + nameBytes + varintBytes(textBytes) + textBytes;
};

function bodySize(record: OutgoingRecord, offsetDelta: number, keyBytes: number): number {
  const valueBytes = record.value?.length ?? -1;
  // attributes and timestamp delta are one byte each
  let size = 2 + varintBytes(offsetDelta) + varintBytes(keyBytes) + keyBytes;
  size += varintBytes(valueBytes) + Math.max(0, valueBytes);
  if (!record.headers) return size + 1;
  const headers = Object.entries(record.headers);
  size += varintBytes(headers.length);
  for (const [name, text] of headers) size += headerSize(name, text);
  return size;
}

/** Bytes a record takes in a batch before compression, a few more than exactly. */
export function recordBytes(record: OutgoingRecord): number {
  const keyBytes = Buffer.byteLength(record.key);
  const headers = record.headers === undefined ? 1 : bodySize(record, 0, keyBytes);
  return 20 + keyBytes + (record.value?.length ?? 0) + headers;
}

function writeText(target: Buffer, text: string, byteCount: number, from: number): number {
  const start = writeVarint(target, byteCount, from);
  target.write(text, start);
  return start + byteCount;
}

function writeHeaders(target: Buffer, headers: Headers | undefined, from: number): number {
  if (!headers) return writeVarint(target, 0, from);
  const entries = Object.entries(headers);
  let next = writeVarint(target, entries.length, from);
  for (const [name, text] of entries) {
    next = writeText(target, name, Buffer.byteLength(name), next);
    next = writeText(target, text, Buffer.byteLength(text), next);
  }
  return next;
}

/** Records one after the other, behind room for the batch's header. */
function writeRecords(records: readonly OutgoingRecord[]): Buffer {
  const keySizes = records.map(({ key }) => Buffer.byteLength(key));
  const sizes = records.map((record, delta) => bodySize(record, delta, keySizes[delta] ?? 0));
  const total = sizes.reduce((sum, size) => sum + varintBytes(size) + size, headerBytes);
  const target = Buffer.allocUnsafe(total);
  let next = headerBytes;
  for (const [delta, record] of records.entries()) {
    next = writeVarint(target, sizes[delta] ?? 0, next);
    target.writeInt16BE(0, next); // attributes and timestamp delta
    next = writeVarint(target, delta, next + 2);
    next = writeText(target, record.key, keySizes[delta] ?? 0, next);
    next = writeVarint(target, record.value?.length ?? -1, next);
    if (record.value) next += record.value.copy(target, next);
    next = writeHeaders(target, record.headers, next);
  }
  return target;
}

function compressed(batch: Buffer): Buffer | undefined {
  if (batch.length < compressFromBytes) return undefined;
  const body = zstdCompressSync(batch.subarray(headerBytes), zstdOptions);
  if (headerBytes + body.length >= batch.length) return undefined;
  const smaller = Buffer.allocUnsafe(headerBytes + body.length);
  body.copy(smaller, headerBytes);
  return smaller;
}

/**
 * Encodes a batch; all its records get one timestamp.
 * @param createdAt epoch ms
 * @returns the batch without producer and checksum: see `stampRecordBatch`
 */
export function encodeRecordBatch(records: readonly OutgoingRecord[], createdAt: number): Buffer {
  const plain = writeRecords(records);
  const smaller = compressed(plain);
  const batch = smaller ?? plain;
  batch.writeBigInt64BE(0n, 0); // base offset: the broker's
  batch.writeInt32BE(batch.length - bytesBeforeLength, at.length);
  batch.writeInt32BE(-1, at.leaderEpoch);
  batch.writeInt8(magic, at.magic);
  batch.writeInt16BE(smaller ? compression.zstd : compression.none, at.attributes);
  batch.writeInt32BE(records.length - 1, at.lastOffsetDelta);
  batch.writeBigInt64BE(BigInt(createdAt), at.baseTimestamp);
  batch.writeBigInt64BE(BigInt(createdAt), at.maxTimestamp);
  batch.writeInt32BE(records.length, at.recordCount);
  return batch;
}

/** Writes who sends a batch, its first sequence number and the checksum, in place. */
export function stampRecordBatch(batch: Buffer, by: ProducerIdentity, sequence: number): void {
  const attributes = batch.readInt16BE(at.attributes) & ~attribute.transactional;
  const flag = by.isTransactional ? attribute.transactional : 0;
  batch.writeInt16BE(attributes | flag, at.attributes);
  batch.writeBigInt64BE(by.id, at.producerId);
  batch.writeInt16BE(by.epoch, at.producerEpoch);
  batch.writeInt32BE(sequence, at.baseSequence);
  batch.writeUInt32BE(crc32c(batch, at.attributes), at.checksum);
}
