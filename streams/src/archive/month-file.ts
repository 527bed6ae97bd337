/** Month files: Parquet, compressed by zstd, readable by any tool that reads Parquet. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { fileWriter, parquetWriteRows } from 'hyparquet-writer';
import { digestOf } from './archive-files.ts';
import type { FileDigest } from './archive-files.ts';
import { archivedColumns } from './archived-lot.ts';
import type { ArchivedLot, ArchivedType, ArchivedValue } from './archived-lot.ts';

const rowsPerGroup = 5_000;
const parquetTypes = { text: 'STRING', int: 'INT32', bigint: 'INT64', jsonb: 'STRING' } as const;

const columns = archivedColumns.map(({ name, type }) => ({ name, type: parquetTypes[type] }));

const stored = (type: ArchivedType, value: ArchivedValue): string | number | bigint | null =>
  type === 'bigint' && typeof value === 'number' ? BigInt(value) : value;

async function* storedRows(lots: AsyncIterable<ArchivedLot>) {
  for await (const lot of lots) {
    yield Object.fromEntries(
      archivedColumns.map(({ name, type }) => [name, stored(type, lot[name] ?? null)]),
    );
  }
}

/** Writes a whole file and waits until it is on the disk. */
export async function writeMonthFile(
  path: string,
  lots: AsyncIterable<ArchivedLot>,
): Promise<void> {
  await parquetWriteRows({
    writer: fileWriter(path),
    rows: storedRows(lots),
    columns,
    codec: 'ZSTD',
    compressors: { ZSTD: (input: Uint8Array) => zstdCompressSync(input) },
    rowGroupSize: rowsPerGroup,
    createdBy: 'auction-manager',
  });
  const file = await open(path, 'r');
  await file.sync();
  await file.close();
}

function archivedValue(value: unknown): ArchivedValue {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string' || typeof value === 'number') return value;
  return null;
}

const allNames = archivedColumns.map(({ name }) => name);

/**
 * Reads a file a group of rows at a time.
 * @param names columns wanted; others are not looked at
 * @throws when it is no Parquet file, or damaged where Parquet can notice
 */
export async function* readMonthFile(
  path: string,
  names: readonly string[] = allNames,
): AsyncGenerator<ArchivedLot> {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  const total = Number(metadata.num_rows);
  for (let rowStart = 0; rowStart < total; rowStart += rowsPerGroup) {
    const rows = await parquetReadObjects({
      file,
      metadata,
      columns: [...names],
      rowStart,
      rowEnd: Math.min(total, rowStart + rowsPerGroup),
      compressors: {
        ZSTD: (input: Uint8Array, length: number) =>
          new Uint8Array(zstdDecompressSync(input, { maxOutputLength: length + 1024 })),
      },
    });
    for (const row of rows) {
      yield Object.fromEntries(names.map((name) => [name, archivedValue(row[name])]));
    }
  }
}

/** Of a file on the disk. */
export const fileDigest = (path: string): Promise<FileDigest> => digestOf(createReadStream(path));
