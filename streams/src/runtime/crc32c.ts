/** CRC-32C (Castagnoli) eight bytes at a time; Node's zlib has only the other CRC-32. */
const polynomial = 0x82f63b78;

function firstTable(): Uint32Array {
  const table = new Uint32Array(256);
  for (let n = 0; n < 256; n += 1) {
    let crc = n;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    table[n] = crc;
  }
  return table;
}

/** Table k holds the CRC of a byte followed by k zero bytes, all in one array of 8 × 256. */
function allTables(): Int32Array {
  const first = firstTable();
  const tables = new Int32Array(8 * 256);
  tables.set(first);
  for (let k = 1; k < 8; k += 1) {
    for (let n = 0; n < 256; n += 1) {
      const before = tables[(k - 1) * 256 + n] ?? 0;
      tables[k * 256 + n] = (before >>> 8) ^ (first[before & 0xff] ?? 0);
    }
  }
  return tables;
}

const t = allTables();
const entry = (table: number, byte: number): number => t[table * 256 + (byte & 0xff)] ?? 0;

/** @returns the checksum of `bytes` from `start` to the end, unsigned */
export function crc32c(bytes: Buffer, start = 0): number {
  let crc = ~0;
  let at = start;
  for (const end = bytes.length - 8; at <= end; at += 8) {
    const low = bytes.readInt32LE(at) ^ crc;
    const high = bytes.readInt32LE(at + 4);
    crc =
      entry(7, low) ^
      entry(6, low >>> 8) ^
      entry(5, low >>> 16) ^
      entry(4, low >>> 24) ^
      entry(3, high) ^
      entry(2, high >>> 8) ^
      entry(1, high >>> 16) ^
      entry(0, high >>> 24);
  }
  for (; at < bytes.length; at += 1) crc = (crc >>> 8) ^ entry(0, crc ^ (bytes[at] ?? 0));
  return ~crc >>> 0;
}
