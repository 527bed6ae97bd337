/** Reads a sender's file once, before anything of it is published: may it be taken, and what is wrong with it. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { FeedError } from '../../connector.ts';
import type { FeedRecord } from '../../connector.ts';
import { inflated } from '../../http/inflate.ts';
import { DistinctRows } from '../../distinct-rows.ts';
import type { IdSet } from '../../id-set.ts';
import { spoiltReason } from '../../snapshots.ts';
import { DealerReader } from '../dealer-reader.ts';
import type { Mapping } from '../mapping.ts';
import type { Reject } from './reject-file.ts';

/** Rows that are named in a reject file; all are counted. */
const rejectsNamedMax = 10_000;
const recordTextMax = 2_000;

export interface Examined {
  /** Why nothing of the file is taken, as `CODE: text`; null: it is. */
  readonly refusal: string | null;
  readonly rows: number;
  readonly rejects: readonly Reject[];
  /** SHA-256 of what the file holds, unpacked, hexadecimal; of what was read where it was refused. */
  readonly contentSha256: string;
  /** Vehicles the file has, those that could not be read but for their id among them. */
  readonly ids: IdSet;
}

/** SHA-256 of a file as it lies there, hexadecimal. */
export async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}

/**
 * A file is refused when it cannot be read at all, has no rows, or when more than 0.5 % of its rows (and more
 * than one) are unreadable: then the sender's last file stays what the sender offers.
 * @param bytesMax of the file, unpacked
 */
export async function examine(path: string, mapping: Mapping, bytesMax: number): Promise<Examined> {
  const reader = new DistinctRows(new DealerReader([mapping]));
  const content = createHash('sha256');
  const rejects: Reject[] = [];
  let [rows, rejected] = [0, 0];
  const take = (records: Iterable<FeedRecord>): void => {
    for (const record of records) {
      rows += 1;
      if (record.kind !== 'UNREADABLE') continue;
      rejected += 1;
      if (rejects.length >= rejectsNamedMax) continue;
      const { row, reason, payload } = record;
      rejects.push({ row, reason, record: payload.toString('utf8', 0, recordTextMax) });
    }
  };
  let refusal: string | null;
  try {
    for await (const chunk of inflated(createReadStream(path), bytesMax)) {
      content.update(chunk);
      take(reader.read(chunk));
      if (reader.header.kind === 'REFUSED') break;
    }
    take(reader.end('READ'));
    refusal = refusalOf(reader, rows, rejected);
  } catch (error) {
    if (!(error instanceof FeedError)) throw error;
    refusal = `${error.code}: ${error.message}`;
  }
  const contentSha256 = content.digest('hex');
  return { refusal, rows, rejects, contentSha256, ids: reader.ids() };
}

function refusalOf(
  { header, doubledCount: doubled }: DistinctRows,
  rows: number,
  rejected: number,
): string | null {
  if (header.kind === 'REFUSED') return header.reason;
  if (rows === 0) return 'HEADER_ONLY: the file has no rows';
  // One bad row of a short file is no more than that.
  const isForgiven = rejected - doubled <= 1;
  return spoiltReason({ rows, rejected: isForgiven ? doubled : rejected, doubled });
}
