/**
 * Where things stand in Kafka's record batch, magic 2: base offset 0, length 8, leader epoch 12,
 * magic 16, checksum 17, attributes 21, last offset delta 23, base timestamp 27, max timestamp 35,
 * producer id 43, epoch 51, base sequence 53, record count 57, records 61.
 */
export const headerBytes = 61;
/** The length field counts what follows it. */
export const bytesBeforeLength = 12;
export const at = {
  length: 8,
  leaderEpoch: 12,
  magic: 16,
  checksum: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  baseTimestamp: 27,
  maxTimestamp: 35,
  producerId: 43,
  producerEpoch: 51,
  baseSequence: 53,
  recordCount: 57,
} as const;

export const attribute = {
  compression: 0x07,
  logAppendTime: 0x08,
  transactional: 0x10,
  control: 0x20,
} as const;

export const compression = { none: 0, gzip: 1, zstd: 4 } as const;
export const magic = 2;
