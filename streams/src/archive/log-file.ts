/** Month files of logs: JSON lines compressed by zstd, one document of MongoDB a line, as it stood there. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress, createZstdDecompress } from 'node:zlib';

export interface StoredDocument {
  /** Collection. */
  readonly in: string;
  readonly document: Readonly<Record<string, unknown>> & { readonly _id: string | number };
}

export interface LogContent {
  /** Documents. */
  readonly rows: number;
  /** SHA-256 of the lines before compression, hex. */
  readonly content: string;
}

const lineOf = (stored: StoredDocument): string => `${JSON.stringify(stored)}\n`;

/** Writes a whole file and waits until it is on the disk. */
export async function writeLogFile(
  path: string,
  documents: AsyncIterable<StoredDocument>,
): Promise<LogContent> {
  const hash = createHash('sha256');
  let rows = 0;
  async function* lines() {
    for await (const stored of documents) {
      const line = lineOf(stored);
      hash.update(line);
      rows += 1;
      yield line;
    }
  }
  await pipeline(lines, createZstdCompress(), createWriteStream(path, { flush: true }));
  return { rows, content: hash.digest('hex') };
}

/** @throws when it is no such file, or damaged where zstd or JSON can notice */
export async function* readLogFile(path: string): AsyncGenerator<StoredDocument> {
  const unpacked = createZstdDecompress();
  const reading = pipeline(createReadStream(path), unpacked);
  reading.catch(() => undefined); // told by the iteration too
  let rest = '';
  for await (const chunk of unpacked.setEncoding('utf8')) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as StoredDocument;
  }
  await reading;
  if (rest !== '') throw new Error(`${path} ends within a line`);
}

/** What a file holds, read anew. */
export async function contentOfLogs(documents: AsyncIterable<StoredDocument>): Promise<LogContent> {
  const hash = createHash('sha256');
  let rows = 0;
  for await (const stored of documents) {
    hash.update(lineOf(stored));
    rows += 1;
  }
  return { rows, content: hash.digest('hex') };
}
